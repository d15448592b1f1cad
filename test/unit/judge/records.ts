import type { Metric, Result, Run, StageResult, Unit } from '../../../src/model/run.ts'
import { createRandom, type Random } from '../../../src/kernel/random.ts'
import { sampleRun } from '../../support/runs.ts'

/** Records whose launches are written out, so that a test decides exactly what is judged. */

/** What a scenario's launches measured: one number per launch. */
export interface Written {
  readonly key?: string
  /** Median of each launch, in ns. */
  readonly latency: readonly number[]
  /** Stage → median of each launch, in ns. */
  readonly stages?: Readonly<Record<string, readonly number[]>>
  readonly metrics?: Readonly<Record<string, WrittenMetric>>
  readonly status?: Result['status']
  readonly errors?: Result['errors']
  readonly loader?: 'native' | 'vitest'
  /** Of every metric: what is left out stays out. */
  readonly has?: readonly Statistic[]
  readonly samples?: number
  readonly batchSize?: number
}

/** An own metric, or `cpu` (without a kind). */
export interface WrittenMetric {
  readonly values: readonly number[]
  readonly unit?: Unit
  readonly kind?: 'counter' | 'gauge' | 'trend'
  readonly better?: 'lower' | 'higher'
}

type Statistic = 'p90' | 'p95' | 'p99' | 'p999'
const ALL: readonly Statistic[] = ['p90', 'p95', 'p99']
const FACTOR: Readonly<Record<Statistic, number>> = { p90: 1.2, p95: 1.3, p99: 1.5, p999: 2 }

/** A result with these launches; spread inside each launch is 0.5 %. */
export function resultOf(written: Written): Result {
  const key = written.key ?? 'parse'
  const describe = (values: readonly number[], more: Partial<Metric> = {}): Metric =>
    metricOf(values, written, more)
  const own = Object.entries(written.metrics ?? {}).map(([name, metric]) => {
    const { values, unit = 'count', ...said } = metric
    return [name, values, { unit, ...said }] as const
  })
  const stages = Object.entries(written.stages ?? {})
  const stage = (name: string, values: readonly number[]): StageResult => ({
    name,
    calls: values.length,
    metrics: { latency: describe(values) },
  })
  return {
    scenario: {
      key,
      name: key,
      category: 'unit',
      tags: [],
      params: {},
      file: `perf/${key}.perf.ts`,
    },
    profile: {
      kind: 'bench',
      launches: written.latency.length,
      timeMs: 500,
      mode: 'sync',
      loader: written.loader ?? 'native',
    },
    status: written.status ?? 'ok',
    notes: [],
    counts: { scheduled: 1, started: 1, completed: 1, failed: 0, rejected: 0, late: 0, dropped: 0 },
    metrics: {
      ...(written.latency.length === 0 ? {} : { latency: describe(written.latency) }),
      ...Object.fromEntries(own.map(([name, values, said]) => [name, describe(values, said)])),
    },
    stages: stages.map(([name, values]) => stage(name, values)),
    launches: written.latency.map((latency, index) => ({
      metrics: {
        latency: describe([latency]),
        ...Object.fromEntries(
          own.map(([name, values, said]) => [name, describe(values.slice(index, index + 1), said)]),
        ),
      },
      stages: stages.map(([name, values]) => stage(name, values.slice(index, index + 1))),
      gcCount: 0,
      gcMs: 0,
      heapDeltaBytesPerIteration: null,
      eventLoopUtilization: 1,
      warmUpMs: 100,
    })),
    slowest: [],
    timeline: [],
    errors: written.errors ?? [],
    health: { generator: 'ok', sendLagP99Ms: 0, notes: [] },
  }
}

function metricOf(values: readonly number[], written: Written, more: Partial<Metric>): Metric {
  const typical = values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0
  const samples = (written.samples ?? 400) * values.length
  const batchSize = written.batchSize ?? 1
  return {
    unit: 'ns',
    count: samples * batchSize,
    samples,
    batchSize,
    min: typical * 0.99,
    mean: typical * 1.001,
    stddev: typical * 0.005,
    p50: typical,
    ...Object.fromEntries((written.has ?? ALL).map((name) => [name, typical * FACTOR[name]])),
    max: typical * 2,
    ...more,
  }
}

/** A run of these results on one machine. */
export function runOf(results: readonly Result[], more: Partial<Run> = {}): Run {
  return { ...sampleRun({ scenarios: [] }), results, ...more }
}

/** So many launches around a level, in ns; `spread` is the standard deviation of their logarithms. */
export function drawLaunches(
  random: Random,
  { launches, level, spread }: { launches: number; level: number; spread: number },
): number[] {
  return Array.from({ length: launches }, () => level * Math.exp(spread * normal(random)))
}

/** Launches of code that runs at one of two speeds for a whole process. */
export function drawTwoModes(
  random: Random,
  {
    launches,
    level,
    slow,
    share,
  }: { launches: number; level: number; slow: number; share: number },
): number[] {
  return drawLaunches(random, { launches, level, spread: 0.01 }).map((value) =>
    random.float() < share ? value * slow : value,
  )
}

/** A stream of a seed. */
export const seeded = (seed: number): Random => createRandom(seed)

/** A standard normal deviate (Box & Muller 1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float())
}

/** The result with these launches (by index) lacking a p99, as those with too few samples do. */
export function withoutP99(result: Result, lacking: (index: number) => boolean): Result {
  const launches = result.launches.map((launch, index) => {
    const latency = launch.metrics['latency']
    if (latency === undefined || !lacking(index)) return launch
    const { p99: _, ...rest } = latency
    return { ...launch, metrics: { ...launch.metrics, latency: rest } }
  })
  return { ...result, launches }
}
