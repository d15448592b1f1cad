import { requireConfidence } from '../distribution/probability.ts'
import { studentQuantile } from '../distribution/student.ts'
import type { Interval } from '../summary/interval.ts'
import { logsOf, mean } from '../summary/location.ts'
import { requireSome } from '../summary/sorted.ts'
import { variance } from '../summary/spread.ts'

/** A ratio of launches with its interval. */
export interface ComparedLaunches {
  readonly kind: 'compared'
  /** Geometric mean of current ÷ geometric mean of baseline. */
  readonly ratio: number
  readonly interval: Interval
  /** Standard error of ln ratio. */
  readonly logStandardError: number
  readonly degreesOfFreedom: number
  /**
   * The smallest slowdown that such launches show in about {@link DETECTION_POWER} of comparisons; 1.05 means +5 %. From
   * few launches it is a rough number, and a little too small (simulated: 64 % at 3 a side, 74 % at 5, 77 % at 10).
   */
  readonly smallestDetectableRatio: number
  /** Which of the two intervals was the wider one; at equal numbers of launches always Welch's. */
  readonly method: 'welch' | 'pooled'
}

/** A ratio that nothing is known about: a side has a single launch. */
export interface TooFewLaunches {
  readonly kind: 'not-enough-launches'
  readonly ratio: number
}

/** A launch of 0 or less: there is no ratio. */
export interface NoRatio {
  readonly kind: 'not-positive'
}

/** What launches of two revisions say of their ratio. */
export type LaunchComparison = ComparedLaunches | TooFewLaunches | NoRatio

/** How often the smallest detectable change should be found. */
export const DETECTION_POWER = 0.8

/**
 * The ratio of two revisions from one statistic per launch (say, its median), with an interval from Student's t on the
 * logarithms: both Welch's (own spread on each side) and the pooled one (a common spread) are made, and the wider is
 * given. Welch's alone errs at unequal numbers of launches (2–4 % for 99 % at 3 against 10), the pooled one at unequal
 * spreads; the wider of them stays at or below 1 % wherever launches of both sides are alike, but for two
 * or three launches a side that fall into two modes (5 and 2 %). Simulated errors and power: docs/statistics.md, "Comparisons".
 *
 * Launches that are all the same within each side give an interval of no width. Throws a RangeError if a side has no
 * launches, or one is not a finite number.
 *
 * Sources: B. L. Welch, "The generalization of 'Student's' problem …", Biometrika 34 (1947); F. E. Satterthwaite,
 * Biometrics Bulletin 2 (1946); smallest detectable change: H. S. Bloom, Evaluation Review 19 (1995).
 */
export function compareLaunches(
  current: ArrayLike<number>,
  baseline: ArrayLike<number>,
  { confidence }: { readonly confidence: number },
): LaunchComparison {
  requireConfidence(confidence)
  requireLaunches(current)
  requireLaunches(baseline)
  if (!allPositive(current) || !allPositive(baseline)) return { kind: 'not-positive' }
  const sides = [describeSide(current), describeSide(baseline)] as const
  const shift = sides[0].mean - sides[1].mean
  const ratio = Math.exp(shift)
  if (current.length < 2 || baseline.length < 2) return { kind: 'not-enough-launches', ratio }
  return { kind: 'compared', ratio, ...aroundShift(shift, widerError(...sides, confidence)) }
}

/** The launches of one side, as logarithms. */
interface Side {
  readonly count: number
  readonly mean: number
  readonly variance: number
}

/** A standard error of ln ratio, and what it is worth. */
interface ShiftError {
  readonly method: ComparedLaunches['method']
  readonly standardError: number
  readonly degreesOfFreedom: number
  /** Half the interval's width on the scale of logarithms. */
  readonly reach: number
  /** What added to `reach` gives the smallest detectable change, likewise. */
  readonly powerReach: number
}

function aroundShift(shift: number, error: ShiftError): Omit<ComparedLaunches, 'kind' | 'ratio'> {
  return {
    interval: { lo: Math.exp(shift - error.reach), hi: Math.exp(shift + error.reach) },
    logStandardError: error.standardError,
    degreesOfFreedom: error.degreesOfFreedom,
    smallestDetectableRatio: Math.exp(error.reach + error.powerReach),
    method: error.method,
  }
}

function widerError(one: Side, other: Side, confidence: number): ShiftError {
  const welch = finishError('welch', welchError(one, other), confidence)
  const pooled = finishError('pooled', pooledError(one, other), confidence)
  return pooled.reach > welch.reach ? pooled : welch
}

interface BareError {
  readonly standardError: number
  readonly degreesOfFreedom: number
}

function welchError(one: Side, other: Side): BareError {
  const first = one.variance / one.count
  const second = other.variance / other.count
  const sum = first + second
  const common = one.count + other.count - 2
  if (sum === 0) return { standardError: 0, degreesOfFreedom: common }
  // Shares instead of variances, so that tiny ones don't underflow when squared.
  const share = first / sum
  const parts = share ** 2 / (one.count - 1) + (1 - share) ** 2 / (other.count - 1)
  return { standardError: Math.sqrt(sum), degreesOfFreedom: Math.min(1 / parts, common) }
}

function pooledError(one: Side, other: Side): BareError {
  const degreesOfFreedom = one.count + other.count - 2
  const squares = (one.count - 1) * one.variance + (other.count - 1) * other.variance
  const common = squares / degreesOfFreedom
  return { standardError: Math.sqrt(common * (1 / one.count + 1 / other.count)), degreesOfFreedom }
}

function finishError(
  method: ShiftError['method'],
  bare: BareError,
  confidence: number,
): ShiftError {
  const { standardError, degreesOfFreedom } = bare
  return {
    method,
    ...bare,
    reach: studentQuantile((1 + confidence) / 2, degreesOfFreedom) * standardError,
    powerReach: studentQuantile(DETECTION_POWER, degreesOfFreedom) * standardError,
  }
}

function describeSide(values: ArrayLike<number>): Side {
  const logs = logsOf(values)
  return { count: logs.length, mean: mean(logs), variance: variance(logs) }
}

function requireLaunches(values: ArrayLike<number>): void {
  requireSome(values)
  for (const value of Array.from(values)) {
    if (!Number.isFinite(value))
      throw new RangeError(`a launch must be a finite number, not ${value}`)
  }
}

function allPositive(values: ArrayLike<number>): boolean {
  return Array.from(values).every((value) => value > 0)
}
