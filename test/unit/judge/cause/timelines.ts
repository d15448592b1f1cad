import type { Random } from '../../../../src/kernel/random.ts'
import type { Metric, Result, SourceKind, Window } from '../../../../src/model/run.ts'

/** Timelines of load tests that were never run: what latency and the series beside it were, window by window. */

/** What a made-up timeline holds. */
export interface MadeTimeline {
  /** Of each window. */
  readonly meanMs: readonly number[]
  /** Default: three times the mean. */
  readonly maxMs?: readonly number[]
  /** By `kind/source`, then by series. */
  readonly sources?: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>
  /** Mean ms in each iteration, by name. */
  readonly stages?: Readonly<Record<string, readonly number[]>>
  /** How late the generator was itself, on average. */
  readonly sendLagMs?: readonly number[]
  /** Default 100. */
  readonly perSecond?: number
}

/** A result with nothing in it but its timeline. */
export function madeResult(made: MadeTimeline): Result {
  return {
    scenario: { key: 'made', name: 'made', category: '', tags: [], params: {}, file: '' },
    profile: { kind: 'bench', launches: 1, timeMs: 0, mode: 'async', loader: 'native' },
    status: 'ok',
    notes: [],
    counts: madeCounts(0),
    metrics: {},
    stages: [],
    launches: [],
    slowest: [],
    timeline: made.meanMs.map((_, index) => madeWindow(made, index)),
    errors: [],
    health: { generator: 'ok', sendLagP99Ms: 0, notes: [] },
  }
}

function madeWindow(made: MadeTimeline, index: number): Window {
  const count = made.perSecond ?? 100
  const meanMs = made.meanMs[index] ?? 0
  const maxMs = made.maxMs?.[index] ?? meanMs * 3
  return {
    startMs: index * 1000,
    durationMs: 1000,
    steady: true,
    ...madeCounts(count),
    errors: [],
    metrics: {
      latency: madeMetric(count, meanMs, maxMs),
      sendLag: madeMetric(count, made.sendLagMs?.[index] ?? 0.02, 1),
    },
    stages: Object.entries(made.stages ?? {}).map(([name, values]) => ({
      name,
      calls: count,
      metrics: { latency: madeMetric(count, values[index] ?? 0, (values[index] ?? 0) * 3) },
    })),
    health: {
      generator: 'ok',
      sendLagP99Ms: 0.1,
      eventLoopUtilization: 0.2,
      eventLoopDelayMs: 1,
      gcMs: 1,
      ownCpuCores: 0.2,
      cpuWaitShare: 0.01,
      stolenCores: 0,
      foreignCores: 0.5,
    },
    sources: Object.entries(made.sources ?? {}).map(([place, series]) => {
      const [kind = '', source = ''] = place.split('/')
      return {
        source,
        kind: kind as SourceKind,
        values: Object.fromEntries(
          Object.entries(series).map(([name, values]) => [name, values[index] ?? 0]),
        ),
      }
    }),
  }
}

const madeCounts = (
  count: number,
): Pick<
  Window,
  'scheduled' | 'started' | 'completed' | 'failed' | 'rejected' | 'late' | 'dropped'
> => ({
  scheduled: count,
  started: count,
  completed: count,
  failed: 0,
  rejected: 0,
  late: 0,
  dropped: 0,
})

function madeMetric(count: number, meanMs: number, maxMs: number): Metric {
  const mean = meanMs * 1e6
  const shape = { count, samples: count, batchSize: 1, stddev: 0, min: mean, p50: mean }
  return { unit: 'ns', ...shape, mean, max: maxMs * 1e6 }
}

/** Normal values with mean 0 and variance 1, each `phi` of the one before it: a process of first order. */
export function autocorrelated(size: number, phi: number, random: Random): number[] {
  let value = normal(random)
  return Array.from({ length: size }, () => {
    value = phi * value + Math.sqrt(1 - phi * phi) * normal(random)
    return value
  })
}

/** Box & Muller (1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float())
}

/** Windows in which something is going on: stretches of some seconds with pauses between. */
export function activeWindows(size: number, random: Random): number[] {
  const active: number[] = Array.from({ length: size }, () => 0)
  for (let at = 2 + random.below(4); at < size - 1; ) {
    const length = 2 + random.below(3)
    active.fill(1, at, at + length)
    at += length + 3 + random.below(4)
  }
  return active
}
