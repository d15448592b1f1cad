import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  checkHouse,
  type House,
  publicNamesOf,
  roomFolders,
} from '../../scripts/architecture/check.ts'
import { type Module, readModule, readModules } from '../../scripts/architecture/modules.ts'
import { areas, packagePlaces, rooms } from '../../scripts/architecture/rooms.ts'
import { repositoryPath } from '../support/process.ts'

const manifest = JSON.parse(
  readFileSync(join(repositoryPath, 'package.json'), 'utf8'),
) as Parameters<typeof publicNamesOf>[0]
const rules = { rooms, areas, packagePlaces, publicNames: publicNamesOf(manifest) }
const folders = ['src', ...areas.map((area) => area.folder)]
const house: House = {
  ...rules,
  modules: readModules(repositoryPath, folders),
  folders: roomFolders(repositoryPath),
}

test('the house stands', () => {
  expect(checkHouse(house)).toEqual([])
})

test('every area is there', () => {
  const seen = (folder: string): boolean =>
    house.modules.some((module) => module.path.startsWith(`${folder}/`))
  expect(folders.filter((folder) => !seen(folder))).toEqual([])
})

/** The smallest house that stands: a module in every room. */
const modest: readonly Module[] = rooms.map((room) =>
  readModule(`${room.folder}/a.ts`, 'export {}'),
)
const modestFolders = rooms.map((room) => room.folder).filter((folder) => folder !== 'src')

/** What is said of the modest house with one module added or replaced. */
function violations(path: string, text: string): readonly string[] {
  const kept = modest.filter((module) => module.path !== path)
  const modules = [...kept, readModule(path, text)]
  return checkHouse({ ...rules, modules, folders: modestFolders })
}

