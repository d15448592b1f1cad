import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { Run } from '../../src/model/run.ts'
import { exportRun, openStore, verifyStore } from '../../src/record/index.ts'
import { APPLICATION_ID, MIGRATIONS } from '../../src/record/sqlite/migrations.ts'
import { SUMMARIES_SQL } from '../../src/record/sqlite/summaries.ts'
import { tempDir } from '../support/folders.ts'
import { describeStore, floorOf, runOf } from './store.ts'

describeStore('SQLite', async () => {
  const cwd = await tempDir()
  return () => openStore('sqlite:.plimsoll/history.db', { cwd })
})

test('a store in memory ends with its connection', async () => {
  {
    await using store = await openStore('sqlite::memory:', { cwd: '/' })
    await store.commit(runOf(1))
    expect(await store.list()).toHaveLength(1)
  }
  await using store = await openStore('sqlite::memory:', { cwd: '/' })
  expect(await store.list()).toEqual([])
})

/** A store as an earlier format made it. */
async function storeOfFormat(format: number): Promise<string> {
  const path = join(await tempDir(), 'runs.db')
  using database = new DatabaseSync(path)
  database.exec(MIGRATIONS.slice(0, format).join(''))
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${format}`)
  return path
}

const firstFormat = (): Promise<string> => storeOfFormat(1)

test('a store of the first format is brought up to date when it is opened', async () => {
  const path = await firstFormat()
  await using store = await openStore(path, { cwd: '/' })
  await store.noise.keep([floorOf(1)])
  await store.commit(runOf(1))
  expect(await store.noise.list()).toEqual([floorOf(1)])
  expect(await store.verify()).toMatchObject({ ok: true, runs: 1 })
})

test('a store of the first format that is only read holds no noise, and stays as it is', async () => {
  const path = await firstFormat()
  {
    await using store = await openStore(path, { cwd: '/', readOnly: true })
    expect(await store.noise.list()).toEqual([])
  }
  expect(await verifyStore(path, { cwd: '/' })).toMatchObject({ ok: true })
  using database = new DatabaseSync(path, { readOnly: true })
  expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 })
})

/** As the second format kept runs. */
function insertRuns(path: string, texts: readonly string[]): void {
  using database = new DatabaseSync(path)
  for (const [seq, text] of texts.entries()) {
    const { id, startedAt } = JSON.parse(text) as Run
    const started = Date.parse(startedAt)
    database
      .prepare(
        "INSERT INTO run VALUES (?, ?, 'bench', 'complete', ?, ?, 'f00d', NULL, NULL, '', '{}', 3, 1, 1)",
      )
      .run(seq + 1, id, started, started + 42_000)
    const sha256 = createHash('sha256').update(text).digest('hex')
    database.prepare('INSERT INTO document VALUES (?, ?, ?)').run(seq + 1, text, sha256)
  }
}

const hostile = `"', \\ \u2028 😀 <b>`
const several = ['ok', 'failed', 'invalid', 'ok'] as const

/** Runs of every kind that a summary tells apart. */
const olderRuns: readonly Run[] = [
  runOf(1, { revision: null }),
  runOf(2, {
    branch: null,
    dirty: true,
    scenarios: Array.from({ length: 30 }, (_, index) => ({
      name: `${hostile} ${index >> 1}`,
      category: 'c',
      params: { size: index },
      latencyNs: 1000,
    })),
  }),
  { ...runOf(3), results: [] },
].map((run) => ({
  ...run,
  environment: { ...run.environment, ci: null, cpuModel: hostile },
  results: run.results.map((result, index) => ({ ...result, status: several[index % 4] ?? 'ok' })),
}))

test('runs that an earlier format kept have the summaries that they would have today', async () => {
  const [path, today] = [await storeOfFormat(2), await storeOfFormat(2)]
  insertRuns(path, olderRuns.map(exportRun))
  await using older = await openStore(path, { cwd: '/' })
  await using newer = await openStore(today, { cwd: '/' })
  await newer.commitAll(olderRuns)
  const all = { limit: 10, before: null }
  expect(await older.summaries(all)).toEqual(await newer.summaries(all))
  expect((await older.summaries(all)).map(({ results }) => results)).toContainEqual({
    ok: 15,
    failed: 8,
    invalid: 7,
  })
  expect(await older.verify()).toMatchObject({ ok: true, runs: 3 })
})

test('a document that is damaged has no summary, and keeps no other from its own', async () => {
  const path = await storeOfFormat(2)
  const [first, second] = olderRuns.map(exportRun) as [string, string]
  insertRuns(path, [first, second])
  {
    using database = new DatabaseSync(path)
    database.exec(`UPDATE document SET text = substr(text, 1, 500) WHERE run = 1`)
  }
  await using store = await openStore(path, { cwd: '/' })
  const summaries = await store.summaries({ limit: 10, before: null })
  expect(summaries.map(({ scenarios }) => scenarios.length)).toEqual([15, 0])
  expect(summaries[1]).toMatchObject({ environment: { fingerprint: 'f00d', cpuModel: '' } })
})

test('a store that is only read, and has none, lists its runs without them', async () => {
  const path = await storeOfFormat(2)
  insertRuns(path, olderRuns.map(exportRun))
  await using store = await openStore(path, { cwd: '/', readOnly: true })
  expect(await store.summaries({ limit: 2, before: null })).toHaveLength(2)
})

test('a page of the list reads no more than its own runs', async () => {
  const path = await storeOfFormat(MIGRATIONS.length)
  using database = new DatabaseSync(path)
  const plan = database.prepare(`EXPLAIN QUERY PLAN ${SUMMARIES_SQL}`).all(0, '', 1)
  const steps = plan.map(({ detail }) => String(detail))
  expect(steps[0]).toMatch(/^SEARCH run USING INDEX run_by_start/)
  expect(steps.join()).not.toMatch(/SCAN|TEMP B-TREE/)
})
