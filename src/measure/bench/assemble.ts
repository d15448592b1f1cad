import type { Budget } from '../../model/budget.ts'
import { poolParts, withTail } from '../../model/metric.ts'
import type {
  BenchProfile,
  Counts,
  ErrorCount,
  Health,
  Metric,
  Note,
  Result,
  ScenarioIdentity,
  SlowIteration,
  StageResult,
} from '../../model/run.ts'
import {
  decodeHistogram,
  describeHistogram,
  encodeHistogram,
  pooledInterval,
} from '../../stats/index.ts'
import type { LaunchMeasurement } from './launch/protocol.ts'
import { noteLaunches } from './notes.ts'

/** Puts the launches of one scenario together into its result: histograms merged exactly, launches kept apart. */

/** Slowest iterations kept of all launches. */
const SLOWEST_KEPT = 10

/** What a result is made of. */
export interface ResultParts {
  readonly identity: ScenarioIdentity
  readonly profile: Omit<BenchProfile, 'mode'>
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
  // A tail speaks for the batched launches only (one that met a stage late was not batched).
  const allBatched = launches.every(({ batchSize }) => batchSize > 1)
  if (latency === undefined || tail === undefined || !allBatched) return merged
  return { ...merged, latency: withTail(latency, tail) }
}

function mergeMetric(parts: MetricOfLaunches, pack: ResultParts['packHistogram']): Metric {
  const [sum, ...others] = parts.histograms.map((encoded) => decodeHistogram(encoded))
  const pooled = poolParts(parts.metrics)
  if (sum === undefined || pooled === undefined) throw new RangeError('a metric without launches')
  for (const other of others) sum.add(other)
  const batchSize = Math.max(...parts.metrics.map((metric) => metric.batchSize))
  const description = describeHistogram(sum, batchSize)
  const medians = parts.metrics.map(({ p50 }) => p50)
  const interval = pooledInterval(medians, description.p50, 0.95)
  return {
    ...pooled,
    batchSize,
    ...description,
    ...(interval === undefined ? {} : { medianCi95: [interval.lo, interval.hi] as const }),
    histogram: pack(encodeHistogram(sum)),
  }
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
