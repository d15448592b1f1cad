import { median } from './location.ts'
import { at, requireSome, type SortedSamples, sorted } from './sorted.ts'

/** What turns the median absolute deviation of normal values into their standard deviation: 1 ÷ Φ⁻¹(¾). */
export const MAD_TO_STDDEV = 1.482602218505602

/**
 * Sum of squared deviations from the mean ÷ (n − 1), by Welford's update: B. P. Welford, "Note on a method for
 * calculating corrected sums of squares and products", Technometrics 4 (1962). One value has no spread to show: 0.
 */
export function variance(values: ArrayLike<number>): number {
  requireSome(values)
  let mean = 0
  let squares = 0
  for (let index = 0; index < values.length; index++) {
    const value = at(values, index)
    const off = value - mean
    mean += off / (index + 1)
    squares += off * (value - mean)
  }
  return values.length === 1 ? 0 : squares / (values.length - 1)
}

/** Sample standard deviation (n − 1); 0 for one value. */
export function stddev(values: ArrayLike<number>): number {
  return Math.sqrt(variance(values))
}

/** Median absolute deviation from the median, as it is. */
export function mad(samples: SortedSamples): number {
  const centre = median(samples)
  return median(sorted(samples.map((value) => Math.abs(value - centre))))
}

/** Median absolute deviation × 1.4826: of normal values, an estimate of their standard deviation (Hampel 1974). */
export function normalMad(samples: SortedSamples): number {
  return mad(samples) * MAD_TO_STDDEV
}
