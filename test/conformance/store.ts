import { describe, expect, test } from 'vitest'
import type { NoiseFloor } from '../../src/model/noise.ts'
import type { NewBaseline, RunHeader, SeriesKey, Store } from '../../src/model/ports.ts'
import type { BudgetVerdict, Run } from '../../src/model/run.ts'
import { exportRun } from '../../src/record/index.ts'
import { refusalOf } from '../support/refusal.ts'
import { type SampleOptions, sampleRun } from '../support/runs.ts'

/** What every store must do, whatever it keeps its records in. */

/** Makes a new, empty store; what it returns opens that same store, as often as it is called. */
export type StoreFactory = () => Promise<() => Promise<Store>>

const FINGERPRINT = 'f00d'
const KEY: SeriesKey = {
  scenario: 'chat command to CV',
  stage: null,
  metric: 'latency',
  fingerprint: FINGERPRINT,
}

/** The run of the day-th of November; small, and different from every other day's. */
export function runOf(day: number, options: SampleOptions = {}): Run {
  const startedAt = new Date(Date.UTC(2026, 10, day, 12)).toISOString()
  const small = { launches: 2, samples: 10, fingerprint: FINGERPRINT }
  return sampleRun({ seed: day, startedAt, ...small, ...options })
}

function baseline(run: Run, name = 'main', reason = ''): NewBaseline {
  return { name, run: run.id, reason, setAt: '2026-11-20T10:00:00.000Z' }
}

const idsOf = (headers: readonly RunHeader[]): string[] => headers.map(({ id }) => id)

/** Declares the tests. */
export function describeStore(name: string, create: StoreFactory): void {
  describe(`${name}: runs`, () => {
    describeCommitting(create)
    describeFinding(create)
  })
  describe(`${name}: summaries`, () => {
    describeSummaries(create)
  })
  describe(`${name}: series`, () => {
    describeSeries(create)
  })
  describe(`${name}: baselines`, () => {
    describeBaselines(create)
  })
  describe(`${name}: noise`, () => {
    describeNoise(create)
  })
  describe(`${name}: care`, () => {
    describeCare(create)
  })
}

function describeCommitting(create: StoreFactory): void {
  test('a committed run is loaded as it was, bit for bit, after opening again', async () => {
    const open = await create()
    const run = runOf(1, {
      labels: { 10: 'x', 2: 'y', é: '😀\u2028"' },
      note: "a'); DROP TABLE run",
    })
    {
      await using store = await open()
      await store.commit(run)
    }
    await using store = await open()
    const loaded = await store.load(run.id)
    expect(loaded).toEqual(run)
    expect(exportRun(loaded ?? runOf(9))).toBe(exportRun(run))
  })

  test.each(['complete', 'aborted', 'failed', 'invalid'] as const)(
    '%s runs are kept',
    async (status) => {
      await using store = await (await create())()
      const run = runOf(1, { status })
      await store.commit(run)
      expect((await store.load(run.id))?.status).toBe(status)
    },
  )

  test('the same run again is harmless; another one with its id is refused', async () => {
    await using store = await (await create())()
    const run = runOf(1)
    await store.commit(run)
    await store.commit(structuredClone(run))
    const error = await refusalOf(() => store.commit({ ...run, note: 'changed' }))
    expect(error).toMatchObject({ code: 'RUN_EXISTS', exitCode: 2 })
    expect(await store.list()).toHaveLength(1)
    expect((await store.load(run.id))?.note).toBe('')
  })

  test('a run that breaks its schema is refused', async () => {
    await using store = await (await create())()
    const error = await refusalOf(() => store.commit({ ...runOf(1), seed: Number.NaN }))
    expect(error.code).toBe('DOCUMENT_INVALID')
    expect(await store.list()).toEqual([])
  })

  test('several runs are committed all or none', async () => {
    await using store = await (await create())()
    const [one, two] = [runOf(1), runOf(2)]
    await store.commit(one)
    await refusalOf(() => store.commitAll([two, { ...one, note: 'changed' }]))
    expect(idsOf(await store.list())).toEqual([one.id])
    expect(await store.seriesKeys({ filter: 'no such' })).toEqual([])
    expect(await store.series(KEY)).toHaveLength(1)
    expect(await store.commitAll([one, two])).toEqual({ added: [two.id], existing: [one.id] })
  })

  test('two connections see each other’s runs', async () => {
    const open = await create()
    await using one = await open()
    await using two = await open()
    await one.commit(runOf(1))
    await two.commit(runOf(2))
    expect(idsOf(await one.list())).toEqual(idsOf(await two.list()))
    expect(await one.list()).toHaveLength(2)
  })
}

