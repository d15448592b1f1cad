import type { JudgedWindow } from '../../src/judge/index.ts'
import type { LoadProfile, LoadResult, Metric, Window } from '../../src/model/run.ts'
import { createHistogram, describeHistogram } from '../../src/stats/index.ts'

/** Records of load tests, written out. */

export const loadProfile: LoadProfile = {
  kind: 'load',
  name: 'sustained',
  launches: 2,
  timeMs: 30_000,
  mode: 'async',
  loader: 'native',
  schedule: {
    kind: 'open',
    stages: [{ durationMs: 30_000, fromPerSecond: 500, toPerSecond: 500 }],
    arrivals: 'uniform',
  },
  phases: [{ name: 'sustained', startMs: 0, durationMs: 30_000, steady: true }],
  connections: 100,
  pipelining: 1,
  maxInFlight: 10_000,
  timeoutMs: 10_000,
  lateBeyondMs: 10,
}

/** A distribution of single iterations, in ns. */
export function metricOf(values: readonly number[], more: Partial<Metric> = {}): Metric {
  const histogram = createHistogram()
  for (const value of values) histogram.record(value)
  return {
    unit: 'ns',
    count: values.length,
    batchSize: 1,
    ...describeHistogram(histogram, 1),
    ...more,
  }
}

/** So many times each of these values. */
export const times = (count: number, ...values: readonly number[]): readonly number[] =>
  values.flatMap((value) => new Array<number>(count).fill(value))

/** A result without anything that went wrong. */
export function loadResultOf(more: Partial<LoadResult> = {}): LoadResult {
  return {
    scenario: { key: 'chat', name: 'chat', category: 'load', tags: [], params: {}, file: '' },
    profile: loadProfile,
    status: 'ok',
    notes: [],
    counts: countsOf({ completed: 15_000 }),
    metrics: { latency: metricOf(times(1000, 4e6, 5e6, 9e6)) },
    stages: [],
    launches: [],
    slowest: [],
    timeline: [],
    errors: [],
    health: { generator: 'ok', sendLagP99Ms: 0.2, notes: [] },
    ...more,
  }
}

/** Everything that was due was started, and ended in one of these ways. */
export function countsOf({ completed = 0, failed = 0, rejected = 0, dropped = 0 } = {}): {
  scheduled: number
  started: number
  completed: number
  failed: number
  rejected: number
  late: number
  dropped: number
} {
  const started = completed + failed + rejected
  return { scheduled: started + dropped, started, completed, failed, rejected, late: 0, dropped }
}

/** A second of a load test, of these latencies in ms. */
export function secondOf(
  index: number,
  latenciesMs: readonly number[],
  more: Partial<JudgedWindow> = {},
): JudgedWindow {
  const latency = createHistogram()
  for (const value of latenciesMs) latency.record(value * 1e6)
  return {
    startMs: index * 1000,
    durationMs: 1000,
    ...countsOf({ completed: latenciesMs.length }),
    latency: latenciesMs.length === 0 ? undefined : latency,
    ...more,
  }
}

/** A window as records keep it, of these latencies in ns. */
export function windowOf(
  index: number,
  latencies: readonly number[],
  more: Partial<Window> = {},
): Window {
  return {
    startMs: index * 1000,
    durationMs: 1000,
    steady: true,
    ...countsOf({ completed: latencies.length }),
    errors: [],
    metrics: latencies.length === 0 ? {} : { latency: metricOf(latencies) },
    stages: [],
    health: {
      generator: 'ok',
      sendLagP99Ms: 0.2,
      eventLoopUtilization: 0.3,
      eventLoopDelayMs: 1,
      gcMs: 2,
      ownCpuCores: 0.4,
      cpuWaitShare: 0.01,
      stolenCores: 0,
      foreignCores: 0.8,
    },
    ...more,
  }
}
