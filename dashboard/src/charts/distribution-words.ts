import type { Unit } from '../../../src/model/run.ts'
import {
  formatCount,
  formatInterval,
  formatQuantity,
  MISSING,
  plural,
} from '../../../src/show/text/quantity.ts'
import type { Histogram } from '../../../src/stats/index.ts'

/** What a chart of distributions says to those who don't see it. */

/** A histogram that was read, under its name. */
export interface ReadSeries {
  readonly name: string
  readonly unit: Unit
  readonly histogram: Histogram
}

/** Beyond a quantile so many samples must lie, or it says more of chance than of the distribution (p99: 300 samples). */
const FEWEST_BEYOND = 3

/** `decode: 20 samples from 5.57 ms to 14.9 ms; half of them are at most 9.60 ms.` */
export function distributionSentence({ name, unit, histogram }: ReadSeries): string {
  const { count, min, max } = histogram
  const known = [0.99, 0.95].find((quantile) => isKnown(histogram, quantile))
  const high =
    known === undefined
      ? ''
      : `, ${quantileName(known)} at most ${formatQuantity(histogram.quantile(known), unit)}`
  const middle = formatQuantity(histogram.quantile(0.5), unit)
  return `${name}: ${plural(count, 'sample')}, ${formatInterval([min, max], unit)}; half of them at most ${middle}${high}.`
}

/** A row of the table beneath the chart. */
export interface QuantileRow {
  /** `50 %`, `99.9 %`. */
  readonly share: string
  /** One for each series; `–` where it has too few samples to say. */
  readonly values: readonly string[]
}

const QUANTILES = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999] as const

/** What shares of the samples are at most, for those shares that any series has enough samples to tell. */
export function quantileRows(series: readonly ReadSeries[]): readonly QuantileRow[] {
  const rows = QUANTILES.filter((quantile) =>
    series.some(({ histogram }) => isKnown(histogram, quantile)),
  ).map((quantile) => ({
    share: quantileName(quantile),
    values: series.map(({ histogram, unit }) =>
      isKnown(histogram, quantile) ? formatQuantity(histogram.quantile(quantile), unit) : MISSING,
    ),
  }))
  const extreme = (share: string, of: (histogram: Histogram) => number): QuantileRow => ({
    share,
    values: series.map(({ histogram, unit }) => formatQuantity(of(histogram), unit)),
  })
  return [
    extreme('least', ({ min }) => min),
    ...rows,
    extreme('most', ({ max }) => max),
    { share: 'samples', values: series.map(({ histogram }) => formatCount(histogram.count)) },
  ]
}

const isKnown = ({ count }: Histogram, quantile: number): boolean =>
  count * Math.min(quantile, 1 - quantile) * (1 + 1e-9) >= FEWEST_BEYOND

const quantileName = (quantile: number): string => `${Number((quantile * 100).toPrecision(6))} %`
