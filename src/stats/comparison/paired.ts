import type { Random } from '../../kernel/random.ts'
import { at, requireSome } from '../summary/sorted.ts'
import { rankOf, tieTerm } from './ranks.ts'
import { sumsOfAllSubsets, tailsAt } from './subset-sums.ts'
import {
  type Alternative,
  normalTails,
  pValueOf,
  type RankMethod,
  type Tails,
} from './test-result.ts'

/** How to test paired differences by flipping their signs. */
export interface SignFlipOptions {
  /** Draws the flips where there are too many to try all; needed above 16 non-zero differences. */
  readonly random?: Random
  /** Random flips, default 10,000. */
  readonly flips?: number
  /** Default `two-sided`. `greater`: the differences tend to be above 0. */
  readonly alternative?: Alternative
}

/** The outcome of a sign-flip test. */
export interface SignFlipResult {
  /** Mean of the differences. */
  readonly mean: number
  readonly pValue: number
  /** `exact`: all flips were tried. */
  readonly method: 'exact' | 'random'
}

/** 2¹⁶ = 65,536 flips are tried in some ms. */
const EXACT_DIFFERENCES = 16
const DEFAULT_FLIPS = 10_000
/** Sums of the same numbers in another order differ by rounding; they must count as equal. */
const ROUNDING = 1e-12

/**
 * Whether paired differences lie about 0: how many of all 2ⁿ choices of signs give a sum as extreme. Assumes only that
 * without an effect each difference is as likely to be +d as −d. R. A. Fisher, The Design of Experiments (1935), §21;
 * random flips count the observed one in, (1 + b) ÷ (1 + B): Phipson & Smyth, Statistical Applications in Genetics and
 * Molecular Biology 9 (2010). Throws a RangeError without differences, with NaN, or if `random` is needed and missing.
 */
export function signFlip(
  differences: ArrayLike<number>,
  options: SignFlipOptions = {},
): SignFlipResult {
  requireSome(differences)
  const all = Array.from(differences)
  if (!all.every(Number.isFinite)) throw new RangeError('a difference is not a finite number')
  // A difference of 0 stays 0 whatever its sign.
  const moved = all.filter((difference) => difference !== 0)
  const observed = moved.reduce((sum, difference) => sum + difference, 0)
  const exact = moved.length <= EXACT_DIFFERENCES
  const sums = exact ? everyFlip(moved) : randomFlips(moved, observed, options)
  const tails = tailsOf(
    sums,
    observed,
    ROUNDING * moved.reduce((sum, one) => sum + Math.abs(one), 0),
  )
  return {
    mean: observed / all.length,
    pValue: pValueOf(tails, options.alternative ?? 'two-sided'),
    method: exact ? 'exact' : 'random',
  }
}

/** How to test signed ranks. */
export interface SignedRankOptions {
  /** Default `auto`: exact up to 60 non-zero differences, with or without ties; normal beyond. */
  readonly method?: RankMethod | 'auto'
  /** Default `two-sided`. */
  readonly alternative?: Alternative
}

/** The outcome of Wilcoxon's signed-rank test. */
export interface SignedRankResult {
  /** Sum of the ranks of the positive differences. R calls it V. */
  readonly v: number
  readonly pValue: number
  readonly method: RankMethod
}

const EXACT_SIGNED_RANKS = 60

/**
 * Whether paired differences lie about 0, by the ranks of their sizes; differences of 0 are left out. F. Wilcoxon,
 * Biometrics Bulletin 1 (1945); normal approximation with tie and continuity corrections: Hollander & Wolfe, §3.1.
 */
export function wilcoxonSignedRank(
  differences: ArrayLike<number>,
  { method = 'auto', alternative = 'two-sided' }: SignedRankOptions = {},
): SignedRankResult {
  requireSome(differences)
  const moved = Array.from(differences).filter((difference) => difference !== 0)
  const { ranks, tieSizes } = rankOf(moved.map(Math.abs))
  const v = moved.reduce((sum, one, index) => sum + (one > 0 ? at(ranks, index) : 0), 0)
  const chosen =
    method === 'auto' ? (moved.length <= EXACT_SIGNED_RANKS ? 'exact' : 'normal') : method
  const tails =
    chosen === 'exact'
      ? tailsAt(sumsOfAllSubsets(Array.from(ranks, (rank) => rank * 2)), 2 * v)
      : approximate(moved.length, tieSizes, v)
  return { v, pValue: pValueOf(tails, alternative), method: chosen }
}

function approximate(count: number, tieSizes: readonly number[], v: number): Tails {
  const variance = (count * (count + 1) * (2 * count + 1)) / 24 - tieTerm(tieSizes) / 48
  return normalTails(v - (count * (count + 1)) / 4, Math.sqrt(variance), 1)
}

/** Sums under all 2ⁿ sign choices: each difference doubles the list. */
function everyFlip(differences: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** differences.length)
  let filled = 1
  for (const difference of differences) {
    for (let index = 0; index < filled; index++) {
      const sum = sums[index] ?? 0
      sums[filled + index] = sum - difference
      sums[index] = sum + difference
    }
    filled *= 2
  }
  return sums
}

function randomFlips(
  differences: readonly number[],
  observed: number,
  { random, flips = DEFAULT_FLIPS }: SignFlipOptions,
): Float64Array {
  if (random === undefined) {
    throw new RangeError(
      `${differences.length} differences are too many to try all flips: give a random`,
    )
  }
  const sums = new Float64Array(flips + 1)
  sums[0] = observed
  for (let flip = 1; flip <= flips; flip++) {
    let sum = 0
    for (const difference of differences)
      sum += random.uint32() < 2 ** 31 ? difference : -difference
    sums[flip] = sum
  }
  return sums
}

function tailsOf(sums: Float64Array, observed: number, slack: number): Tails {
  let atMost = 0
  let atLeast = 0
  for (const sum of sums) {
    if (sum <= observed + slack) atMost++
    if (sum >= observed - slack) atLeast++
  }
  return { atMost: atMost / sums.length, atLeast: atLeast / sums.length }
}
