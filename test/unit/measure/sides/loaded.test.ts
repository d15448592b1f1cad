import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import type { Side } from '../../../../src/model/duet.ts'
import { createImportGraph, type LoadedBySide } from '../../../../src/measure/sides/loaded.ts'
import { createSides } from '../../../../src/measure/sides/sides.ts'
import { sharedTempDir, writeFiles } from '../../../support/folders.ts'
import { realpathSync } from 'node:fs'

const home = realpathSync(sharedTempDir())
const worktree = join(home, '.plimsoll/worktrees/1-2-3-4')
const url = (path: string): string => pathToFileURL(join(home, path)).href
const inWorktree = (path: string): string => pathToFileURL(join(worktree, path)).href

await writeFiles(worktree, { 'src/a.ts': '', 'src/core/a.ts': '' })
await writeFiles(home, {
  'src/a.ts': '',
  'src/new.ts': '',
  'node_modules/@own/lib/package.json': '{ "name": "@own/lib", "version": "1.2.3" }',
})
const folder = (root: string): { readonly root: string; readonly cwd: string } => ({
  root,
  cwd: root,
})
const sides = createSides({ current: folder(home), baseline: folder(worktree) })

test('a file is the side’s whose checkout it lies in, unless it is installed', () => {
  const owners = [
    url('src/a.ts'),
    `${inWorktree('src/a.ts')}?x=1#y`,
    url('node_modules/x/index.js'),
    inWorktree('node_modules/x/index.js'),
    url('.plimsoll/packages/x@1.0.0/node_modules/x/index.js'),
    'node:fs',
    'data:text/javascript,1',
    'file:///elsewhere.ts',
  ].map((file) => sides.ownerOf(file))
  const nobody = undefined
  expect(owners).toEqual(['current', 'baseline', nobody, nobody, nobody, nobody, nobody, nobody])
  expect(sides.isKept(url('.plimsoll/packages/x/index.js'))).toBe(true)
  expect(sides.isKept(url('packages/x/index.js'))).toBe(false)
})

test('the same file of the other side is found where there is one', () => {
  const of = (file: string, side: Side): string | undefined => sides.counterpart(file, side)
  expect(of(`${url('src/a.ts')}?x=1`, 'baseline')).toBe(`${inWorktree('src/a.ts')}?x=1`)
  expect(of(url('src/new.ts'), 'baseline')).toBeUndefined()
  expect(of(inWorktree('src/a.ts'), 'baseline')).toBeUndefined()
  expect(of(url('node_modules/x.js'), 'baseline')).toBeUndefined()
  // The perf file of the baseline is loaded by a module of plimsoll, which may lie in the working tree itself.
  expect(of(inWorktree('src/a.ts'), 'current')).toBeUndefined()
})

/** What is loaded after some imports. plimsoll itself lies in `src/core`. */
function loadedAfter(
  ...imports: readonly (readonly [parent: string | undefined, child: string])[]
): LoadedBySide {
  const graph = createImportGraph(sides, url('src/core/'))
  for (const [parent, child] of imports) graph.add(parent, child)
  return graph.loaded()
}

const urlsOf = (loaded: LoadedBySide): Record<Side, readonly string[]> => ({
  current: loaded.current.map((module) => module.url),
  baseline: loaded.baseline.map((module) => module.url),
})

test('what a side loaded is its own files and all that they import', () => {
  const lib = url('node_modules/@own/lib/index.js')
  const part = url('node_modules/@own/lib/part.js')
  const loaded = loadedAfter(
    [undefined, url('perf.ts')],
    [`${url('perf.ts')}?query`, lib],
    [lib, part],
    [part, lib],
    [part, 'node:fs'],
    [inWorktree('perf.ts'), part],
  )
  expect(urlsOf(loaded)).toEqual({
    current: [url('perf.ts'), lib, part].toSorted(),
    // Only what was imported, or imports, is loaded: perf.ts of the worktree was never seen as a child.
    baseline: [],
  })
  expect(loaded.current.find((module) => module.url === lib)?.package).toBe('@own/lib@1.2.3')
})

test('a file of one side that a shared package imports is the other side’s too', () => {
  const plugin = url('node_modules/plugin/index.js')
  const core = url('src/a.ts')
  const loaded = loadedAfter(
    ['file:///main.ts', url('perf.ts')],
    ['file:///main.ts', inWorktree('perf.ts')],
    [url('perf.ts'), plugin],
    [plugin, core],
    [inWorktree('perf.ts'), plugin],
  )
  expect(urlsOf(loaded).baseline).toContain(core)
})

test('plimsoll loads both sides’ perf files, and has neither loaded by the other', () => {
  const engine = url('src/core/engine.ts')
  const loaded = loadedAfter(
    [engine, url('perf.ts')],
    [engine, inWorktree('perf.ts')],
    [url('perf.ts'), engine],
  )
  expect(urlsOf(loaded)).toEqual({
    current: [url('perf.ts'), engine],
    baseline: [inWorktree('perf.ts')],
  })
})
