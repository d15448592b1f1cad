import type { Interval } from '../../model/run.ts'
import { median, normalQuantile, quantileSorted, sorted } from '../../stats/index.ts'

/** The line through a level's runs, and whether it rises. */

/** A line through values one apart. */
export interface Line {
  /** From the first value to the last. */
  readonly rise: number
  /** Of the rise, at {@link TREND_CONFIDENCE}. */
  readonly interval: Interval
}

/** Of the interval of a rise. */
const TREND_CONFIDENCE = 0.99
/** A line through fewer values fits whatever happened last. */
export const FEWEST_FOR_TREND = 10
/** More values are looked at as the medians of so many groups: the number of slopes grows with its square. */
const MOST_FOR_TREND = 300
/** Autocorrelation that the interval is widened for, at most: beyond, values hardly say anything of their own. */
const MOST_CORRELATION = 0.9

/**
 * The slope is the median of the slopes of all pairs (H. Theil 1950); its interval has the ranks of P. K. Sen, JASA 63
 * (1968), with the variance of Kendall's S widened by (1 + r) ÷ (1 − r) where neighbours' residuals correlate with
 * r > 0 (after K. H. Hamed & A. R. Rao, J. Hydrology 204, 1998). `undefined` for too few values.
 */
export function lineThrough(all: readonly number[]): Line | undefined {
  const values = grouped(all)
  const size = values.length
  if (size < FEWEST_FOR_TREND) return undefined
  const slopes = sorted(slopesOf(values))
  const slope = median(slopes)
  const widening = wideningOf(values.map((value, index) => value - slope * index))
  const deviation = Math.sqrt(((size * (size - 1) * (2 * size + 5)) / 18) * widening)
  const reach = (normalQuantile((1 + TREND_CONFIDENCE) / 2) * deviation) / slopes.length
  const at = (share: number): number => quantileSorted(slopes, Math.min(1, Math.max(0, share)))
  const scale = size - 1
  return {
    rise: slope * scale,
    interval: [at((1 - reach) / 2) * scale, at((1 + reach) / 2) * scale],
  }
}

function grouped(values: readonly number[]): readonly number[] {
  if (values.length <= MOST_FOR_TREND) return values
  const start = (group: number): number => Math.floor((group * values.length) / MOST_FOR_TREND)
  return Array.from({ length: MOST_FOR_TREND }, (_, group) =>
    median(sorted(values.slice(start(group), start(group + 1)))),
  )
}

function slopesOf(values: readonly number[]): Float64Array {
  const size = values.length
  const slopes = new Float64Array((size * (size - 1)) / 2)
  let next = 0
  for (const [to, last] of values.entries()) {
    for (let from = 0; from < to; from++)
      slopes[next++] = (last - (values[from] ?? 0)) / (to - from)
  }
  return slopes
}

/** Signs instead of sizes, so that one outlier does not decide. */
function wideningOf(residuals: readonly number[]): number {
  const centre = median(sorted(residuals))
  const signs = residuals.map((value) => Math.sign(value - centre))
  const products = signs.slice(1).reduce((sum, sign, index) => sum + sign * (signs[index] ?? 0), 0)
  // Of jointly normal values the correlation of signs is (2 ÷ π) asin r.
  const correlation = Math.sin(((products / (signs.length - 1)) * Math.PI) / 2)
  const bounded = Math.min(MOST_CORRELATION, Math.max(0, correlation))
  return (1 + bounded) / (1 - bounded)
}
