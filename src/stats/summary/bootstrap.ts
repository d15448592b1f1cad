import type { Random } from '../../kernel/random.ts'
import { normalCdf, normalQuantile } from '../distribution/normal.ts'
import { requireConfidence } from '../distribution/probability.ts'
import type { Interval } from './interval.ts'
import { mean, quantileSorted } from './location.ts'
import { at, requireSome, type SortedSamples, sorted } from './sorted.ts'

/** A number that is computed from one value per launch. */
export type LaunchStatistic = (launches: Float64Array) => number

/** How to bootstrap. */
export interface BootstrapOptions {
  readonly random: Random
  /** 0.99 means 99 %. */
  readonly confidence: number
  /** Default 2000. */
  readonly resamples?: number
}

/** A statistic and two intervals for it. */
export interface BootstrapResult {
  readonly estimate: number
  /** The plain quantiles of the resampled statistics. */
  readonly percentile: Interval
  /** The same, corrected for bias and skewness; equal to `percentile` where the correction is not defined. */
  readonly bca: Interval
}

const DEFAULT_RESAMPLES = 2000

/**
 * Resamples launches, never the samples inside them. Percentile and BCa intervals: B. Efron, "Better bootstrap
 * confidence intervals", JASA 82 (1987); B. Efron & R. Tibshirani, An Introduction to the Bootstrap (1993), ch. 13–14.
 * Of few launches (below about 10) such intervals are too narrow: judge with `compareLaunches` instead. `undefined` for
 * a single launch. The same seed gives the same interval.
 */
export function bootstrapLaunches(
  launches: ArrayLike<number>,
  statistic: LaunchStatistic,
  options: BootstrapOptions,
): BootstrapResult | undefined {
  const { random, confidence, resamples = DEFAULT_RESAMPLES } = options
  requireConfidence(confidence)
  requireSome(launches)
  if (launches.length === 1) return undefined
  const values = Float64Array.from(launches)
  const estimate = statistic(values)
  const replicates = replicate(values, statistic, { random, resamples })
  const ends = [(1 - confidence) / 2, (1 + confidence) / 2] as const
  const corrected = bcaShift({ values, statistic, estimate, replicates })
  return {
    estimate,
    percentile: intervalAt(replicates, ends),
    bca: intervalAt(replicates, [corrected(ends[0]), corrected(ends[1])]),
  }
}

/** One resample: as many values as there are, drawn with replacement, written into `into`. */
export function resample(values: Float64Array, random: Random, into: Float64Array): Float64Array {
  for (let index = 0; index < into.length; index++) {
    into[index] = at(values, random.below(values.length))
  }
  return into
}

/** A range of replicates between two probabilities. */
export function intervalAt(
  replicates: SortedSamples,
  [low, high]: readonly [number, number],
): Interval {
  return { lo: quantileSorted(replicates, low), hi: quantileSorted(replicates, high) }
}

function replicate(
  values: Float64Array,
  statistic: LaunchStatistic,
  { random, resamples }: { readonly random: Random; readonly resamples: number },
): SortedSamples {
  const drawn = new Float64Array(values.length)
  const replicates = new Float64Array(resamples)
  for (let index = 0; index < resamples; index++) {
    replicates[index] = statistic(resample(values, random, drawn))
  }
  return sorted(replicates)
}

interface BcaInput {
  readonly values: Float64Array
  readonly statistic: LaunchStatistic
  readonly estimate: number
  readonly replicates: SortedSamples
}

/** Efron 1987: p → Φ(z₀ + (z₀ + z_p) ÷ (1 − a (z₀ + z_p))), with bias z₀ and acceleration a. */
function bcaShift(input: BcaInput): (p: number) => number {
  const bias = normalQuantile(shareBelow(input.replicates, input.estimate))
  const acceleration = jackknifeAcceleration(input.values, input.statistic)
  if (!Number.isFinite(bias)) return (p) => p
  return (p) => {
    const shifted = bias + normalQuantile(p)
    return normalCdf(bias + shifted / (1 - acceleration * shifted))
  }
}

/** Ties count half, so that a statistic that takes few values (a median) is not taken for biased. */
function shareBelow(replicates: SortedSamples, estimate: number): number {
  let twice = 0
  for (const value of replicates) twice += value < estimate ? 2 : value === estimate ? 1 : 0
  return twice / (2 * replicates.length)
}

/** Skewness of the jackknife values ÷ 6 (Efron & Tibshirani 1993, eq. 14.15); 0 if they are all equal. */
function jackknifeAcceleration(values: Float64Array, statistic: LaunchStatistic): number {
  const left = values.map((_, out) => statistic(values.filter((_value, index) => index !== out)))
  const centre = mean(left)
  let squares = 0
  let cubes = 0
  for (const value of left) {
    squares += (centre - value) ** 2
    cubes += (centre - value) ** 3
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5)
}
