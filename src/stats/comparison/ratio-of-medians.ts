import type { Random } from '../../kernel/random.ts'
import { requireConfidence } from '../distribution/probability.ts'
import { intervalAt, resample } from '../summary/bootstrap.ts'
import type { Interval } from '../summary/interval.ts'
import { median } from '../summary/location.ts'
import { at, type SortedSamples, sorted } from '../summary/sorted.ts'

/** How to bootstrap the ratio. */
export interface RatioOfMediansOptions {
  /** 0.99 means 99 %. */
  readonly confidence: number
  readonly random: Random
  /** Default 2000. */
  readonly resamples?: number
}

/** A ratio of medians and how well it is known. */
export interface MedianRatio {
  readonly ratio: number
  /** `undefined` where a side has a single value. */
  readonly interval: Interval | undefined
}

const DEFAULT_RESAMPLES = 2000

/**
 * Median of a ÷ median of b, with the percentile bootstrap interval (each side resampled on its own): Efron &
 * Tibshirani, An Introduction to the Bootstrap (1993), ch. 13. Too narrow below about 10 values a side; to judge
 * launches use `compareLaunches`. Values must be positive, else a RangeError. The same seed gives the same interval.
 */
export function ratioOfMedians(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: RatioOfMediansOptions,
): MedianRatio {
  const { confidence, random, resamples = DEFAULT_RESAMPLES } = options
  requireConfidence(confidence)
  const above = positive(a)
  const below = positive(b)
  const ratio = median(above) / median(below)
  if (above.length < 2 || below.length < 2) return { ratio, interval: undefined }
  const ratios = new Float64Array(resamples)
  for (let index = 0; index < resamples; index++) {
    ratios[index] = medianOfResample(above, random) / medianOfResample(below, random)
  }
  const ends = [(1 - confidence) / 2, (1 + confidence) / 2] as const
  return { ratio, interval: intervalAt(sorted(ratios), ends) }
}

function medianOfResample(values: SortedSamples, random: Random): number {
  return median(sorted(resample(values, random, new Float64Array(values.length))))
}

function positive(values: ArrayLike<number>): SortedSamples {
  const samples = sorted(values)
  if (!(at(samples, 0) > 0))
    throw new RangeError(`a ratio needs positive values, not ${at(samples, 0)}`)
  return samples
}
