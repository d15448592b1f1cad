import * as z from 'zod'
import type { Metric } from '../run.ts'
import {
  amountSchema,
  countSchema,
  exactly,
  finiteSchema,
  histogramSchema,
  intervalSchema,
  unitSchema,
} from './parts.ts'

/**
 * Smallest and largest are kept exactly, quantiles come from a histogram that rounds to 3 significant digits: this
 * much of disorder between the two is no contradiction.
 */
const ROUNDING = 0.01

/** A distribution of one measured quantity. */
export const metricSchema: z.ZodType<Metric> = exactly<Metric>()(
  z
    .strictObject({
      unit: unitSchema,
      count: countSchema,
      samples: countSchema,
      batchSize: z.int().positive(),
      min: finiteSchema,
      mean: finiteSchema,
      stddev: amountSchema,
      p50: finiteSchema,
      p90: finiteSchema.exactOptional(),
      p95: finiteSchema.exactOptional(),
      p99: finiteSchema.exactOptional(),
      p999: finiteSchema.exactOptional(),
      max: finiteSchema,
      medianCi95: intervalSchema.exactOptional(),
      histogram: histogramSchema.exactOptional(),
      kind: z.enum(['counter', 'gauge', 'trend']).exactOptional(),
      better: z.enum(['lower', 'higher']).exactOptional(),
      total: finiteSchema.exactOptional(),
    })
    .refine(rises, 'min, the percentiles and max must not fall'),
)

/** Upper percentiles of a batched metric come from another pass, so they are ordered among themselves only. */
function rises(metric: Metric): boolean {
  const upper = [metric.p90, metric.p95, metric.p99, metric.p999].filter(
    (value) => value !== undefined,
  )
  if (!isAscending(upper)) return false
  const first = upper[0]
  if (metric.batchSize === 1 && first !== undefined && metric.p50 > first) return false
  const quantiles = metric.batchSize === 1 ? [metric.p50, ...upper] : [metric.p50]
  return quantiles.every((value) => isWithin(value, metric.min, metric.max))
}

const isAscending = (values: readonly number[]): boolean =>
  values.every((value, index) => index === 0 || (values[index - 1] ?? value) <= value)

function isWithin(value: number, min: number, max: number): boolean {
  return (
    min <= max && value >= min - ROUNDING * Math.abs(min) && value <= max + ROUNDING * Math.abs(max)
  )
}