function describeFinding(create: StoreFactory): void {
  test('a run is found by the beginning of its id, in either case', async () => {
    await using store = await (await create())()
    const [one, two] = [runOf(1), runOf(20)]
    await store.commitAll([one, two])
    expect((await store.load(one.id.slice(0, 12)))?.id).toBe(one.id)
    expect((await store.load(two.id.slice(0, 12).toLowerCase()))?.id).toBe(two.id)
    const error = await refusalOf(() => store.load('01'))
    expect(error).toMatchObject({ code: 'RUN_AMBIGUOUS', exitCode: 2 })
    for (const { id } of [one, two]) expect(error.message).toContain(id)
  })

  test.each(['', '7ZZZZZZZZZ', '%', '*', '_', "' OR 1=1", '../x', '\0'])(
    'no run is found by %j',
    async (id) => {
      await using store = await (await create())()
      await store.commit(runOf(1))
      expect(await store.load(id)).toBeUndefined()
    },
  )

  test('runs are listed newest first, whatever the order they came in', async () => {
    await using store = await (await create())()
    const runs = [runOf(2), runOf(3), runOf(1)]
    for (const run of runs) await store.commit(run)
    const [two, three, one] = runs.map(({ id }) => id)
    expect(idsOf(await store.list())).toEqual([three, two, one])
    expect(idsOf(await store.list({ limit: 2 }))).toEqual([three, two])
    expect(await store.list({ limit: 0 })).toEqual([])
  })

  test('a header says what is known of a run', async () => {
    await using store = await (await create())()
    const run = runOf(1, { note: 'n', labels: { a: 'b' } })
    await store.commit(run)
    expect(await store.list()).toEqual([
      {
        id: run.id,
        kind: 'bench',
        status: 'complete',
        startedAt: run.startedAt,
        finishedAt: run.finishedAt,
        fingerprint: FINGERPRINT,
        commit: run.revision?.commit,
        branch: 'main',
        note: 'n',
        labels: { a: 'b' },
        scenarios: 3,
      },
    ])
  })

  test('a list can be narrowed', async () => {
    await using store = await (await create())()
    const commit = 'ab'.repeat(20)
    const side = runOf(1, { branch: 'side', commit })
    const failed = runOf(2, { status: 'failed' })
    const nowhere = runOf(3, { revision: null })
    await store.commitAll([side, failed, nowhere])
    expect(idsOf(await store.list({ branch: 'side' }))).toEqual([side.id])
    expect(idsOf(await store.list({ commit: 'abab' }))).toEqual([side.id])
    expect(idsOf(await store.list({ commit: 'bab' }))).toEqual([])
    expect(idsOf(await store.list({ status: 'failed' }))).toEqual([failed.id])
    expect(idsOf(await store.list({ kind: 'load' }))).toEqual([])
    expect(idsOf(await store.list({ status: 'complete', branch: 'main' }))).toEqual([])
  })
}

function describeSummaries(create: StoreFactory): void {
  test('a summary says what became of a run’s scenarios and budgets, and who points to it', async () => {
    await using store = await (await create())()
    const run = runOf(1, { note: 'n', labels: { a: 'b' }, budgets: [metBudget] })
    await store.commit(run)
    await store.baselines.set(baseline(run))
    await store.baselines.set(baseline(run, 'feature/x'))
    await store.baselines.set(baseline(run, 'gone'))
    await store.baselines.remove('gone')
    const { fingerprint, cpuModel, cores, os, node, ci } = run.environment
    expect(await store.summaries({ limit: 10, before: null })).toEqual([
      {
        id: run.id,
        kind: 'bench',
        status: 'complete',
        startedAt: run.startedAt,
        finishedAt: run.finishedAt,
        note: 'n',
        labels: { a: 'b' },
        revision: run.revision,
        environment: { fingerprint, cpuModel, cores, os, node, ci },
        results: { ok: 3, failed: 0, invalid: 0 },
        budgets: { met: 1, broken: 0, inconclusive: 0 },
        scenarios: ['chat command to CV', 'parse command', 'decode audio'],
        baselines: ['feature/x', 'main'],
      },
    ])
  })

  test('they come page by page, newest first, also of runs that started at one moment', async () => {
    await using store = await (await create())()
    const runs = [runOf(1), runOf(1, { note: 'twin' }), runOf(3), runOf(2)]
    await store.commitAll(runs)
    const all = await store.summaries({ limit: 10, before: null })
    const ids = all.map(({ id }) => id)
    expect(ids).toEqual(idsOf(await store.list()))
    const pages: string[] = []
    for (let before: string | null = null; ; ) {
      const page = await store.summaries({ limit: 1, before })
      const [one] = page
      if (one === undefined) break
      pages.push(one.id)
      before = one.id
    }
    expect(pages).toEqual(ids)
    const error = await refusalOf(() => store.summaries({ limit: 1, before: runOf(9).id }))
    expect(error).toMatchObject({ code: 'RUN_NOT_FOUND', exitCode: 2 })
  })

  test('a run’s text is what is exported', async () => {
    await using store = await (await create())()
    const run = runOf(1)
    await store.commit(run)
    expect(await store.text(run.id)).toBe(exportRun(run))
    expect(await store.text(runOf(2).id)).toBeUndefined()
  })

  test('the state is another one once anybody has written', async () => {
    const open = await create()
    await using one = await open()
    await using two = await open()
    const states = [await one.state(), await one.state()]
    expect(new Set(states).size).toBe(1)
    await one.commit(runOf(1))
    states.push(await one.state())
    await two.commit(runOf(2))
    states.push(await one.state())
    await two.baselines.set(baseline(runOf(2)))
    states.push(await one.state())
    expect(new Set(states).size).toBe(4)
  })
}

