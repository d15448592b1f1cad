import { poolParts, withTail } from '../../model/metric.ts'
import type { Launch, Metric } from '../../model/run.ts'
import {
  decodeHistogram,
  describeHistogram,
  encodeHistogram,
  type Histogram,
  pooledInterval,
} from '../../stats/index.ts'
import { packHistogram, unpackHistogram } from '../histogram-text.ts'

/** Metrics of repeated runs: histograms added exactly, everything else computed anew from the sum. */

/** Metrics by name. */
export type Metrics = Readonly<Record<string, Metric>>

/** Merged metrics, and the names of those that can't be merged for want of a histogram. */
export interface MergedMetrics {
  readonly metrics: Record<string, Metric>
  readonly lost: readonly string[]
}

/** @param launchesOf the same metrics in each launch of all runs, for the interval of the median */
export function mergeMetrics(all: readonly Metrics[], launches: readonly Metrics[]): MergedMetrics {
  const metrics: Record<string, Metric> = {}
  const lost: string[] = []
  for (const name of new Set(all.flatMap((one) => Object.keys(one)))) {
    const medians = launches.flatMap((launch) => launch[name]?.p50 ?? [])
    const merged = mergeMetric(
      all.flatMap((one) => one[name] ?? []),
      medians,
    )
    if (merged === undefined) lost.push(name)
    else metrics[name] = merged
  }
  const { latency, tail } = metrics
  // A tail speaks for the batched launches only; where others were not batched there is no percentile for all of them.
  const allBatched = all.every((one) => (one['latency']?.batchSize ?? 2) > 1)
  if (latency !== undefined && tail !== undefined && allBatched) {
    metrics['latency'] = withTail(latency, tail)
  }
  return { metrics, lost }
}

/** The metrics of one stage in each launch. */
export function stageOfLaunches(launches: readonly Launch[], name: string): Metrics[] {
  return launches.flatMap(({ stages }) =>
    stages.filter((stage) => stage.name === name).map(({ metrics }) => metrics),
  )
}

function mergeMetric(parts: readonly Metric[], medians: readonly number[]): Metric | undefined {
  const sum = sumOf(parts)
  const pooled = poolParts(parts)
  if (pooled === undefined || sum === undefined) return undefined
  if (parts.some(({ unit }) => unit !== pooled.unit)) return undefined
  const batchSize = Math.max(...parts.map((part) => part.batchSize))
  const description = describeHistogram(sum, batchSize)
  const interval = pooledInterval(medians, description.p50, 0.95)
  return {
    ...pooled,
    batchSize,
    ...description,
    ...(interval === undefined ? {} : { medianCi95: [interval.lo, interval.hi] as const }),
    histogram: packHistogram(encodeHistogram(sum)),
  }
}

/** `undefined` when a part has no histogram, or none has a value. */
function sumOf(parts: readonly Metric[]): Histogram | undefined {
  const histograms = parts.flatMap(({ histogram }) =>
    histogram === undefined ? [] : [decodeHistogram(unpackHistogram(histogram))],
  )
  const [sum, ...others] = histograms
  if (sum === undefined || histograms.length < parts.length) return undefined
  for (const other of others) sum.add(other)
  return sum.count > 0 ? sum : undefined
}
