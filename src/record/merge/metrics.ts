import type { Launch, Metric } from '../../model/run.ts'
import {
  decodeHistogram,
  describeHistogram,
  encodeHistogram,
  type Histogram,
  launchInterval,
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
  if (latency !== undefined && tail !== undefined) metrics['latency'] = withTail(latency, tail)
  return { metrics, lost }
}

/** The metrics of one stage in each launch. */
export function stageOfLaunches(launches: readonly Launch[], name: string): Metrics[] {
  return launches.flatMap(({ stages }) =>
    stages.filter((stage) => stage.name === name).map(({ metrics }) => metrics),
  )
}

function mergeMetric(parts: readonly Metric[], medians: readonly number[]): Metric | undefined {
  const [first, ...others] = parts
  const sum = sumOf(parts)
  if (first === undefined || sum === undefined) return undefined
  if (others.some(({ unit }) => unit !== first.unit)) return undefined
  const batchSize = Math.max(...parts.map((part) => part.batchSize))
  const description = describeHistogram(sum, batchSize)
  const totals = parts.flatMap(({ total }) => total ?? [])
  return {
    unit: first.unit,
    count: parts.reduce((count, part) => count + part.count, 0),
    batchSize,
    ...description,
    ...medianInterval(medians, description.p50),
    histogram: packHistogram(encodeHistogram(sum)),
    ...(first.kind === undefined ? {} : { kind: first.kind }),
    ...(first.better === undefined ? {} : { better: first.better }),
    ...(totals.length === 0 ? {} : { total: totals.reduce((all, total) => all + total, 0) }),
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

/** Over launches, widened to hold the median of all samples: launches may differ in how many samples they have. */
function medianInterval(medians: readonly number[], p50: number): Pick<Metric, 'medianCi95'> {
  if (medians.length < 2 || medians.some((value) => value <= 0)) return {}
  const { interval } = launchInterval(medians, 0.95)
  if (interval === undefined) return {}
  return { medianCi95: [Math.min(interval.lo, p50), Math.max(interval.hi, p50)] }
}

/** The upper percentiles of a batched scenario come from its unbatched pass (DESIGN §5). */
function withTail(latency: Metric, { p90, p95, p99, p999 }: Metric): Metric {
  if (latency.batchSize === 1) return latency
  return {
    ...latency,
    ...(p90 === undefined ? {} : { p90 }),
    ...(p95 === undefined ? {} : { p95 }),
    ...(p99 === undefined ? {} : { p99 }),
    ...(p999 === undefined ? {} : { p999 }),
  }
}