describe('the checker', () => {
  test('has nothing to say of a house in order', () => {
    expect(checkHouse({ ...rules, modules: modest, folders: modestFolders })).toEqual([])
  })

  test('refuses to have seen nothing', () => {
    const empty = readModules(join(repositoryPath, 'no-such-folder'), folders)
    expect(checkHouse({ ...rules, modules: empty, folders: [] })).toEqual([
      'no module of src was seen: nothing was checked',
    ])
    const elsewhere = [readModule('test/a.test.ts', 'export {}')]
    expect(checkHouse({ ...rules, modules: elsewhere, folders: [] })).toHaveLength(1)
  })

  test('misses a room that is gone', () => {
    const modules = modest.filter((module) => !module.path.startsWith('src/judge/'))
    expect(checkHouse({ ...rules, modules, folders: modestFolders })).toEqual([
      'src/judge: the room judge holds no module',
    ])
  })

  test('does not know a new room', () => {
    expect(
      checkHouse({ ...rules, modules: modest, folders: [...modestFolders, 'src/utils'] }),
    ).toEqual(['src/utils: a room that the table of rooms does not know'])
  })

  test.each([
    ['import', `import { x } from '../judge/a.ts'`],
    ['a type', `import type { X } from '../judge/a.ts'`],
    ['an inline type', `let x: import('../judge/a.ts').X`],
    ['a bare import', `import '../judge/a.ts'`],
    ['a re-export', `export { x } from '../judge/a.ts'`],
    ['a star re-export', `export * from '../judge/a.ts'`],
    ['a dynamic import', `await import('../judge/a.ts')`],
    ['a template', 'await import(`../judge/a.ts`)'],
    ['require', `require('../judge/a.ts')`],
    ['import.meta.resolve', `import.meta.resolve('../judge/a.ts')`],
    ['a worker', `new Worker(new URL('../judge/a.ts', import.meta.url))`],
    ['a file that is built or not', 'new URL(`../judge/a.${ending}`, import.meta.url)'],
    ['a built file', `new URL('../judge/a.js', import.meta.url)`],
  ])('sees through %s', (_, text) => {
    expect(violations('src/record/b.ts', text)).toEqual([
      'src/record/b.ts:1: record must not import judge (src/judge/a.ts): keeping records needs neither to measure nor to judge; flows brings the records',
    ])
  })

  test.each([
    ['src/kernel/b.ts', `import '../model/a.ts'`, 'kernel must not import model'],
    ['src/stats/b.ts', `import '../model/a.ts'`, 'stats must not import model'],
    ['src/model/b.ts', `import '../define/a.ts'`, 'model must not import define'],
    ['src/define/b.ts', `import '../stats/a.ts'`, 'define must not import stats'],
    ['src/measure/x/b.ts', `import '../../record/a.ts'`, 'measure must not import record'],
    ['src/judge/b.ts', `import '../record/a.ts'`, 'judge must not import record'],
    ['src/show/b.ts', `import '../judge/a.ts'`, 'show must not import judge'],
    ['src/show/b.ts', `import '../flows/a.ts'`, 'show must not import flows'],
    ['src/flows/b.ts', `import '../cli/a.ts'`, 'flows must not import cli'],
    ['src/flows/b.ts', `import '../a.ts'`, 'flows must not import faces'],
    ['src/b.ts', `import './cli/a.ts'`, 'faces must not import cli'],
    ['src/cli/b.ts', `import '../record/a.ts'`, 'cli must not import record'],
    ['bench/b.ts', `import '../src/cli/a.ts'`, 'must not import src/cli/a.ts'],
    ['examples/one/b.ts', `import '../../src/a.ts'`, 'must not import src/a.ts'],
    ['src/record/b.ts', `import '../../scripts/x.ts'`, 'which is no module here'],
    ['src/record/b.ts', `import './missing.ts'`, 'imports ./missing.ts, which is no module here'],
    ['src/record/b.ts', `import 'plimsoll'`, 'imports plimsoll, its own public name'],
    ['src/record/b.ts', `import 'left-pad'`, 'has no place in the table of packages'],
    ['src/record/b.ts', `import { z } from 'zod'`, 'zod belongs in src/model, src/define'],
    ['src/record/b.ts', `import 'node:sqlite'`, 'node:sqlite belongs in src/record/sqlite'],
    [
      'src/flows/b.ts',
      `await import('pg/lib/x.js')`,
      'pg/lib/x.js belongs in src/measure/load/transports/postgres',
    ],
    ['src/judge/b.ts', `import 'node:fs'`, 'judge is pure and must not import node:fs'],
    ['src/judge/b.ts', `import(name)`, `a computed import can't be checked`],
    ['src/stats/b.ts', `const now = Date.now()`, 'Date.now: a pure room'],
    ['src/stats/b.ts', `const now = new Date()`, 'new Date(): a pure room'],
    ['src/stats/b.ts', `globalThis.console.log(1)`, 'console: a pure room'],
    ['src/stats/b.ts', `setTimeout(() => {}, 1)`, 'setTimeout: a pure room'],
    ['src/model/b.ts', `const home = process['env']`, 'process: a pure room'],
    ['src/show/b.ts', `performance.now()`, 'performance: a pure room'],
    ['src/measure/b.ts', `Math.random()`, 'Math.random: whatever is measured'],
    ['src/measure/b.ts', `// oxlint-disable-next-line no-console`, 'a check is switched off'],
    ['test/b.ts', `// @ts-ignore`, 'a check is switched off'],
  ])('%s: %s', (path, text, said) => {
    const all = violations(path, text)
    expect(all).toHaveLength(1)
    expect(all[0]).toContain(`${path}:1: `)
    expect(all[0]).toContain(said)
  })

  test.each([
    ['src/kernel/clock.ts', `performance.now(); Date.now()`],
    ['src/record/sqlite/b.ts', `import 'node:sqlite'`],
    ['src/show/b.ts', `new Date('2026-11-22').toISOString()`],
    ['src/measure/b.ts', `import(path); new URL('./child.json', import.meta.url)`],
    ['examples/one/perf/b.ts', `import 'plimsoll/run'; import 'ws'`],
    ['test/b.ts', `import '../src/cli/a.ts'`],
    ['test/b.ts', `// @ts-expect-error it is no number`],
  ])('allows %s: %s', (path, text) => {
    expect(violations(path, text)).toEqual([])
  })

  test('finds one example importing another', () => {
    const other = readModule('examples/two/a.ts', 'export {}')
    const one = readModule('examples/one/b.ts', `import '../two/a.ts'`)
    const modules = [...modest, other, one]
    expect(checkHouse({ ...rules, modules, folders: modestFolders })).toHaveLength(1)
  })

  test('finds files that import one another, even by type alone', () => {
    const a = readModule('src/judge/a.ts', `import type { B } from './b.ts'`)
    const b = readModule('src/judge/b.ts', `import './c.ts'`)
    const c = readModule('src/judge/c.ts', `export * from './a.ts'`)
    const modules = [...modest.filter((module) => module.path !== a.path), a, b, c]
    expect(checkHouse({ ...rules, modules, folders: modestFolders })).toEqual([
      'files import one another: src/judge/a.ts → src/judge/b.ts → src/judge/c.ts → src/judge/a.ts',
    ])
  })

  test('finds rooms that import one another, whatever the table allows', () => {
    const lax = rooms.map((room) => ({ ...room, mayImport: rooms.map(({ name }) => name) }))
    const there = readModule('src/judge/b.ts', `import '../show/a.ts'`)
    const back = readModule('src/show/b.ts', `import '../judge/a.ts'`)
    const modules = [...modest, there, back]
    expect(checkHouse({ ...rules, rooms: lax, modules, folders: modestFolders })).toEqual([
      'rooms import one another: judge → show → judge',
    ])
  })

  test('does not take what it cannot read', () => {
    expect(() => readModule('src/a.ts', 'import {')).toThrow('src/a.ts: ')
  })
})
