import { describe, expect, test } from 'vitest'
import type { Metric, Result, Run } from '../../../src/model/run.ts'
import { exportRun, mergeRuns, unpackHistogram } from '../../../src/record/index.ts'
import { decodeHistogram, type Histogram } from '../../../src/stats/index.ts'
import { refusalOf } from '../../support/refusal.ts'
import { SAMPLE_SCENARIOS, type SampleOptions, sampleRun } from '../../support/runs.ts'

const id = '01M7J0000000000000000MERGE'.replace(/[ILOU]/g, '0')
const [pipeline, , audio] = SAMPLE_SCENARIOS

function repeat(seed: number, options: SampleOptions = {}): Run {
  return sampleRun({ seed, startedAt: `2026-11-02T09:3${seed}:00.000Z`, ...options })
}

const histogramOf = (metric: Metric | undefined): Histogram =>
  decodeHistogram(unpackHistogram(metric?.histogram ?? ''))

function resultOf(run: Run, name: string): Result {
  const result = run.results.find(({ scenario }) => scenario.name === name)
  if (result === undefined) throw new Error(`no result ${name}`)
  return result
}

describe('shards', () => {
  const shards = [
    repeat(1, { scenarios: SAMPLE_SCENARIOS.slice(0, 1), labels: { shard: '1', job: '7' } }),
    repeat(2, { scenarios: SAMPLE_SCENARIOS.slice(1), labels: { shard: '2', job: '7' } }),
  ]
  const merged = mergeRuns(shards, { id })

  test('stand side by side, untouched', () => {
    expect(merged.results).toEqual(shards.flatMap(({ results }) => results))
    expect(merged.mergedFrom).toEqual(shards.map((shard) => shard.id))
  })

  test('give one run of their whole time, with what they agree on', () => {
    expect(merged).toMatchObject({
      id,
      status: 'complete',
      startedAt: shards[0]?.startedAt,
      finishedAt: shards[1]?.finishedAt,
      labels: { job: '7' },
    })
    expect(merged.labels).not.toHaveProperty('shard')
  })
})

describe('repeats', () => {
  const runs = [repeat(1), repeat(2), repeat(3)]
  const merged = mergeRuns(runs, { id })

  test('have all launches, one after the other', () => {
    const result = resultOf(merged, 'chat command to CV')
    expect(result.launches).toEqual(
      runs.flatMap((run) => resultOf(run, 'chat command to CV').launches),
    )
    expect(result.profile.launches).toBe(15)
    expect(result.counts.completed).toBe(3 * 2_000)
  })

  test('have the exact sum of the histograms, of metrics and stages', () => {
    const sum = histogramOf(resultOf(runs[0] as Run, 'chat command to CV').metrics.latency)
    for (const run of runs.slice(1)) {
      sum.add(histogramOf(resultOf(run, 'chat command to CV').metrics.latency))
    }
    const result = resultOf(merged, 'chat command to CV')
    const whole = histogramOf(result.metrics.latency)
    expect([...whole.buckets()]).toEqual([...sum.buckets()])
    expect(result.metrics.latency).toMatchObject({
      samples: 6_000,
      p50: whole.quantile(0.5),
      p999: whole.quantile(0.999),
      max: whole.max,
    })
    expect(result.stages.map(({ name, calls }) => [name, calls])).toEqual([
      ['validate', 6_000],
      ['send', 6_000],
    ])
    expect(histogramOf(result.stages[0]?.metrics.latency).count).toBe(6_000)
  })

  test('have an interval of the median that holds the median', () => {
    const { medianCi95, p50 = 0 } = resultOf(merged, 'decode audio').metrics.latency ?? {}
    expect(medianCi95?.[0]).toBeLessThan(p50)
    expect(medianCi95?.[1]).toBeGreaterThan(p50)
  })

  test('take the upper percentiles of a batched scenario from its unbatched pass', () => {
    const { latency, tail } = resultOf(merged, 'parse command').metrics
    expect(latency?.batchSize).toBe(256)
    expect(latency?.p999).toBe(histogramOf(tail).quantile(0.999))
    expect(latency?.max).toBe(histogramOf(tail).max)
  })

  test('have no upper percentiles where only some were batched: a tail speaks for the batched ones alone', () => {
    const unbatched = resultOf(repeat(2), 'chat command to CV').metrics
    const other = {
      ...repeat(2),
      results: repeat(2).results.map((result) =>
        result.scenario.key === 'parse command'
          ? { ...result, metrics: { latency: unbatched['latency'] as Metric } }
          : result,
      ),
    }
    const { latency } = resultOf(mergeRuns([repeat(1), other], { id }), 'parse command').metrics
    expect(latency?.batchSize).toBe(256)
    expect(latency).not.toHaveProperty('p90')
    expect(latency).not.toHaveProperty('p99')
  })

  test('number the launches of the slowest iterations through', () => {
    const shifted = runs.flatMap((run, index) =>
      resultOf(run, 'decode audio').slowest.map((one) => ({
        ...one,
        launch: one.launch + 5 * index,
      })),
    )
    const { slowest } = resultOf(merged, 'decode audio')
    expect(slowest).toEqual(shifted.toSorted((a, b) => b.latencyNs - a.latencyNs))
  })

  test('give the same run in any order', () => {
    expect(exportRun(mergeRuns([...runs].reverse(), { id }))).toBe(exportRun(merged))
  })

  test('merged in two steps say the same, and name the runs at the bottom', () => {
    const [one, two, three] = runs as [Run, Run, Run]
    const half = mergeRuns([one, two], { id: id.replace(/.$/, '1') })
    const steps = mergeRuns([half, three], { id })
    expect(steps.mergedFrom).toEqual(merged.mergedFrom)
    const latency = (run: Run): unknown => resultOf(run, 'parse command').metrics.latency
    expect(latency(steps)).toEqual(latency(merged))
  })
})

