import { requireConfidence } from '../distribution/probability.ts'
import type { RankInterval } from '../summary/interval.ts'
import { median } from '../summary/location.ts'
import { at, requireSome, sorted } from '../summary/sorted.ts'
import { sumsOfAllSubsets } from './subset-sums.ts'

/** Where paired differences lie. */
export interface Pseudomedian {
  /** Median of the means of all pairs of values, each with itself too. */
  readonly location: number
  /** `undefined` where there are too few values for the confidence asked for: 99 % needs 8. */
  readonly interval: RankInterval | undefined
}

/**
 * The Hodges–Lehmann estimate of the centre of paired differences, with the interval of all centres that Wilcoxon's
 * signed-rank test would not reject: exact, whatever the shape, as long as it is symmetric. J. L. Hodges & E. L.
 * Lehmann, Annals of Mathematical Statistics 34 (1963); J. W. Tukey (1949) for the interval; Hollander & Wolfe, §3.3.
 * Meant for tens of values. Throws a RangeError without values, or with NaN.
 */
export function pseudomedian(values: ArrayLike<number>, confidence: number): Pseudomedian {
  requireConfidence(confidence)
  requireSome(values)
  const all = Array.from(values)
  const means = sorted(all.flatMap((one, index) => all.slice(index).map((two) => (one + two) / 2)))
  const { rank, reached } = innermostRank(all.length, (1 - confidence) / 2)
  return {
    location: median(means),
    interval:
      rank < 1
        ? undefined
        : { lo: at(means, rank - 1), hi: at(means, means.length - rank), confidence: reached },
  }
}

/** The largest rank k with P(V < k) at most `tail`, and the confidence that it reaches. */
function innermostRank(
  count: number,
  tail: number,
): { readonly rank: number; readonly reached: number } {
  const counts = sumsOfAllSubsets(Array.from({ length: count }, (_, index) => index + 1))
  const all = 2 ** count
  let below = 0
  let rank = 0
  while (rank < counts.length && (below + at(counts, rank)) / all <= tail) {
    below += at(counts, rank)
    rank++
  }
  return { rank, reached: 1 - (2 * below) / all }
}
