import type { Metric } from './run.ts'

/** What pooling the same metric of several launches (or runs) takes from the parts as it is. */
export type PooledParts = Pick<Metric, 'unit' | 'count' | 'kind' | 'better' | 'total'>

/** Counts and totals added up; unit and kind are the first's. `undefined` for no parts. */
export function poolParts(parts: readonly Metric[]): PooledParts | undefined {
  const [first] = parts
  if (first === undefined) return undefined
  const totals = parts.flatMap(({ total }) => total ?? [])
  return {
    unit: first.unit,
    count: parts.reduce((sum, { count }) => sum + count, 0),
    ...(first.kind === undefined ? {} : { kind: first.kind }),
    ...(first.better === undefined ? {} : { better: first.better }),
    ...(totals.length === 0 ? {} : { total: totals.reduce((sum, total) => sum + total, 0) }),
  }
}

/**
 * The upper percentiles of a batched latency come from its unbatched pass, the metric `tail` (DESIGN §5). A single timing
 * less the clock's cost may come out below the batches' median, which no percentile above it may.
 */
export function withTail(latency: Metric, tail: Metric): Metric {
  if (latency.batchSize === 1) return latency
  const above = (value: number): number => Math.max(value, latency.p50)
  const { p90, p95, p99, p999 } = tail
  return {
    ...latency,
    ...(p90 === undefined ? {} : { p90: above(p90) }),
    ...(p95 === undefined ? {} : { p95: above(p95) }),
    ...(p99 === undefined ? {} : { p99: above(p99) }),
    ...(p999 === undefined ? {} : { p999: above(p999) }),
    max: Math.max(latency.max, tail.max),
  }
}
