import type { Budget } from '../../model/budget.ts'
import type {
  Counts,
  ErrorCount,
  Health,
  Metric,
  Note,
  Profile,
  Result,
  ScenarioIdentity,
  SlowIteration,
  StageResult,
} from '../../model/run.ts'
import {
  decodeHistogram,
  describeHistogram,
  encodeHistogram,
  launchInterval,
} from '../../stats/index.ts'
import type { LaunchMeasurement } from './launch/protocol.ts'
import { noteLaunches } from './notes.ts'

/** Puts the launches of one scenario together into its result: histograms merged exactly, launches kept apart. */

/** Slowest iterations kept of all launches. */
const SLOWEST_KEPT = 10

/** What a result is made of. */
export interface ResultParts {
  readonly identity: ScenarioIdentity
  readonly profile: Omit<Profile, 'mode'>
  readonly budget: Budget
  readonly launches: readonly LaunchMeasurement[]
  /** Why it failed; empty when it did not. */
  readonly errors: readonly ErrorCount[]
  /** What was noticed around the launches, such as a busy machine. */
  readonly notes: readonly Note[]
  /** HdrHistogram V2 bytes → what a record keeps. */
  readonly packHistogram: (encoded: Uint8Array) => string
}

/** One scenario's result. A scenario without a single launch has no metrics and is `failed`. */
export function assembleResult(parts: ResultParts): Result {
  const { launches, errors } = parts
  const failed = errors.length > 0 || launches.length === 0
  return {
    scenario: parts.identity,
    profile: { ...parts.profile, mode: launches[0]?.mode ?? 'sync' },
    status: failed ? 'failed' : 'ok',
    notes: [...noteLaunches(launches), ...parts.notes],
    counts: countsOf(launches, errors),
    metrics: mergedMetrics(launches, parts.packHistogram),
    stages: mergedStages(launches, parts.packHistogram),
    launches: launches.map((measurement) => measurement.launch),
    slowest: slowestOf(launches),
    timeline: [],
    errors: [...errors],
    health: GENERATOR_OK,
    ...(Object.keys(parts.budget).length === 0 ? {} : { budget: parts.budget }),
  }
}

/** A benchmark's generator is the loop itself: it can't fall behind. */
const GENERATOR_OK: Health = { generator: 'ok', sendLagP99Ms: 0, notes: [] }

function countsOf(launches: readonly LaunchMeasurement[], errors: readonly ErrorCount[]): Counts {
  const completed = launches.reduce((sum, { iterations }) => sum + iterations, 0)
  const failed = errors.reduce((sum, { count }) => sum + count, 0)
  const started = completed + failed
  return { scheduled: started, started, completed, failed, rejected: 0, late: 0, dropped: 0 }
}

/** The same metric of every launch that has it. */
interface MetricOfLaunches {
  readonly metrics: readonly Metric[]
  readonly histograms: readonly Uint8Array[]
}

function mergedMetrics(
  launches: readonly LaunchMeasurement[],
  pack: ResultParts['packHistogram'],
): Record<string, Metric> {
  const names = new Set(launches.flatMap(({ launch }) => Object.keys(launch.metrics)))
  const merged: Record<string, Metric> = {}
  for (const name of names) {
    merged[name] = mergeMetric(
      {
        metrics: launches.flatMap(({ launch }) => launch.metrics[name] ?? []),
        histograms: launches.flatMap(({ histograms }) => histograms[name] ?? []),
      },
      pack,
    )
  }
  const { latency, tail } = merged
  if (latency === undefined || tail === undefined) return merged
  return { ...merged, latency: withTail(latency, tail) }
}

/** The upper percentiles of a batched scenario come from its unbatched pass. */
function withTail(latency: Metric, { p90, p95, p99, p999 }: Metric): Metric {
  return {
    ...latency,
    ...(p90 === undefined ? {} : { p90 }),
    ...(p95 === undefined ? {} : { p95 }),
    ...(p99 === undefined ? {} : { p99 }),
    ...(p999 === undefined ? {} : { p999 }),
  }
}

function mergeMetric(parts: MetricOfLaunches, pack: ResultParts['packHistogram']): Metric {
  const [first, ...others] = parts.histograms.map((encoded) => decodeHistogram(encoded))
  const [metric] = parts.metrics
  if (first === undefined || metric === undefined) throw new RangeError('a metric without launches')
  for (const other of others) first.add(other)
  const description = describeHistogram(first, metric.batchSize)
  const totals = parts.metrics.flatMap(({ total }) => total ?? [])
  return {
    unit: metric.unit,
    count: parts.metrics.reduce((sum, { count }) => sum + count, 0),
    batchSize: metric.batchSize,
    ...description,
    ...medianInterval(parts.metrics, description.p50),
    histogram: pack(encodeHistogram(first)),
    ...(metric.kind === undefined ? {} : { kind: metric.kind }),
    ...(metric.better === undefined ? {} : { better: metric.better }),
    ...(totals.length === 0 ? {} : { total: totals.reduce((sum, total) => sum + total, 0) }),
  }
}

/**
 * Student's interval of the launches' medians, widened to hold the median of all samples, which it need not (launches
 * may differ in how many samples they have).
 */
function medianInterval(launches: readonly Metric[], p50: number): Pick<Metric, 'medianCi95'> {
  const medians = launches.map((launch) => launch.p50)
  if (medians.length < 2 || medians.some((value) => value <= 0)) return {}
  const { interval } = launchInterval(medians, 0.95)
  if (interval === undefined) return {}
  return { medianCi95: [Math.min(interval.lo, p50), Math.max(interval.hi, p50)] }
}

function mergedStages(
  launches: readonly LaunchMeasurement[],
  pack: ResultParts['packHistogram'],
): StageResult[] {
  const names = new Set(launches.flatMap(({ launch }) => launch.stages.map(({ name }) => name)))
  return [...names].map((name) => {
    const stages = launches.flatMap(({ launch }) =>
      launch.stages.filter((stage) => stage.name === name),
    )
    const parts: MetricOfLaunches = {
      metrics: stages.flatMap(({ metrics }) => metrics['latency'] ?? []),
      histograms: launches.flatMap(({ stageHistograms }) => stageHistograms[name] ?? []),
    }
    return {
      name,
      calls: stages.reduce((sum, { calls }) => sum + calls, 0),
      metrics: { latency: mergeMetric(parts, pack) },
    }
  })
}

function slowestOf(launches: readonly LaunchMeasurement[]): SlowIteration[] {
  return launches
    .flatMap(({ slowest }, launch) => slowest.map((iteration) => ({ launch, ...iteration })))
    .toSorted((a, b) => b.latencyNs - a.latencyNs)
    .slice(0, SLOWEST_KEPT)
}
