import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { LoadedModule } from '../../../../src/model/duet.ts'
import type { SideFacts } from '../../../../src/measure/sides/facts.ts'
import { obstacleBetweenSides } from '../../../../src/measure/sides/obstacle.ts'

const home = join(import.meta.dirname, 'project')
const worktree = join(home, '.plimsoll/worktrees/1-2-3-4')

const facts = (more: Partial<SideFacts> = {}): SideFacts => ({
  roots: { baseline: worktree, current: home, home },
  changed: new Set(['src/changed.ts']),
  tracked: new Set(['src/changed.ts', 'src/same.ts']),
  versions: {
    current: new Map([
      ['lodash', ['4.17.21']],
      ['same', ['1.0.0', '2.0.0']],
    ]),
    baseline: new Map([
      ['lodash', ['4.17.20', '3.0.0']],
      ['same', ['2.0.0']],
    ]),
  },
  ...more,
})

const own = (root: string, path: string): LoadedModule => ({
  url: pathToFileURL(join(root, path)).href,
  package: undefined,
})
const installed = (name: string, version: string): LoadedModule => ({
  url: pathToFileURL(join(home, 'node_modules', name, 'index.js')).href,
  package: `${name}@${version}`,
})

/** What is said when both sides loaded a module. */
const ofShared = (module: LoadedModule, more: Partial<SideFacts> = {}): string | undefined =>
  obstacleBetweenSides({ current: [module], baseline: [module] }, facts(more))

describe('no obstacle is', () => {
  test('what each side loads of its own', () => {
    const loaded = {
      current: [own(home, 'src/changed.ts')],
      baseline: [own(worktree, 'src/changed.ts')],
    }
    expect(obstacleBetweenSides(loaded, facts())).toBeUndefined()
  })

  test('a shared file that did not change', () => {
    expect(ofShared(own(home, 'src/same.ts'))).toBeUndefined()
  })

  test('a shared package that both lockfiles have', () => {
    expect(ofShared(installed('same', '2.0.0'))).toBeUndefined()
    expect(ofShared(installed('unlisted', '1.0.0'))).toBeUndefined()
    expect(ofShared(installed('plimsoll', '1.0.0'))).toBeUndefined()
  })

  test('what can not be told of the lockfiles', () => {
    const versions = { current: undefined, baseline: new Map([['lodash', ['4.17.20']]]) }
    expect(ofShared(installed('lodash', '4.17.21'), { versions })).toBeUndefined()
  })

  test('a package that one side loads alone', () => {
    const loaded = { current: [installed('lodash', '4.17.21')], baseline: [] }
    expect(obstacleBetweenSides(loaded, facts())).toBeUndefined()
  })
})

describe('an obstacle is', () => {
  test('a changed file that both loaded', () => {
    const said = 'both sides loaded src/changed.ts, which changed'
    expect(ofShared(own(home, 'src/changed.ts'))).toBe(said)
    const leaked = { current: [], baseline: [own(home, 'src/changed.ts')] }
    expect(obstacleBetweenSides(leaked, facts())).toBe(said)
    const other = { current: [own(worktree, 'src/changed.ts')], baseline: [] }
    expect(obstacleBetweenSides(other, facts())).toBe(said)
  })

  test('a changed file of the working tree, between two worktrees', () => {
    const second = join(home, '.plimsoll/worktrees/5-6-7-8')
    const roots = { baseline: worktree, current: second, home }
    expect(ofShared(own(home, 'src/changed.ts'), { roots })).toContain('which changed')
  })

  test('a shared file that git does not know', () => {
    expect(ofShared(own(home, 'dist/built.js'))).toBe(
      "both sides loaded dist/built.js, which is in no revision: whether it differs can't be told",
    )
  })

  test('a package in another version than the lockfile says', () => {
    expect(ofShared(installed('lodash', '4.17.21'))).toBe(
      "both sides loaded lodash 4.17.21, but the baseline's lockfile has 4.17.20 and 3.0.0",
    )
    expect(ofShared(installed('lodash', '4.17.20'))).toBe(
      'both sides loaded lodash 4.17.20, but the current lockfile has 4.17.21',
    )
    expect(ofShared(installed('same', '1.0.0'))).toContain("the baseline's lockfile has 2.0.0")
  })
})

describe('between two versions of a package, an obstacle is', () => {
  const replaced = { replaced: 'lodash', tracked: undefined, changed: new Set<string>() }
  const kept = (version: string): LoadedModule => ({
    url: pathToFileURL(join(home, `.plimsoll/packages/lodash@${version}/node_modules/lodash/x.js`))
      .href,
    package: `lodash@${version}`,
  })
  const loaded = { current: [kept('2.0.0')], baseline: [kept('1.0.0')] }

  test('none where each loads its own', () => {
    expect(obstacleBetweenSides(loaded, facts(replaced))).toBeUndefined()
  })

  test('that nobody loads it', () => {
    const said = obstacleBetweenSides({ current: [], baseline: [] }, facts(replaced))
    expect(said).toBe('neither side loaded lodash: what is measured does not import it')
  })

  test('that both load one of them', () => {
    expect(ofShared(installed('lodash', '4.0.0'), replaced)).toContain(
      'both sides loaded lodash 4.0.0',
    )
    const shared = own(home, 'src/a.ts')
    expect(ofShared(shared, replaced)).toContain('both sides loaded src/a.ts')
  })
})
