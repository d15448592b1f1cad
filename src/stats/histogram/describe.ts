import type { Histogram } from './histogram.ts'

/** Fewest unbatched samples that a percentile is given from: three beyond p99, three beyond p99.9 (DESIGN §5). */
export const FEWEST_FOR_P99 = 300
export const FEWEST_FOR_P999 = 3_000

/** A distribution in the words of a record, in the histogram's unit. */
export interface Description {
  readonly samples: number
  readonly min: number
  readonly mean: number
  readonly stddev: number
  readonly p50: number
  readonly p90?: number
  readonly p95?: number
  readonly p99?: number
  readonly p999?: number
  readonly max: number
}

/**
 * Describes a histogram that holds at least one value. Percentiles above p50 are given only where a sample is a single
 * iteration (`batchSize` 1): the mean of a batch hides the slow ones in it.
 */
export function describeHistogram(histogram: Histogram, batchSize: number): Description {
  const samples = histogram.count
  return {
    samples,
    min: histogram.min,
    mean: histogram.mean(),
    stddev: histogram.stddev(),
    p50: histogram.quantile(0.5),
    ...upperPercentiles((q) => histogram.quantile(q), { samples, batchSize }),
    max: histogram.max,
  }
}

/** The percentiles above p50 that so many samples of this shape support. */
export function upperPercentiles(
  quantile: (q: number) => number,
  shape: { readonly samples: number; readonly batchSize: number },
): Pick<Description, 'p90' | 'p95' | 'p99' | 'p999'> {
  if (shape.batchSize !== 1) return {}
  return {
    p90: quantile(0.9),
    p95: quantile(0.95),
    ...(shape.samples >= FEWEST_FOR_P99 ? { p99: quantile(0.99) } : {}),
    ...(shape.samples >= FEWEST_FOR_P999 ? { p999: quantile(0.999) } : {}),
  }
}
