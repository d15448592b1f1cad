import { describe, expect, test } from 'vitest'
import { assembleResult, type ResultParts } from '../../../src/measure/bench/assemble.ts'
import type { LaunchMeasurement } from '../../../src/measure/bench/launch/protocol.ts'
import type { Result } from '../../../src/model/run.ts'
import { packHistogram, unpackHistogram } from '../../../src/record/histogram-text.ts'
import { createHistogram, encodeHistogram } from '../../../src/stats/index.ts'
import { launchOf, ramp, ownOf } from './launches.ts'

const identity = { key: 'k', name: 'k', category: 'c', tags: [], params: {}, file: 'k.perf.ts' }

function resultOf(
  launches: readonly LaunchMeasurement[],
  parts: Partial<ResultParts> = {},
): Result {
  return assembleResult({
    identity,
    profile: { kind: 'bench', launches: 3, timeMs: 500, loader: 'native' },
    budget: {},
    errors: [],
    notes: [],
    packHistogram,
    launches,
    ...parts,
  })
}

const failure = { code: 'SCENARIO_THREW', count: 1, example: 'oops' }

describe('metrics', () => {
  test('are the launches put together exactly: one histogram of all samples', () => {
    const all = [ramp(100, 10), ramp(105, 20), ramp(300, 5)]
    const result = resultOf(all.map((wall) => launchOf({ wall })))
    const expected = createHistogram({ ratio: 0.001 })
    for (const sample of all.flat()) expected.record(sample)
    const { latency } = result.metrics
    expect(latency?.histogram).toBe(packHistogram(encodeHistogram(expected)))
    expect(latency).toMatchObject({ count: 35, samples: 35, p50: expected.quantile(0.5) })
    expect(result.launches).toHaveLength(3)
  })

  test.each([
    { name: 'launches that agree', medians: [100, 101, 102] },
    { name: 'one launch with most of the samples', medians: [100, 100, 900] },
  ])('the interval of the median holds it: $name', ({ medians }) => {
    const launches = medians.map((median, index) =>
      launchOf({ wall: ramp(median, index === 2 ? 500 : 3) }),
    )
    const { latency } = resultOf(launches).metrics
    const [lo = 0, hi = 0] = latency?.medianCi95 ?? []
    expect(lo).toBeLessThanOrEqual(latency?.p50 ?? 0)
    expect(hi).toBeGreaterThanOrEqual(latency?.p50 ?? 0)
    expect(lo).toBeLessThan(hi)
  })

  test('one launch has no interval', () => {
    expect(resultOf([launchOf({ wall: ramp(1, 50) })]).metrics['latency']).not.toHaveProperty(
      'medianCi95',
    )
  })

  test('p99 needs 300 samples of all launches together', () => {
    const launches = (each: number) => [1, 2, 3].map(() => launchOf({ wall: ramp(100, each) }))
    expect(resultOf(launches(99)).metrics['latency']).not.toHaveProperty('p99')
    expect(resultOf(launches(100)).metrics['latency']).toHaveProperty('p99')
  })

  test('of a batched scenario have their upper percentiles from the tails of all launches', () => {
    const plan = { iterationNs: 1, batchSize: 10, timeNs: 1 }
    const tail = Float64Array.from(ramp(1000, 200))
    const launches = [1, 2].map(() => launchOf({ wall: ramp(100, 500), plan, tail }))
    const { latency, tail: merged } = resultOf(launches).metrics
    expect(latency).toMatchObject({
      batchSize: 10,
      p90: merged?.p90,
      p95: merged?.p95,
      p99: merged?.p99,
    })
    expect(merged).toMatchObject({ samples: 400 })
    expect(latency).not.toHaveProperty('p999')
  })

  test('that only some launches have are still there', () => {
    const own = [ownOf({ name: 'retries', kind: 'trend', unit: 'count', total: 0 }, [3])]
    const result = resultOf([launchOf({ wall: [1] }), launchOf({ wall: [1], own })])
    expect(result.metrics['retries']).toMatchObject({ samples: 1, kind: 'trend' })
  })

  test('counters add up their totals', () => {
    const own = [ownOf({ name: 'hits', kind: 'counter', unit: 'count', total: 6 }, [2])]
    const result = resultOf([launchOf({ wall: [1], own }), launchOf({ wall: [1], own })])
    expect(result.metrics['hits']).toMatchObject({ total: 12, count: 2, kind: 'counter' })
  })
})

describe('stages', () => {
  test('are put together by name, in order of first appearance', () => {
    const stage = (name: string, ...ns: number[]) => ({
      name,
      calls: 2 * ns.length,
      samples: Float64Array.from(ns),
    })
    const result = resultOf([
      launchOf({ wall: [9, 9], stages: [stage('a', 1, 2), stage('a > b', 1)] }),
      launchOf({ wall: [9], stages: [stage('a', 3), stage('rare', 7)] }),
    ])
    expect(result.stages.map(({ name, calls }) => [name, calls])).toEqual([
      ['a', 6],
      ['a > b', 2],
      ['rare', 2],
    ])
    const { latency } = result.stages[0]?.metrics ?? {}
    expect(latency).toMatchObject({ samples: 3, count: 6, p50: 2 })
    expect(unpackHistogram(latency?.histogram ?? '').length).toBeGreaterThan(0)
  })
})

describe('slowest iterations', () => {
  test('of all launches, slowest first, with the launch that they were in', () => {
    const slow = (from: number) =>
      ramp(from, 6).map((latencyNs, iteration) => ({ iteration, latencyNs, stages: [] }))
    const launches = [slow(100), slow(103)].map((slowest) => launchOf({ wall: [1], slowest }))
    const { slowest } = resultOf(launches)
    expect(slowest).toHaveLength(10)
    expect(slowest.slice(0, 4).map(({ launch, latencyNs }) => [launch, latencyNs])).toEqual([
      [1, 108],
      [1, 107],
      [1, 106],
      [0, 105],
    ])
  })
})

describe('status and counts', () => {
  test('a scenario whose launches all ended well', () => {
    const result = resultOf([launchOf({ wall: ramp(1, 10) }), launchOf({ wall: ramp(1, 20) })])
    expect(result).toMatchObject({
      status: 'ok',
      errors: [],
      profile: { mode: 'sync', launches: 3 },
    })
    expect(result.counts).toMatchObject({ scheduled: 30, started: 30, completed: 30, failed: 0 })
    expect(result).not.toHaveProperty('budget')
  })

  test('one that failed keeps what was measured before', () => {
    const result = resultOf([launchOf({ wall: ramp(1, 10) })], { errors: [failure] })
    expect(result).toMatchObject({ status: 'failed', errors: [failure] })
    expect(result.counts).toMatchObject({ started: 11, completed: 10, failed: 1 })
    expect(result.metrics).toHaveProperty('latency')
  })

  test('one without a single launch has no numbers, and failed', () => {
    const result = resultOf([], { errors: [failure], budget: { p99Ms: 1 } })
    expect(result).toMatchObject({
      status: 'failed',
      metrics: {},
      stages: [],
      launches: [],
      slowest: [],
    })
    expect(result.budget).toEqual({ p99Ms: 1 })
    expect(resultOf([]).status).toBe('failed')
  })
})
