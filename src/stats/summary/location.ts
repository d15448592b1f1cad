import { requireProbability } from '../distribution/probability.ts'
import { at, requireSome, type SortedSamples } from './sorted.ts'

/**
 * The p-quantile, linear between neighbours at position (n − 1) p: type 7 of R. J. Hyndman & Y. Fan, "Sample quantiles
 * in statistical packages", The American Statistician 50 (1996); the default of R and NumPy.
 * @param p 0 … 1; else a RangeError
 */
export function quantileSorted(samples: SortedSamples, p: number): number {
  requireProbability(p)
  const position = (samples.length - 1) * p
  const below = Math.floor(position)
  const low = at(samples, below)
  if (position === below) return low
  const high = at(samples, below + 1)
  return high === low ? low : low + (position - below) * (high - low)
}

/** The middle value, or the mean of the middle two. */
export function median(samples: SortedSamples): number {
  return quantileSorted(samples, 0.5)
}

/** Arithmetic mean, updated value by value (Welford 1962), so that large sums lose no digits. */
export function mean(values: ArrayLike<number>): number {
  requireSome(values)
  let running = 0
  for (let index = 0; index < values.length; index++) {
    running += (at(values, index) - running) / (index + 1)
  }
  return running
}

/** exp of the mean of logs. 0 if a value is 0; throws a RangeError if one is negative. */
export function geometricMean(values: ArrayLike<number>): number {
  const logs = logsOf(values)
  return logs.includes(Number.NEGATIVE_INFINITY) ? 0 : Math.exp(mean(logs))
}

/** The mean of what is left after dropping ⌊share × n⌋ values at each end. @param share 0 ≤ share < 0.5 */
export function trimmedMean(samples: SortedSamples, share: number): number {
  const cut = cutAtEachEnd(samples, share)
  return mean(samples.subarray(cut, samples.length - cut))
}

/** The ⌊share × n⌋ values at each end replaced by the nearest one kept. @param share 0 ≤ share < 0.5 */
export function winsorise(samples: SortedSamples, share: number): SortedSamples {
  const cut = cutAtEachEnd(samples, share)
  const last = samples.length - 1 - cut
  const copy = samples.slice()
  copy.fill(at(samples, cut), 0, cut)
  copy.fill(at(samples, last), last + 1)
  return copy as SortedSamples
}

/** Natural logarithms; throws a RangeError on a negative value or NaN. */
export function logsOf(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values, (value) => {
    if (!(value >= 0)) throw new RangeError(`can't take the logarithm of ${value}`)
    return Math.log(value)
  })
}

function cutAtEachEnd(samples: SortedSamples, share: number): number {
  if (!(share >= 0 && share < 0.5)) {
    throw new RangeError(`the share cut at each end must be within 0 … 0.5, not ${share}`)
  }
  return Math.floor(share * samples.length)
}
