import { median, quantileSorted } from './location.ts'
import { type SortedSamples, sorted } from './sorted.ts'
import { normalMad, stddev } from './spread.ts'

/** Where values lie, when a few of them may lie far off. */
export interface RobustMean {
  readonly location: number
  /** Of the location. 0 when the values are all alike, or there is only one. */
  readonly standardError: number
  /** For Student's t; at least 1. */
  readonly degreesOfFreedom: number
  /** How many values counted only as far as the bound. */
  readonly clipped: number
}

/** Values farther from the location than this many times the scale count as if they lay there. */
const BOUND = 2
/** Of the quartiles of normal values: their distance ÷ the standard deviation, 2 Φ⁻¹(¾). */
const QUARTILES_TO_STDDEV = 1.3489795003921634
const MOST_STEPS = 100
const PRECISION = 1e-12

/**
 * Huber's location: the mean of the values, those beyond ±2 scales of it counted as if they lay there. The scale is
 * the larger of the median absolute deviation and the distance of the quartiles, both made comparable with a standard
 * deviation; unlike the first alone the second does not collapse where values fall into two groups. Where no value is
 * clipped and all weigh the same, this is the mean with its standard error and n − 1 degrees of freedom: Student's t.
 * A clipped value costs a degree of freedom, and so does what unequal weights take from the effective number of values,
 * (Σw)² ÷ Σw² (L. Kish, Survey Sampling, 1965, §8.2); without that intervals of few values are too narrow (simulated:
 * docs/statistics.md, "Duets").
 *
 * Sources: P. J. Huber, "Robust estimation of a location parameter", Annals of Mathematical Statistics 35 (1964);
 * standard error with its correction for few values: Huber, Robust Statistics (1981), §6.5 and §7.6. Throws a
 * RangeError without values, or with NaN.
 *
 * @param weights one for each value, above 0; default all 1. They say which values to trust more, not how far to.
 */
export function robustMean(values: ArrayLike<number>, weights?: ArrayLike<number>): RobustMean {
  const ordered = sorted(values)
  const scale = Math.max(
    normalMad(ordered),
    (quantileSorted(ordered, 0.75) - quantileSorted(ordered, 0.25)) / QUARTILES_TO_STDDEV,
  )
  if (scale === 0) return aroundMedian(ordered)
  const weighed = Array.from(values, (value, index) => ({ value, weight: weights?.[index] ?? 1 }))
  return describe(weighed, settle(weighed, median(ordered), scale), scale)
}

interface Weighed {
  readonly value: number
  readonly weight: number
}

function describe(all: readonly Weighed[], location: number, scale: number): RobustMean {
  const sums = { weight: 0, squaredWeight: 0, free: 0, squares: 0, clipped: 0 }
  for (const { value, weight } of all) {
    const deviation = clip((value - location) / scale)
    const isFree = Math.abs(deviation) < BOUND
    sums.weight += weight
    sums.squaredWeight += weight ** 2
    sums.free += isFree ? weight : 0
    sums.squares += (weight * deviation) ** 2
    sums.clipped += isFree ? 0 : 1
  }
  const count = sums.weight ** 2 / sums.squaredWeight
  const free = sums.free / sums.weight
  const correction = (1 + (1 - free) / (free * count)) * Math.sqrt(count / Math.max(1, count - 1))
  return {
    location,
    standardError: (correction * scale * Math.sqrt(sums.squares)) / sums.free,
    degreesOfFreedom: Math.max(1, count * free - 1),
    clipped: sums.clipped,
  }
}

/** More than half of the values are the same: there is no scale to clip by, and the rest are far off. */
function aroundMedian(ordered: SortedSamples): RobustMean {
  const centre = median(ordered)
  const clipped = ordered.filter((value) => value !== centre).length
  return {
    location: centre,
    standardError: stddev(ordered) / Math.sqrt(ordered.length),
    degreesOfFreedom: Math.max(1, ordered.length - clipped - 1),
    clipped,
  }
}

/** The location at which the clipped deviations balance, from the median on. */
function settle(all: readonly Weighed[], start: number, scale: number): number {
  let location = start
  for (let step = 0; step < MOST_STEPS; step++) {
    const shift = imbalance(all, location, scale)
    location += shift
    if (Math.abs(shift) <= PRECISION * scale) break
  }
  return location
}

/** The mean of the clipped deviations from a location, in the values' unit. */
function imbalance(all: readonly Weighed[], location: number, scale: number): number {
  let sum = 0
  let total = 0
  for (const { value, weight } of all) {
    sum += weight * clip((value - location) / scale)
    total += weight
  }
  return (scale * sum) / total
}

const clip = (deviation: number): number => Math.max(-BOUND, Math.min(BOUND, deviation))