test('percentiles come as soon as there are samples enough for them', () => {
  const few = { samples: 40, scenarios: pipeline === undefined ? [] : [pipeline] }
  const runs = [repeat(1, few), repeat(2, few)]
  expect(runs[0]?.results[0]?.metrics.latency).not.toHaveProperty('p99')
  expect(mergeRuns(runs, { id }).results[0]?.metrics.latency).toHaveProperty('p99')
})

test('errors and counts of failed scenarios add up, and the run is failed', () => {
  const runs = [1, 2].map((seed) => {
    const run = repeat(seed, { status: 'failed', scenarios: audio === undefined ? [] : [audio] })
    const results = run.results.map((result) => ({
      ...result,
      status: 'failed' as const,
      counts: { ...result.counts, failed: seed },
      errors: [{ code: 'THREW', count: seed, example: `no. ${seed}`, where: 'a.ts:1:1' }],
    }))
    return { ...run, results }
  })
  const merged = mergeRuns(runs, { id })
  expect(merged.status).toBe('failed')
  expect(merged.results[0]).toMatchObject({ status: 'failed', counts: { failed: 3 } })
  expect(merged.results[0]?.errors).toEqual([
    { code: 'THREW', count: 3, example: 'no. 1', where: 'a.ts:1:1' },
  ])
})

test('a metric without a histogram is left out, and a note says so', () => {
  const runs = [1, 2].map((seed) => {
    const run = repeat(seed, { scenarios: audio === undefined ? [] : [audio] })
    const results = run.results.map((result) => {
      const { histogram: _, ...own } = result.metrics.cpu as Metric
      return { ...result, metrics: { ...result.metrics, own } }
    })
    return { ...run, results }
  })
  const [result] = mergeRuns(runs, { id }).results
  expect(Object.keys(result?.metrics ?? {})).toEqual(['latency', 'cpu'])
  expect(result?.notes).toEqual([
    { code: 'METRIC_NOT_MERGED', message: expect.stringContaining('own') },
  ])
})

describe('refuses', () => {
  const commits = ['a', 'b'].map((digit) => digit.repeat(40))

  test.each<[string, readonly Run[], string, readonly string[]]>([
    ['a single run', [repeat(1)], 'MERGE_TOO_FEW', ['not 1']],
    ['a run twice', [repeat(1), repeat(1)], 'MERGE_TWICE', [repeat(1).id]],
    [
      'two commits',
      commits.map((commit, seed) => repeat(seed, { commit })),
      'MERGE_REVISIONS',
      commits,
    ],
    [
      'local changes beside none',
      [repeat(1), repeat(2, { dirty: true })],
      'MERGE_REVISIONS',
      ['with local changes'],
    ],
    [
      'local changes on both sides, which may differ',
      [repeat(1, { dirty: true }), repeat(2, { dirty: true })],
      'MERGE_REVISIONS',
      ['uncommitted changes'],
    ],
    [
      'a commit beside no repository',
      [repeat(1), repeat(2, { revision: null })],
      'MERGE_REVISIONS',
      ['no revision'],
    ],
    [
      'two environments',
      [repeat(1, { fingerprint: 'here' }), repeat(2, { fingerprint: 'there' })],
      'MERGE_ENVIRONMENTS',
      ['here', 'there'],
    ],
    ['two kinds', [repeat(1), { ...repeat(2), kind: 'load' }], 'MERGE_KINDS', ['bench', 'load']],
  ])('%s', async (_, runs, code, named) => {
    const error = await refusalOf(() => mergeRuns(runs, { id }))
    expect(error).toMatchObject({ code, exitCode: 2 })
    for (const name of named) expect(error.message).toContain(name)
  })

  test('a merged run beside one that it was merged from', async () => {
    const merged = mergeRuns([repeat(1), repeat(2)], { id })
    expect((await refusalOf(() => mergeRuns([merged, repeat(2)], { id }))).code).toBe('MERGE_TWICE')
  })

  test('one scenario loaded in two ways', async () => {
    const other = repeat(2)
    const shape = { kind: 'bench', launches: 5, timeMs: 500, mode: 'sync' } as const
    const profile = { ...shape, loader: 'vitest' } as const
    const results = other.results.map((result) => ({ ...result, profile }))
    const error = await refusalOf(() => mergeRuns([repeat(1), { ...other, results }], { id }))
    expect(error.code).toBe('MERGE_PROFILES')
  })
})