const metBudget: BudgetVerdict = {
  scenario: KEY.scenario,
  metric: 'latency',
  statistic: 'p95',
  unit: 'ns',
  limit: 1e9,
  value: 1e6,
  interval: null,
  verdict: 'met',
  reason: 'far below',
}

function describeSeries(create: StoreFactory): void {
  test('a series is oldest first, with the numbers of the records', async () => {
    await using store = await (await create())()
    const runs = [runOf(2), runOf(1)]
    await store.commitAll(runs)
    const series = await store.series(KEY)
    expect(series).toEqual(
      runs.toReversed().map((run) => {
        const { p50, p95, mean } = run.results[0]?.metrics['latency'] ?? {}
        return {
          run: run.id,
          startedAt: run.startedAt,
          commit: run.revision?.commit,
          ...{ p50, p95, p99: null, mean },
          ...run.environment.calibration,
        }
      }),
    )
  })

  test('a limit gives the newest, still oldest first', async () => {
    await using store = await (await create())()
    const runs = [1, 2, 3].map((day) => runOf(day))
    await store.commitAll(runs)
    const points = await store.series({ ...KEY, limit: 2 })
    expect(points.map(({ run }) => run)).toEqual(runs.slice(1).map(({ id }) => id))
  })

  test('scenarios, stages, metrics and environments are apart', async () => {
    await using store = await (await create())()
    await store.commitAll([runOf(1), runOf(2, { fingerprint: 'beef' })])
    expect(await store.series({ ...KEY, stage: 'validate' })).toHaveLength(1)
    expect(await store.series({ ...KEY, metric: 'cpu' })).toHaveLength(1)
    expect(await store.series({ ...KEY, fingerprint: 'beef' })).toHaveLength(1)
    expect(await store.series({ ...KEY, stage: 'none' })).toEqual([])
    expect(await store.seriesKeys()).toHaveLength(18)
    expect(await store.seriesKeys({ filter: 'decode' })).toEqual(
      ['beef', FINGERPRINT]
        .flatMap((fingerprint) => ['cpu', 'latency'].map((metric) => ({ fingerprint, metric })))
        .map((part) => ({ scenario: 'decode audio [format=wav]', stage: null, ...part }))
        .toSorted((a, b) => a.metric.localeCompare(b.metric)),
    )
  })

  test.each(['aborted', 'invalid'] as const)('%s runs have no point', async (status) => {
    await using store = await (await create())()
    await store.commit(runOf(1, { status }))
    expect(await store.seriesKeys()).toEqual([])
  })

  test('of a failed run, the scenarios that did not fail have points', async () => {
    await using store = await (await create())()
    const run = runOf(1, { status: 'failed' })
    const [first, ...others] = run.results
    if (first === undefined) throw new Error('no results')
    await store.commit({ ...run, results: [{ ...first, status: 'failed' }, ...others] })
    expect(await store.series(KEY)).toEqual([])
    expect(await store.series({ ...KEY, scenario: 'parse command' })).toHaveLength(1)
  })
}

