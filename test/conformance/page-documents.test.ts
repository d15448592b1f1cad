import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compareRecorded } from '../../src/flows/compare.ts'
import { pageDocuments } from '../../src/flows/page-documents.ts'
import { openProject, type Project } from '../../src/flows/project.ts'
import type { Run } from '../../src/model/run.ts'
import { exportRun, openStore } from '../../src/record/index.ts'
import { tempDir } from '../support/folders.ts'
import { countsOf, loadResultOf, windowOf } from '../support/loads.ts'
import { refusalOf } from '../support/refusal.ts'
import { runOf } from './store.ts'

/** What pages are made of, over a store that others write, replace and damage meanwhile. */

const STORE = '.plimsoll/history.db'

function projectIn(cwd: string, flags: Record<string, unknown> = {}): Promise<Project> {
  const { signal } = new AbortController()
  return openProject({ cwd, env: {}, flags, signal, tell: () => undefined })
}

async function keep(cwd: string, ...runs: readonly Run[]): Promise<void> {
  await using store = await openStore(STORE, { cwd })
  await store.commitAll(runs)
}

const newest = { limit: 10, before: null }
const everything = {
  scenarios: [],
  stages: [],
  metrics: [],
  statistic: null,
  branch: null,
  since: null,
  limit: null,
}

function loadRun(day: number, ratePerSecond: number): Run {
  const result = loadResultOf({
    scenario: { key: 'home', name: 'home', category: 'load', tags: [], params: {}, file: '' },
    counts: countsOf({ completed: 300 }),
    timeline: [0, 1, 2].map((index) => windowOf(index, new Array<number>(100).fill(5e6))),
  })
  const stages = [{ durationMs: 3000, fromPerSecond: ratePerSecond, toPerSecond: ratePerSecond }]
  const schedule = { kind: 'open' as const, arrivals: 'uniform' as const, stages }
  const profile = { ...result.profile, schedule }
  return { ...runOf(day), kind: 'load', results: [{ ...result, profile }] }
}

test('a project without a store has empty lists, and gets no store by being looked at', async () => {
  const cwd = await tempDir()
  await using documents = await pageDocuments(await projectIn(cwd))
  expect(await documents.runs(newest)).toEqual({ schema: 'plimsoll/runs@1', runs: [], next: null })
  expect(await documents.baselines()).toEqual({ schema: 'plimsoll/baselines@1', baselines: [] })
  expect(await documents.run(runOf(1).id)).toBeUndefined()
  expect(await documents.judged(runOf(1).id)).toBeUndefined()
  expect(await refusalOf(() => documents.history(everything))).toMatchObject({ code: 'NO_RUNS' })
  expect(await documents.project()).toMatchObject({ commitUrl: null })
  expect(existsSync(join(cwd, STORE))).toBe(false)
})

test('a store that appears, and one that takes its place, are seen at once, whoever is reading', async () => {
  const cwd = await tempDir()
  await using documents = await pageDocuments(await projectIn(cwd))
  const [one, two, three] = [runOf(1), runOf(2), runOf(3)]
  const ids = async (): Promise<string[]> => (await documents.runs(newest)).runs.map(({ id }) => id)
  expect(await ids()).toEqual([])
  await keep(cwd, one)
  expect(await ids()).toEqual([one.id])
  await keep(cwd, two)
  expect(await documents.runs({ limit: 1, before: null })).toMatchObject({ next: two.id })
  expect(await documents.runs({ limit: 1, before: two.id })).toMatchObject({ next: null })
  expect(await documents.run(one.id)).toBe(exportRun(one))
  await documents.history(everything)

  const reading = Array.from({ length: 20 }, () => [
    documents.judged(one.id),
    documents.run(two.id),
  ])
  await rm(join(cwd, STORE))
  await keep(cwd, three)
  expect(await ids()).toEqual([three.id])
  for (const answer of await Promise.all(reading.flat())) expect(answer).toBeDefined()
  expect(await documents.judged(one.id)).toBeUndefined()
  const [series] = (await documents.history(everything)).environments[0]?.series ?? []
  expect(series?.points.map(({ run }) => run)).toEqual([three.id])
})

test('a run is judged as report judges it, and anew once its baseline is another', async () => {
  const cwd = await tempDir()
  await using documents = await pageDocuments(await projectIn(cwd))
  const [one, two, three] = [runOf(1), runOf(2), runOf(3, { slower: { 'parse command': 2 } })]
  await keep(cwd, one, two, three)
  expect(await documents.judged(three.id)).toEqual({
    schema: 'plimsoll/judged@1',
    run: three.id,
    comparison: null,
    findings: [],
  })
  const setAt = '2026-11-20T10:00:00.000Z'
  for (const run of [one, two]) {
    await using store = await openStore(STORE, { cwd })
    await store.baselines.set({ name: 'main', run: run.id, reason: '', setAt })
    const judged = await Promise.all([documents.judged(three.id), documents.judged(three.id)])
    expect(judged[0]?.comparison).toMatchObject({ baseline: { name: 'main', run: run.id } })
    expect(judged[1]).toBe(judged[0])
  }
})

test('two runs are compared as the command does it; what can’t be, says why', async () => {
  const cwd = await tempDir()
  await using documents = await pageDocuments(await projectIn(cwd))
  const [one, two] = [runOf(1), runOf(2)]
  const [slow, fast, again] = [loadRun(3, 100), loadRun(4, 1000), loadRun(5, 100)]
  await keep(cwd, one, two, slow, fast, again)
  const asked = { run: two.id, filters: [] }
  const { comparison } = await compareRecorded(await projectIn(cwd, { baseline: one.id }), asked)
  expect(await documents.compare(two.id, one.id)).toEqual(comparison)
  expect(await documents.compare(two.id, runOf(9).id)).toBeUndefined()
  const mixed = await documents.compare(two.id, slow.id)
  expect(mixed?.notes).toEqual(['Not compared: a bench run, was a load run.'])
  const rates = await documents.compare(fast.id, slow.id)
  expect(rates?.scenarios[0]?.reason).toContain('the schedules differ')
  expect((await documents.compare(again.id, slow.id))?.scenarios[0]?.ratio).toBe(1)
})

test('load tests have no history, and that is said', async () => {
  const cwd = await tempDir()
  await using documents = await pageDocuments(await projectIn(cwd))
  await keep(cwd, loadRun(1, 100))
  const alone = await refusalOf(() => documents.history(everything))
  expect(alone).toMatchObject({
    code: 'NO_HISTORY',
    message: expect.stringContaining('the store holds load tests only'),
  })
  await keep(cwd, runOf(2))
  const asked = { ...everything, scenarios: ['home'] }
  const beside = await refusalOf(() => documents.history(asked))
  expect(beside).toMatchObject({
    code: 'NO_HISTORY',
    message: expect.stringContaining('of these scenarios there are load tests only'),
  })
  expect((await documents.history(everything)).environments[0]?.series.length).toBeGreaterThan(1)
})

test('a store that is damaged says so, and is read again once it is mended', async () => {
  const cwd = await tempDir()
  await using documents = await pageDocuments(await projectIn(cwd))
  await keep(cwd, runOf(1))
  await documents.runs(newest)
  await rm(join(cwd, STORE))
  await writeFile(join(cwd, STORE), randomBytes(10_000))
  const error = await refusalOf(() => documents.runs(newest))
  expect(error).toMatchObject({ code: 'STORE_CORRUPT', exitCode: 5 })
  await rm(join(cwd, STORE))
  await keep(cwd, runOf(2))
  expect((await documents.runs(newest)).runs.map(({ id }) => id)).toEqual([runOf(2).id])
})
