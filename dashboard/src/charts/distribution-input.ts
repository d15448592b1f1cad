import type { Unit } from '../../../src/model/run.ts'

/** What a chart of distributions is given. */

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
  /** `p95`, `limit of p99`; the chart adds the value. */
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
