import { mean, median, quantileSorted } from './location.ts'
import { sorted } from './sorted.ts'
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
 * clipped, this is the mean with its standard error and n − 1 degrees of freedom: Student's t. A clipped value costs a
 * degree of freedom, without which intervals of few values are too narrow (simulated: docs/statistics.md, "Duets").
 *
 * Sources: P. J. Huber, "Robust estimation of a location parameter", Annals of Mathematical Statistics 35 (1964);
 * standard error with its correction for few values: Huber, Robust Statistics (1981), §6.5 and §7.6. Throws a RangeError without values, or with NaN.
 */
export function robustMean(values: ArrayLike<number>): RobustMean {
  const ordered = sorted(values)
  const scale = Math.max(
    normalMad(ordered),
    (quantileSorted(ordered, 0.75) - quantileSorted(ordered, 0.25)) / QUARTILES_TO_STDDEV,
  )
  if (scale === 0) return aroundMedian(ordered)
  const location = settle(ordered, scale)
  const clippedValues = ordered.map((value) => clip((value - location) / scale))
  const count = ordered.length
  const clipped = clippedValues.filter((value) => Math.abs(value) >= BOUND).length
  const free = (count - clipped) / count
  const correction = 1 + clipped / (count * free * count)
  const spread = scale * Math.sqrt(squares(clippedValues) / Math.max(1, count - 1))
  return {
    location,
    standardError: (correction * spread) / (free * Math.sqrt(count)),
    degreesOfFreedom: Math.max(1, count - clipped - 1),
    clipped,
  }
}

/** More than half of the values are the same: there is no scale to clip by, and the rest are far off. */
function aroundMedian(ordered: ReturnType<typeof sorted>): RobustMean {
  const centre = median(ordered)
  const clipped = ordered.filter((value) => value !== centre).length
  return {
    location: centre,
    standardError: stddev(ordered) / Math.sqrt(ordered.length),
    degreesOfFreedom: Math.max(1, ordered.length - clipped - 1),
    clipped,
  }
}

/** The location at which the clipped deviations balance. */
function settle(ordered: ReturnType<typeof sorted>, scale: number): number {
  let location = median(ordered)
  for (let step = 0; step < MOST_STEPS; step++) {
    const shift = imbalance(ordered, location, scale)
    location += shift
    if (Math.abs(shift) <= PRECISION * scale) break
  }
  return location
}

/** The mean of the clipped deviations from a location, in the values' unit. */
const imbalance = (values: Float64Array, location: number, scale: number): number =>
  scale * mean(values.map((value) => clip((value - location) / scale)))

const clip = (deviation: number): number => Math.max(-BOUND, Math.min(BOUND, deviation))

const squares = (values: Float64Array): number => values.reduce((sum, value) => sum + value ** 2, 0)
