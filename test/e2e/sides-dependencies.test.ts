import { existsSync, lstatSync, readFileSync, realpathSync } from 'node:fs'
import { chmod, mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { prepareSide } from '../../src/measure/sides/side.ts'
import { sharedTempDir, writeFiles } from '../support/folders.ts'
import { runProcess } from '../support/process.ts'
import { refusalOf } from '../support/refusal.ts'
import { namesIn, Repository } from './sides-repository.ts'

/** Packed packages, so that nothing is asked of a registry. */
const packed = sharedTempDir()
const tarball = (version: string): string => join(packed, `tiny-${version}.tgz`)

beforeAll(async () => {
  for (const version of ['1.0.0', '2.0.0']) {
    const folder = join(packed, version)
    await writeFiles(folder, {
      'package.json': JSON.stringify({ name: 'tiny', version }),
      'index.js': `module.exports = '${version}'`,
    })
    await npm(packed, 'pack', folder)
  }
})

async function npm(cwd: string, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await runProcess('npm', args, { cwd })
  if (code !== 0) throw new Error(stderr)
}

const manifest = (more: object): string => JSON.stringify({ name: 'top', private: true, ...more })

/** A project that has `tiny` 1.0.0 in its first commit, and 2.0.0 in its working tree. */
async function upgraded(more: object = {}): Promise<Repository> {
  const uses = (version: string): string =>
    manifest({ dependencies: { tiny: `file:${tarball(version)}` }, ...more })
  const repository = await Repository.with({
    '.gitignore': 'node_modules',
    'package.json': uses('1.0.0'),
  })
  await npm(repository.path, 'install', '--package-lock-only', '--no-audit')
  await repository.commit({}, 'locked')
  await repository.write({ 'package.json': uses('2.0.0') })
  await npm(repository.path, 'install', '--no-audit', '--no-fund')
  return repository
}

const versionFor = (folder: string): unknown =>
  Reflect.get(
    Object(JSON.parse(readFileSync(join(folder, 'node_modules/tiny/package.json'), 'utf8'))),
    'version',
  )

describe('the same lockfile', () => {
  test('shares what is installed, package by package', async () => {
    const repository = await Repository.with({
      '.gitignore': 'node_modules',
      'package.json': manifest({ workspaces: ['packages/*'] }),
      'package-lock.json': '{ "lockfileVersion": 3 }',
      'packages/core/package.json': '{ "name": "@own/core" }',
      'packages/api/package.json': '{ "name": "api" }',
      'fixtures/unused/package.json': '{ "dependencies": { "nowhere": "1.0.0" } }',
      'fixtures/unused/package-lock.json': '{ "lockfileVersion": 3, "packages": {} }',
    })
    await repository.write({
      'node_modules/lodash/package.json': '{}',
      'node_modules/@types/node/package.json': '{}',
      'node_modules/.bin/tool': '',
      'node_modules/.cache/x': '',
      'node_modules/.package-lock.json': '{}',
      'node_modules/.prisma/client/index.js': 'generated',
      'packages/api/node_modules/nested/package.json': '{}',
      // A changed working tree is no reason to install.
      'fixtures/unused/package-lock.json': '{ "lockfileVersion": 3 }',
    })
    await mkdir(join(repository.path, 'node_modules/@own'))
    await symlink('../../packages/core', join(repository.path, 'node_modules/@own/core'))
    const side = await prepareSide('main', repository.options())
    const { root } = side.folder
    const leadsTo = (path: string): string => realpathSync(join(root, path))
    const installed = (path: string): string => join(repository.path, path)
    for (const path of [
      'node_modules/lodash',
      'node_modules/@types/node',
      'node_modules/.bin',
      'packages/api/node_modules/nested',
    ]) {
      expect(leadsTo(path)).toBe(installed(path))
    }
    // What is generated may be generated anew, without the working tree's being touched.
    const generated = 'node_modules/.prisma/client/index.js'
    expect(leadsTo(generated)).toBe(join(root, generated))
    // A package of the workspace is the side's own.
    expect(leadsTo('node_modules/@own/core')).toBe(join(root, 'packages/core'))
    expect(namesIn(join(root, 'node_modules'))).not.toContain('.cache')
    expect(lstatSync(join(root, 'node_modules')).isSymbolicLink()).toBe(false)
    expect(existsSync(join(root, 'fixtures/unused/node_modules'))).toBe(false)
    expect(namesIn(join(repository.path, '.plimsoll'))).not.toContain('node_modules-cache')
    await side[Symbol.asyncDispose]()
    // What was lent is still there.
    expect(namesIn(installed('node_modules/lodash'))).toEqual(['package.json'])
    expect(namesIn(installed('node_modules/.bin'))).toEqual(['tool'])
    expect(repository.worktrees).toEqual([])
  })
})

describe('another lockfile', () => {
  test('has what it locks installed, once', async () => {
    const repository = await upgraded()
    const said: string[] = []
    const options = repository.options({ onProgress: (line) => void said.push(line) })
    {
      await using side = await prepareSide('main', options)
      expect(versionFor(side.folder.root)).toBe('1.0.0')
      expect(versionFor(repository.path)).toBe('2.0.0')
      expect(realpathSync(join(side.folder.root, 'node_modules/tiny'))).toContain(
        join(repository.path, '.plimsoll/node_modules-cache'),
      )
    }
    expect(said.filter((line) => line.startsWith('installing'))).toHaveLength(1)
    await using again = await prepareSide('main', options)
    expect(versionFor(again.folder.root)).toBe('1.0.0')
    expect(said.filter((line) => line.startsWith('installing'))).toHaveLength(1)
    expect(namesIn(join(repository.path, '.plimsoll/node_modules-cache'))).toHaveLength(1)
  })

  test('or another patch of a package: its packages are its own', async () => {
    const patching = `const fs = require('fs'), patch = 'patches/tiny.txt'
      if (fs.existsSync(patch)) fs.appendFileSync('node_modules/tiny/index.js', fs.readFileSync(patch))`
    const repository = await upgraded({
      scripts: { postinstall: `node -e "${patching.replaceAll('\n', ';')}"` },
    })
    await repository.commit({ 'patches/tiny.txt': '// one' }, 'a patch')
    await repository.write({ 'patches/tiny.txt': '// another' })
    await using side = await prepareSide('HEAD', repository.options())
    const code = readFileSync(join(side.folder.root, 'node_modules/tiny/index.js'), 'utf8')
    expect(code).toContain('// one')
  })

  test('of a workspace links its packages to those of the side', async () => {
    const repository = await upgraded({ workspaces: ['packages/*'] })
    await repository.write({
      'packages/core/package.json': '{ "name": "core", "version": "1.0.0" }',
    })
    await npm(repository.path, 'install', '--no-audit', '--no-fund')
    await repository.commit({}, 'with core')
    await repository.write({ 'package-lock.json': '{}' })
    for (const round of [1, 2]) {
      await using side = await prepareSide('main', repository.options())
      const { root } = side.folder
      expect(realpathSync(join(root, 'node_modules/core')), `${round}`).toBe(
        join(root, 'packages/core'),
      )
      expect(versionFor(root)).toBe('2.0.0')
    }
  })

  test('that does not fit its package.json is put right', async () => {
    const repository = await upgraded()
    const loose = manifest({ dependencies: { tiny: `file:${tarball('2.0.0')}` } })
    repository.git('stash', '--quiet')
    await repository.commit({ 'package.json': loose }, 'lockfile forgotten')
    await repository.write({ 'package-lock.json': '{}' })
    await using side = await prepareSide('main', repository.options())
    expect(versionFor(side.folder.root)).toBe('2.0.0')
  })

  test('is installed by two processes at once', async () => {
    const repository = await upgraded()
    const both = await Promise.all([
      prepareSide('main', repository.options()),
      prepareSide('main', repository.options()),
    ])
    expect(both.map(({ folder }) => versionFor(folder.root))).toEqual(['1.0.0', '1.0.0'])
    expect(namesIn(join(repository.path, '.plimsoll/node_modules-cache'))).toHaveLength(1)
    for (const side of both) await side[Symbol.asyncDispose]()
  })

  test('that can not be installed is refused, with the last lines', async () => {
    const repository = await upgraded()
    const missing = manifest({ dependencies: { tiny: 'file:./no-such.tgz' } })
    await repository.commit({ 'package.json': missing, 'package-lock.json': '{}' }, 'broken')
    await repository.write({ 'package-lock.json': '{"lockfileVersion":3}' })
    const refusal = await refusalOf(() => prepareSide('main', repository.options()))
    expect(refusal).toMatchObject({ code: 'INSTALL_FAILED', exitCode: 2 })
    expect(refusal.message).toContain('the dependencies of revision "main"')
    expect(refusal.problems.join('\n')).toContain('no-such.tgz')
    expect(repository.worktrees).toEqual([])
    expect(namesIn(join(repository.path, '.plimsoll/node_modules-cache'))).toEqual([])
  })

  test('of a manager that is not there says which', async () => {
    const files = { 'package.json': manifest({ dependencies: { a: '1' } }), 'bun.lock': '{}' }
    const repository = await Repository.with(files)
    await repository.write({ 'bun.lock': '{ }' })
    const refusal = await refusalOf(() => prepareSide('main', repository.options()))
    expect(refusal.message).toContain('bun is not installed')
    expect(refusal.hint).toContain('install bun')
  })
})

describe('the prepare command', () => {
  test('runs in the folder of the project, under the same Node, with what packages bring', async () => {
    const repository = await Repository.with({ 'api/package.json': '{ "name": "api" }' })
    await repository.write({ 'api/node_modules/.bin/tool': '#!/bin/sh\nnode -p process.version' })
    await chmod(join(repository.path, 'api/node_modules/.bin/tool'), 0o755)
    const cwd = join(repository.path, 'api')
    await using side = await prepareSide(
      'main',
      repository.options({ cwd, prepareCommand: 'tool > made.txt && pwd >> made.txt' }),
    )
    const made = readFileSync(join(side.folder.cwd, 'made.txt'), 'utf8')
    expect(made).toBe(`${process.version}\n${side.folder.cwd}\n`)
    expect(existsSync(join(cwd, 'made.txt'))).toBe(false)
  })
})

test('a node_modules that the revision holds itself stays as it is', async () => {
  const repository = await Repository.with({
    'package.json': '{}',
    'node_modules/tiny/package.json': '{ "version": "0.0.1" }',
  })
  await repository.write({ 'node_modules/tiny/package.json': '{ "version": "0.0.2" }' })
  await using side = await prepareSide('main', repository.options())
  expect(versionFor(side.folder.root)).toBe('0.0.1')
})
