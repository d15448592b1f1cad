import { requireSome } from '../summary/sorted.ts'
import { type Ranking, rankOf, tieTerm } from './ranks.ts'
import { sumsOfSubsets, tailsAt } from './subset-sums.ts'
import {
  type Alternative,
  normalTails,
  pValueOf,
  type RankMethod,
  type Tails,
} from './test-result.ts'

/** How to test. */
export interface MannWhitneyOptions {
  /** Default `auto`: exact up to {@link EXACT_LIMIT} values in all, with or without ties; normal beyond. */
  readonly method?: RankMethod | 'auto'
  /** Default `two-sided`. `greater`: the first values tend to be greater. */
  readonly alternative?: Alternative
}

/** The outcome of a Mann–Whitney test. */
export interface MannWhitneyResult {
  /** Pairs (a, b) with a > b, ties counting half; 0 … n m. R calls it W. */
  readonly u: number
  readonly pValue: number
  readonly method: RankMethod
}

/** Values in all up to which counting every arrangement is quick (a few ms). */
const EXACT_LIMIT = 60

/**
 * Whether one of two sets of independent values tends to be greater. Exact: the share of all arrangements of the ranks,
 * ties included, that are as extreme. Normal: with tie and continuity corrections. Sources: H. B. Mann & D. R. Whitney,
 * Annals of Mathematical Statistics 18 (1947); tie correction: Hollander & Wolfe, Nonparametric Statistical Methods,
 * §4.1. Throws a RangeError if a side is empty or holds NaN.
 */
export function mannWhitney(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { method = 'auto', alternative = 'two-sided' }: MannWhitneyOptions = {},
): MannWhitneyResult {
  requireSome(a)
  requireSome(b)
  const ranking = rankOf([...Array.from(a), ...Array.from(b)])
  const chosen =
    method === 'auto' ? (a.length + b.length <= EXACT_LIMIT ? 'exact' : 'normal') : method
  const u = uStatistic(ranking, a.length)
  const tails =
    chosen === 'exact' ? exactTails(ranking, a.length) : approximate(ranking, a.length, u)
  return { u, pValue: pValueOf(tails, alternative), method: chosen }
}

/** U of the first `size` values: their rank sum less the least it could be. */
export function uStatistic({ ranks }: Ranking, size: number): number {
  return sum(ranks.subarray(0, size)) - (size * (size + 1)) / 2
}

function exactTails({ ranks }: Ranking, size: number): Tails {
  const doubled = Array.from(ranks, (rank) => rank * 2)
  return tailsAt(sumsOfSubsets(doubled, size), 2 * sum(ranks.subarray(0, size)))
}

function approximate({ ranks, tieSizes }: Ranking, size: number, u: number): Tails {
  const all = ranks.length
  const other = all - size
  const ties = all > 1 ? tieTerm(tieSizes) / (all * (all - 1)) : 0
  const variance = ((size * other) / 12) * (all + 1 - ties)
  return normalTails(u - (size * other) / 2, Math.sqrt(variance), 1)
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}