function describeBaselines(create: StoreFactory): void {
  test('a baseline points at a run, until it points at another; its past is kept', async () => {
    const open = await create()
    const [one, two] = [runOf(1), runOf(2)]
    {
      await using store = await open()
      await store.commitAll([one, two])
      expect(await store.baselines.get('main')).toBeUndefined()
      expect(await store.baselines.set(baseline(one))).toEqual({ ...baseline(one), version: 1 })
      await store.baselines.set(baseline(two, 'main', 'larger model'))
      await store.baselines.set(baseline(one, 'feature/x'))
    }
    await using store = await open()
    const newest = { ...baseline(two, 'main', 'larger model'), version: 2 }
    expect(await store.baselines.get('main')).toEqual(newest)
    expect(await store.baselines.past('main')).toEqual([newest, { ...baseline(one), version: 1 }])
    expect((await store.baselines.list()).map(({ name }) => name)).toEqual(['feature/x', 'main'])
    expect(await store.baselines.past('none')).toEqual([])
  })

  test('rolling back goes to what it pointed at before, step by step', async () => {
    await using store = await (await create())()
    const runs = [1, 2, 3, 4].map((day) => runOf(day))
    const [one, two, three, four] = runs as [Run, Run, Run, Run]
    await store.commitAll(runs)
    for (const run of [one, two, three]) await store.baselines.set(baseline(run))
    expect(await store.baselines.rollback('main')).toMatchObject({ run: two.id, version: 2 })
    expect(await store.baselines.set(baseline(four))).toMatchObject({ version: 4 })
    expect(await store.baselines.rollback('main')).toMatchObject({ run: two.id })
    expect(await store.baselines.rollback('main')).toMatchObject({ run: one.id })
    expect(await store.baselines.rollback('main')).toBeUndefined()
    expect(await store.baselines.get('main')).toMatchObject({ run: one.id })
    expect((await store.baselines.past('main')).map(({ version }) => version)).toEqual([4, 3, 2, 1])
    expect(await store.baselines.rollback('none')).toBeUndefined()
  })

  test('removing one removes its past, and nothing else', async () => {
    await using store = await (await create())()
    const run = runOf(1)
    await store.commit(run)
    await store.baselines.set(baseline(run))
    await store.baselines.set(baseline(run, 'other'))
    expect(await store.baselines.remove('main')).toBe(true)
    expect(await store.baselines.remove('main')).toBe(false)
    expect(await store.baselines.past('main')).toEqual([])
    expect(await store.baselines.get('other')).toBeDefined()
    expect(await store.load(run.id)).toBeDefined()
  })

  test.each(['aborted', 'failed', 'invalid'] as const)(
    'a run that is %s is refused',
    async (status) => {
      await using store = await (await create())()
      const run = runOf(1, { status })
      await store.commit(run)
      const error = await refusalOf(() => store.baselines.set(baseline(run)))
      expect(error).toMatchObject({ code: 'RUN_NOT_BASELINE', exitCode: 2 })
      expect(error.message).toContain(status)
      expect(await store.baselines.list()).toEqual([])
    },
  )

  test('a run that is not there, and a name that is none, are refused', async () => {
    await using store = await (await create())()
    const missing = await refusalOf(() => store.baselines.set(baseline(runOf(1))))
    expect(missing).toMatchObject({ code: 'RUN_NOT_FOUND', exitCode: 2 })
    await store.commit(runOf(1))
    for (const name of ['', 'a\nb', '\u001b[2J', 'x'.repeat(501), '\ud800']) {
      const error = await refusalOf(() => store.baselines.set(baseline(runOf(1), name)))
      expect(error).toMatchObject({ code: 'BASELINE_NAME', exitCode: 2 })
    }
  })
}

/** A floor that was measured on the day-th of November. */
export function floorOf(day: number, more: Partial<NoiseFloor> = {}): NoiseFloor {
  return {
    scenario: KEY.scenario,
    fingerprint: FINGERPRINT,
    method: 'duet',
    clock: 'cpu',
    measuredAt: new Date(Date.UTC(2026, 10, day, 12)).toISOString(),
    commit: 'ab'.repeat(20),
    launches: 12,
    ratio: 0.996,
    interval: [0.991, 1.001],
    confidence: 0.95,
    floorPercent: 0.908,
    smallestDetectablePercent: 1.75,
    spreadPercent: 1.2,
    ...more,
  }
}

