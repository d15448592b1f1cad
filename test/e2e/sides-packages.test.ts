import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { obstacleBetweenSides } from '../../src/measure/sides/obstacle.ts'
import { type PackageSides, preparePackageSides } from '../../src/measure/sides/packages.ts'
import type { LoadedBySide } from '../../src/measure/sides/loaded.ts'
import { sharedTempDir, tempDir, writeFiles } from '../support/folders.ts'
import { runProcess } from '../support/process.ts'
import { refusalOf } from '../support/refusal.ts'
import type { LoadOrder } from './sides-process.ts'
import { namesIn, Repository } from './sides-repository.ts'

/** Packed packages, so that nothing is asked of a registry. */
const packed = sharedTempDir()
const tarball = (version: string): string => `file:${join(packed, `tiny-${version}.tgz`)}`

beforeAll(async () => {
  for (const version of ['1.0.0', '2.0.0']) {
    const folder = join(packed, version)
    await writeFiles(folder, {
      'package.json': JSON.stringify({ name: 'tiny', version }),
      'index.js': `exports.whole = '${version}'\nexports.part = require('./part.js')`,
      'part.js': `module.exports = '${version}'`,
    })
    const { code, stderr } = await runProcess('npm', ['pack', folder], { cwd: packed })
    if (code !== 0) throw new Error(stderr)
  }
})

const versions = { name: 'tiny', a: tarball('1.0.0'), b: tarball('2.0.0') }
const { signal } = new AbortController()

const project = {
  'package.json': '{ "type": "module", "private": true }',
  'src/uses.ts': `export { whole } from 'tiny'`,
  'perf/a.perf.ts': `
    import { createRequire } from 'node:module'
    import tiny from 'tiny'
    import part from 'tiny/part.js'
    import { whole } from '../src/uses'
    const later = await import('tiny')
    const required = createRequire(import.meta.url)('tiny')
    export default [tiny.whole, part, whole, later.default.part, required.whole]`,
  'perf/b.perf.ts': 'export default 1',
  'perf/c.perf.ts': `export { default } from 'plugin'`,
  'node_modules/tiny/package.json': '{ "name": "tiny", "version": "0.0.1" }',
  'node_modules/tiny/index.js': 'module.exports = { whole: "0.0.1" }',
  'node_modules/plugin/package.json': '{ "name": "plugin", "version": "1.0.0" }',
  'node_modules/plugin/index.js': 'module.exports = require("tiny").whole',
}

/** Loads a file on both sides, the baseline's first. */
async function loadBoth(
  sides: PackageSides,
  file: string,
): Promise<{ readonly values: readonly unknown[]; readonly obstacle: string | undefined }> {
  const { current, baseline, replace, facts } = sides
  const order: LoadOrder = {
    plan: { current, baseline, replace },
    files: [join(baseline.cwd, file), join(current.cwd, file)],
  }
  const main = fileURLToPath(new URL('sides-process.ts', import.meta.url))
  const args = ['--import', import.meta.resolve('tsx'), main, JSON.stringify(order)]
  const { stdout, stderr } = await runProcess(process.execPath, args, { cwd: current.cwd })
  if (stdout === '') throw new Error(stderr)
  const { values, loaded } = JSON.parse(stdout) as {
    readonly values: readonly unknown[]
    readonly loaded: LoadedBySide
  }
  return { values, obstacle: obstacleBetweenSides(loaded, facts) }
}

describe('two versions of a package', () => {
  test('are loaded by the same files, without a repository', async () => {
    const cwd = realpathSync(await tempDir())
    await writeFiles(cwd, project)
    const sides = await preparePackageSides({ ...versions, cwd, signal })
    expect(sides.versions).toEqual({ baseline: '1.0.0', current: '2.0.0' })
    expect(sides.current).toEqual({ root: cwd, cwd })
    expect(await loadBoth(sides, 'perf/a.perf.ts')).toEqual({
      values: [Array(5).fill('1.0.0'), Array(5).fill('2.0.0')],
      obstacle: undefined,
    })
    await sides[Symbol.asyncDispose]()
    expect(namesIn(join(cwd, '.plimsoll/worktrees'))).toEqual([])
    expect(namesIn(join(cwd, '.plimsoll/packages'))).toHaveLength(2)
  })

  test('in a monorepo, with what git ignores left out, but for what was built', async () => {
    const files = Object.entries(project).map(([path, text]) => [`api/${path}`, text])
    const repository = await Repository.with({ '.gitignore': 'node_modules\ndist\ndata\n' })
    await repository.write({
      ...(Object.fromEntries(files) as Record<string, string>),
      'api/dist/built.js': '1',
      'data/huge.bin': 'x',
      'deleted.txt': '',
    })
    await repository.commit({})
    repository.git('mv', 'deleted.txt', 'moved.txt')
    const cwd = join(repository.path, 'api')
    const sides = await preparePackageSides({ ...versions, cwd, signal })
    const { root } = sides.baseline
    expect(sides.baseline.cwd).toBe(join(root, 'api'))
    const there = ['api/dist/built.js', 'moved.txt', 'data', 'deleted.txt', '.git', '.plimsoll']
    expect(there.filter((path) => existsSync(join(root, path)))).toEqual(there.slice(0, 2))
    const { values } = await loadBoth(sides, 'perf/a.perf.ts')
    expect(values).toEqual([Array(5).fill('1.0.0'), Array(5).fill('2.0.0')])
    await sides[Symbol.asyncDispose]()
    expect(repository.worktrees).toEqual([])
  })

  test('that take no part, or are hidden behind a shared package, are told', async () => {
    const cwd = realpathSync(await tempDir())
    await writeFiles(cwd, project)
    await using sides = await preparePackageSides({ ...versions, cwd, signal })
    const unused = await loadBoth(sides, 'perf/b.perf.ts')
    expect(unused.obstacle).toContain('neither side loaded tiny')
    const hidden = await loadBoth(sides, 'perf/c.perf.ts')
    expect(hidden.values).toEqual(['0.0.1', '0.0.1'])
    expect(hidden.obstacle).toContain('both sides loaded tiny 0.0.1')
  })
})

describe('refused in one line', () => {
  test.each([
    ['a version that there is not', { a: 'file:./no-such.tgz' }, 'PACKAGE_NOT_FOUND'],
    ['the same version twice', { a: versions.b }, 'PACKAGE_VERSIONS_EQUAL'],
    ['what is no name', { name: '../tiny' }, 'PACKAGE_NOT_FOUND'],
  ])('%s', async (_, wrong, code) => {
    const cwd = realpathSync(await tempDir())
    await writeFiles(cwd, project)
    const refusal = await refusalOf(() =>
      preparePackageSides({ ...versions, ...wrong, cwd, signal }),
    )
    expect(refusal).toMatchObject({ code, exitCode: 2 })
    expect(namesIn(join(cwd, '.plimsoll/worktrees'))).toEqual([])
    expect(
      namesIn(join(cwd, '.plimsoll/packages')).filter((name) => !name.startsWith('tiny@')),
    ).toEqual([])
  })
})
