import { rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { sideEnvironment } from '../../src/measure/sides/compile-options.ts'
import { readSideFacts } from '../../src/measure/sides/facts.ts'
import { obstacleBetweenSides } from '../../src/measure/sides/obstacle.ts'
import { prepareSide, workingTreeSide } from '../../src/measure/sides/side.ts'
import type { SideFolder } from '../../src/model/duet.ts'
import type { LoadedBySide } from '../../src/measure/sides/loaded.ts'
import { tempDir, writeFiles } from '../support/folders.ts'
import { runProcess } from '../support/process.ts'
import type { LoadOrder } from './sides-process.ts'
import { Repository } from './sides-repository.ts'

/** What one process with both sides in it saw. */
interface Seen {
  /** What the file exports by default, the baseline's first. */
  readonly values: readonly unknown[]
  readonly loaded: LoadedBySide
  readonly obstacle: string | undefined
}

const { signal } = new AbortController()

/** Loads one file of both sides: `main` and the working tree, or two revisions. */
async function loadBoth(
  repository: Repository,
  { cwd = repository.path, file = 'perf/a.perf.ts', current: other = '' } = {},
): Promise<Seen> {
  await using side = await prepareSide('main', repository.options({ cwd }))
  await using otherSide =
    other === '' ? undefined : await prepareSide(other, repository.options({ cwd }))
  const current = otherSide?.folder ?? (await workingTreeSide(cwd, signal)).folder
  return await loadSides({ current, baseline: side.folder }, file)
}

async function loadSides(
  plan: { readonly current: SideFolder; readonly baseline: SideFolder },
  file: string,
): Promise<Seen> {
  const { current, baseline } = plan
  const order: LoadOrder = { plan, files: [join(baseline.cwd, file), join(current.cwd, file)] }
  const main = fileURLToPath(new URL('sides-process.ts', import.meta.url))
  const args = ['--import', import.meta.resolve('tsx'), main, JSON.stringify(order)]
  const env = await sideEnvironment(plan)
  const { stdout, stderr } = await runProcess(process.execPath, args, { cwd: current.cwd, env })
  if (stdout === '') throw new Error(stderr)
  const seen = JSON.parse(stdout) as Omit<Seen, 'obstacle'>
  const facts = await readSideFacts(plan, signal)
  return { ...seen, obstacle: obstacleBetweenSides(seen.loaded, facts) }
}

const esm = '{ "name": "top", "type": "module", "private": true }'
const alias = '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }'

describe('each side loads its own', () => {
  test('TypeScript without extensions, by alias, with enums', async () => {
    const repository = await Repository.with({
      'package.json': esm,
      'tsconfig.json': alias,
      'src/value.ts': 'export enum Value { is = "old" }',
      'src/through.ts': 'export { Value } from "./value"',
      'perf/a.perf.ts': `import { Value } from '@/through'
        import * as direct from '../src/value'
        const later = await import('@/value')
        export default [Value.is, direct.Value.is, later.Value.is]`,
    })
    await repository.write({ 'src/value.ts': 'export enum Value { is = "new" }' })
    const { values, obstacle } = await loadBoth(repository)
    expect(values).toEqual([
      ['old', 'old', 'old'],
      ['new', 'new', 'new'],
    ])
    expect(obstacle).toBeUndefined()
  })

  test('an alias that leads elsewhere in the other revision', async () => {
    const repository = await Repository.with({
      'package.json': esm,
      'tsconfig.json': alias.replace('src', 'lib'),
      'lib/value.ts': 'export default "old"',
      'perf/a.perf.ts': `export { default } from '@/value'`,
    })
    repository.git('mv', 'lib', 'src')
    await repository.write({ 'tsconfig.json': alias, 'src/value.ts': 'export default "new"' })
    const { values, obstacle } = await loadBoth(repository)
    expect(values).toEqual(['old', 'new'])
    expect(obstacle).toBeUndefined()
  })

  test('CommonJS, by require, createRequire and path', async () => {
    const repository = await Repository.with({
      'package.json': '{ "name": "top", "private": true }',
      'tsconfig.json': alias,
      'src/value.ts': 'export const value: string = "old"',
      'src/plain.cjs': `exports.value = require('./part').value`,
      'src/part.js': `exports.value = 'old'`,
      'perf/a.perf.ts': `
        import { createRequire } from 'node:module'
        import { value } from '@/value'
        const made = createRequire(__filename)
        const here = process.cwd() + '/src/plain.cjs'
        module.exports.default = [
          value, require('@/value').value, require('../src/plain.cjs').value,
          made('../src/part').value, require(here).value,
        ]`,
    })
    await repository.write({
      'src/value.ts': 'export const value: string = "new"',
      'src/part.js': `exports.value = 'new'`,
    })
    const { values, obstacle } = await loadBoth(repository)
    const flat = values.map((value) => Reflect.get(Object(value), 'default') ?? value)
    expect(flat).toEqual([Array(5).fill('old'), Array(5).fill('new')])
    expect(obstacle).toBeUndefined()
  })

  test('packages of a workspace, by both kinds of import', async () => {
    const repository = await workspace()
    const cwd = join(repository.path, 'packages/api')
    const { values, obstacle, loaded } = await loadBoth(repository, { cwd })
    expect(values).toEqual([
      ['old', 'old', 'old', 'lodash'],
      ['new', 'new', 'new', 'lodash'],
    ])
    expect(obstacle).toBeUndefined()
    // What nobody changed is loaded once, and said of both.
    const installed = loaded.baseline.filter((module) => module.package !== undefined)
    expect(installed.map((module) => module.package)).toEqual(['lodash@4.17.21'])
    expect(loaded.current).toContainEqual(installed[0])
  })

  test('packages of a workspace behind what is installed for one side alone', async () => {
    const repository = await workspace()
    const packed = await tempDir()
    for (const version of ['1.0.0', '2.0.0']) {
      await writeFiles(join(packed, version), {
        'package.json': JSON.stringify({ name: 'plugin', version }),
        'index.js': `module.exports = ['${version}', require('@own/core').value]`,
      })
      await npm(packed, 'pack', `./${version}`)
    }
    const uses = (version: string): string =>
      JSON.stringify({
        private: true,
        workspaces: ['packages/*'],
        dependencies: { plugin: `file:${join(packed, `plugin-${version}.tgz`)}` },
      })
    repository.git('stash', '--quiet')
    await rm(join(repository.path, 'node_modules'), { recursive: true })
    const perf = `export { default } from 'plugin'`
    await repository.write({ 'package.json': uses('1.0.0'), 'packages/api/perf/b.perf.ts': perf })
    await npm(repository.path, 'install', '--package-lock-only')
    await repository.commit({}, 'with a plugin')
    repository.git('stash', 'pop', '--quiet')
    await repository.write({ 'package.json': uses('2.0.0') })
    await npm(repository.path, 'install')
    const cwd = join(repository.path, 'packages/api')
    const { values, obstacle } = await loadBoth(repository, { cwd, file: 'perf/b.perf.ts' })
    expect(values).toEqual([
      ['1.0.0', 'old'],
      ['2.0.0', 'new'],
    ])
    expect(obstacle).toBeUndefined()
  })

  test('two revisions, while a third is in the working tree', async () => {
    const repository = await workspace()
    repository.git('checkout', '--quiet', '-b', 'feature')
    await repository.commit({})
    await repository.write({ 'packages/core/src/value.ts': 'export const value = "dirty"' })
    const cwd = join(repository.path, 'packages/api')
    const { values, obstacle } = await loadBoth(repository, { cwd, current: 'feature' })
    expect(values).toEqual([
      ['old', 'old', 'old', 'lodash'],
      ['new', 'new', 'new', 'lodash'],
    ])
    expect(obstacle).toBeUndefined()
  })

  test('compiled with the same options', async () => {
    const repository = await Repository.with({
      'package.json': esm,
      'config/base.json': '{ "compilerOptions": { "experimentalDecorators": true } }',
      'tsconfig.json': '{ "extends": "./config/base.json", "include": ["perf", "src/**/*.ts"] }',
      'src/decorated.ts': `
        const mark = (target: object, name: string) => { Reflect.set(target, 'marked', name) }
        export class Decorated { @mark field = 'old' }`,
      'perf/a.perf.ts': `import { Decorated } from '../src/decorated'
        export default Reflect.get(Decorated.prototype, 'marked')`,
    })
    const { values } = await loadBoth(repository)
    expect(values).toEqual(['field', 'field'])
  })
})

async function npm(cwd: string, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await runProcess('npm', [...args, '--no-audit', '--no-fund'], { cwd })
  if (code !== 0) throw new Error(stderr)
}

/** A workspace whose `core` says "old" on `main` and "new" in the working tree. */
async function workspace(): Promise<Repository> {
  const repository = await Repository.with({
    '.gitignore': 'node_modules',
    'package.json': '{ "name": "top", "private": true, "workspaces": ["packages/*"] }',
    'packages/core/package.json': JSON.stringify({
      name: '@own/core',
      type: 'module',
      exports: { '.': './src/index.ts', './*': './src/*.ts' },
    }),
    'packages/core/src/index.ts': 'export { value } from "./value"',
    'packages/core/src/value.ts': 'export const value: string = "old"',
    'packages/api/package.json': '{ "name": "api", "type": "module" }',
    'packages/api/src/required.cjs': 'module.exports = require("@own/core").value',
    'packages/api/perf/a.perf.ts': `
      import { value } from '@own/core'
      import { value as direct } from '@own/core/value'
      import required from '../src/required.cjs'
      import lodash from 'lodash'
      export default [value, direct, required, lodash]`,
  })
  await repository.write({
    'packages/core/src/value.ts': 'export const value: string = "new"',
    'node_modules/lodash/package.json': '{ "name": "lodash", "version": "4.17.21" }',
    'node_modules/lodash/index.js': 'module.exports = "lodash"',
    'node_modules/@own/readme.txt': '',
  })
  await symlink('../../packages/core', join(repository.path, 'node_modules/@own/core'))
  return repository
}

describe('what both sides loaded is told', () => {
  test('of a changed file behind a shared package', async () => {
    const repository = await workspace()
    await repository.write({
      'node_modules/plugin/package.json': '{ "name": "plugin", "version": "1.0.0" }',
      'node_modules/plugin/index.js': 'module.exports = require("@own/core").value',
    })
    const cwd = join(repository.path, 'packages/api')
    await repository.commit({ 'packages/api/perf/b.perf.ts': `export { default } from 'plugin'` })
    repository.git('checkout', '--quiet', '-b', 'feature')
    const changed = 'export const value: string = "newest"'
    await repository.write({ 'packages/core/src/value.ts': changed })
    const { values, obstacle } = await loadBoth(repository, { cwd, file: 'perf/b.perf.ts' })
    expect(values).toEqual(['newest', 'newest'])
    expect(obstacle).toBe('both sides loaded packages/core/src/value.ts, which changed')
    // The same file, unchanged, is no obstacle.
    repository.git('checkout', '--quiet', '--', '.')
    const unchanged = await loadBoth(repository, { cwd, file: 'perf/b.perf.ts' })
    expect(unchanged.values).toEqual(['new', 'new'])
    expect(unchanged.obstacle).toBeUndefined()
  })

  test('of a file that was built, and is in no revision', async () => {
    const repository = await Repository.with({
      '.gitignore': 'dist',
      'package.json': esm,
      'perf/a.perf.ts': `export default (await import(process.cwd() + '/dist/built.js')).default`,
    })
    await repository.write({ 'dist/built.js': 'export default "built"' })
    const { values, obstacle } = await loadBoth(repository)
    expect(values).toEqual(['built', 'built'])
    expect(obstacle).toContain('both sides loaded dist/built.js, which is in no revision')
  })

  test('of nothing, when one file is imported by a path of each side', async () => {
    const repository = await Repository.with({
      'package.json': esm,
      'src/value.ts': 'export default "old"',
      'perf/a.perf.ts': `export default (await import(process.cwd() + '/src/value.ts')).default`,
    })
    await repository.write({ 'src/value.ts': 'export default "new"' })
    const { values, obstacle } = await loadBoth(repository)
    expect(values).toEqual(['old', 'new'])
    expect(obstacle).toBeUndefined()
  })
})