function describeNoise(create: StoreFactory): void {
  test('what was kept is there after opening again, by environment, scenario and method', async () => {
    const open = await create()
    const kept = [
      floorOf(1, { scenario: 'a' }),
      floorOf(1, { scenario: 'b', commit: null, method: 'interleaved', clock: 'wall' }),
      floorOf(1, { scenario: 'b', method: 'stored', clock: 'wall' }),
    ]
    const elsewhere = floorOf(1, { fingerprint: 'beef' })
    {
      await using store = await open()
      expect(await store.noise.list()).toEqual([])
      await store.noise.keep([...kept.toReversed(), elsewhere])
    }
    await using store = await open()
    expect(await store.noise.list({ fingerprint: FINGERPRINT })).toEqual(kept)
    expect(await store.noise.list({ fingerprint: 'beef' })).toEqual([elsewhere])
    expect(await store.noise.list()).toEqual([elsewhere, ...kept])
    expect(await store.noise.list({ fingerprint: 'none' })).toEqual([])
  })

  test('the newest measurement counts, whatever the order they came in', async () => {
    await using store = await (await create())()
    const newest = floorOf(3, { floorPercent: 3, clock: 'wall', commit: null })
    await store.noise.keep([floorOf(1)])
    await store.noise.keep([newest, floorOf(2, { method: 'stored' })])
    await store.noise.keep([floorOf(2)])
    expect(await store.noise.list()).toEqual([newest, floorOf(2, { method: 'stored' })])
  })

  test('floors are kept all or none', async () => {
    await using store = await (await create())()
    const broken = { ...floorOf(2), launches: 'many' } as unknown as NoiseFloor
    await refusalOf(() => store.noise.keep([floorOf(1), broken]))
    expect(await store.noise.list()).toEqual([])
  })

  test('pruning leaves them alone', async () => {
    await using store = await (await create())()
    await store.commitAll([runOf(5), runOf(6)])
    await store.noise.keep([floorOf(1)])
    await store.prune({ keep: 0 })
    expect(await store.list()).toEqual([])
    expect(await store.noise.list()).toEqual([floorOf(1)])
    expect(await store.verify()).toMatchObject({ ok: true })
  })
}

function describeCare(create: StoreFactory): void {
  async function filled(store: Store): Promise<readonly Run[]> {
    const runs = [1, 2, 3, 4, 5].map((day) => runOf(day))
    await store.commitAll(runs)
    return runs
  }

  test('pruning keeps the newest, and every run that a baseline points or pointed at', async () => {
    await using store = await (await create())()
    const [one, two, three, four, five] = (await filled(store)) as [Run, Run, Run, Run, Run]
    await store.baselines.set(baseline(one))
    await store.baselines.set(baseline(three))
    const report = { removed: [two.id], kept: 4, keptForBaselines: 2 }
    expect(await store.prune({ keep: 2, dryRun: true })).toEqual(report)
    expect(await store.list()).toHaveLength(5)
    expect(await store.prune({ keep: 2 })).toEqual(report)
    expect(idsOf(await store.list())).toEqual([five.id, four.id, three.id, one.id])
    expect(await store.load(two.id)).toBeUndefined()
    expect(await store.series(KEY)).toHaveLength(4)
    expect(await store.baselines.rollback('main')).toMatchObject({ run: one.id })
    expect(await store.verify()).toMatchObject({ ok: true, runs: 4 })
  })

  test('by age; by number and age, where both must allow it', async () => {
    await using store = await (await create())()
    const [one, two, three] = (await filled(store)) as [Run, Run, Run]
    const olderThan = three.startedAt
    expect((await store.prune({ keep: 4, olderThan })).removed).toEqual([one.id])
    expect((await store.prune({ olderThan })).removed).toEqual([two.id])
    expect((await store.prune({ olderThan })).removed).toEqual([])
    expect((await store.prune({ keep: 0 })).kept).toBe(0)
    expect(await store.seriesKeys()).toEqual([])
  })

  test.each([{}, { keep: -1 }, { keep: 1.5 }, { keep: Number.NaN }, { olderThan: 'yesterday' }])(
    'pruning by %j is refused',
    async (rule) => {
      await using store = await (await create())()
      await filled(store)
      const error = await refusalOf(() => store.prune(rule))
      expect(error).toMatchObject({ code: 'PRUNE_RULE', exitCode: 2 })
      expect(await store.list()).toHaveLength(5)
    },
  )

  test('a sound store is said to be sound', async () => {
    await using store = await (await create())()
    const runs = await filled(store)
    await store.baselines.set(baseline(runOf(1)))
    expect(await store.verify()).toEqual({
      url: store.url,
      ok: true,
      runs: 5,
      readable: 5,
      baselines: 1,
      problems: [],
      savable: runs.map(({ id }) => id).toSorted(),
    })
  })

  test('closing twice is harmless', async () => {
    const store = await (await create())()
    await store.close()
    await expect(store.close()).resolves.toBeUndefined()
  })
}
