import type { Unit } from '../../../src/model/run.ts'

/** One distribution of those that a chart draws over one another. */
export interface DistributionSeries {
  readonly name: string
  /** As records keep it: HdrHistogram V2, compressed, base64. */
  readonly histogram: string
  /** Of all series the same. */
  readonly unit: Unit
}

/** A value that the chart marks by a line from top to bottom. */
export interface DistributionMark {
  /** `p95`, `limit of p99`. */
  readonly label: string
  /** In the unit of the series. */
  readonly value: number
  readonly kind: 'percentile' | 'limit'
  /** Whose it is, by its place in `series`; absent = of no one in particular. */
  readonly series?: number
}

export interface DistributionProps {
  /** What is distributed: `Latency of decode`. */
  readonly title: string
  readonly series: readonly DistributionSeries[]
  readonly marks?: readonly DistributionMark[]
}

/**
 * Distributions as histogram and ECDF above one axis, from whole histograms. It reads them itself: one that is damaged is
 * said to be, and the others are drawn. The axis is linear or logarithmic, as `?x=` says, else as fits.
 */
export function Distribution({ title }: DistributionProps) {
  return <figure aria-label={title} />
}
