import { lstat, readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Step } from '../../../../bench/gate/schedule.ts'
import { perfFileIn, SideFolders } from '../../../../bench/gate/sides.ts'
import type { Workload } from '../../../../bench/gate/workloads.ts'
import { repositoryPath } from '../../../support/process.ts'

const mustache: Workload = { name: 'mustache', kind: 'cpu', heldOut: false, library: 'mustache' }
const step: Step = {
  id: 'one',
  workload: mustache,
  injectedPercent: 5,
  neighbour: false,
  library: 'own',
  modules: 'esm',
  seed: 1,
}

async function extraIn(folder: string): Promise<unknown> {
  const { EXTRA_PERCENT, operations } = (await import(join(folder, 'slowdown.ts'))) as {
    readonly EXTRA_PERCENT: number
    readonly operations: (usual: number) => number
  }
  return [EXTRA_PERCENT, operations(100)]
}

test('the sides differ in one constant, and each has its own library', async () => {
  await using folders = await SideFolders.open()
  const { baseline, current } = await folders.of(step)
  expect([await extraIn(baseline), await extraIn(current)]).toEqual([
    [0, 100],
    [5, 105],
  ])
  const texts = [baseline, current].map((folder) => readFile(perfFileIn(folder, mustache), 'utf8'))
  const [one, other] = await Promise.all(texts)
  expect(one).toBe(other)
  for (const folder of [baseline, current]) {
    const library = join(folder, 'node_modules/mustache')
    expect(await realpath(library)).toBe(
      await realpath(folder).then((at) => join(at, 'node_modules/mustache')),
    )
    expect(await realpath(join(folder, 'node_modules/plimsoll'))).toBe(
      await realpath(repositoryPath),
    )
  }
})

test('a shared library is one folder', async () => {
  await using folders = await SideFolders.open()
  const { baseline, current } = await folders.of({ ...step, library: 'shared' })
  const [one, other] = await Promise.all(
    [baseline, current].map((folder) => realpath(join(folder, 'node_modules/mustache'))),
  )
  expect(one).toBe(other)
})

test('the sides of identical code are two folders all the same, and are made once', async () => {
  await using folders = await SideFolders.open()
  const alike = { ...step, injectedPercent: 0 }
  const { baseline, current } = await folders.of(alike)
  expect(baseline).not.toBe(current)
  expect(await folders.of(alike)).toEqual({ baseline, current })
})

test('nothing is left behind', async () => {
  const folders = await SideFolders.open()
  const { baseline } = await folders.of(step)
  await folders[Symbol.asyncDispose]()
  await expect(lstat(baseline)).rejects.toThrow('ENOENT')
})
