import type { Random } from '../../kernel/random.ts'
import { type Means, meansBy } from './means.ts'
import { correlationAt, detrendedRanks, LAGS } from './rank-correlation.ts'
import { blockLength, rearranged } from './rearrange.ts'
import type { Question, Suspect } from './suspect.ts'

/**
 * How well each suspect fits: whether it moves with latency, and whether its size explains the slowness. Both are one
 * score, and that score is compared with the best that any suspect gets by chance, in rearranged timelines: a correction
 * for the number of series that knows how alike they are (P. H. Westfall & S. S. Young, Resampling-Based Multiple
 * Testing, 1993, §2.3).
 *
 *     latency ─┬─ ranks without trend ──┐
 *              └─ slow windows ───────┐ │
 *     series ──┬─ ranks without trend │─┴─ correlation ─┐
 *              └─ sizes ──────────────┴─── share ───────┴─ score, at the best lag
 */

/** A suspect, and how well it fits. */
export interface Fit {
  readonly suspect: Suspect
  readonly score: number
  readonly correlation: number
  /** In windows; positive = it moves before latency. */
  readonly lag: number
  /** 0–1, may be cut off at 1. */
  readonly share: number
  readonly means: readonly Means[]
  /** Share of rearranged timelines in which some suspect scores as high. */
  readonly pValue: number
}

/** From here on a share counts as all: what it is worked out from are rough rules. */
const ENOUGH = 0.5
/** A lag is believed only if it fits better than none by more than chance does. */
const LAG_DISCOUNT = 0.05

const MOST_REARRANGED = 999
const LEAST_REARRANGED = 199
/** Windows × suspects × timelines that are looked at, which bounds the time to about a second. */
const MOST_WORK = 20_000_000

/** Every suspect, with its fit; in the order of the suspects. */
export function fitSuspects(
  question: Question,
  suspects: readonly Suspect[],
  random: Random,
): readonly Fit[] {
  const latency = detrendedRanks(question.judged.meanMs)
  const { slow } = question.effect
  const isSlow = detrendedRanks(Float64Array.from(slow))
  const seenLatency = { latency, slow, isSlow }
  const ranked = suspects.map((suspect) => ({ suspect, ranks: detrendedRanks(suspect.values) }))
  const seen = ranked.map((one) => bestFit(one, seenLatency))
  const best = bestByChance(ranked, seenLatency, random)
  return seen.map((fit) => ({ ...fit, pValue: pValueOf(fit.score, best) }))
}

interface Ranked {
  readonly suspect: Suspect
  readonly ranks: Float64Array
}

/** Latency, as it was or rearranged. */
interface Latency {
  readonly latency: Float64Array
  readonly slow: Uint8Array
  /** The same as ranks without trend: what moves with slowness may move otherwise among the slow windows. */
  readonly isSlow: Float64Array
}

type Unjudged = Omit<Fit, 'pValue'>

function bestFit({ suspect, ranks }: Ranked, { latency, slow, isSlow }: Latency): Unjudged {
  let best: Unjudged = { suspect, score: 0, correlation: 0, lag: 0, share: 0, means: [] }
  for (const lag of LAGS) {
    const correlation = Math.max(
      correlationAt(latency, ranks, lag),
      correlationAt(isSlow, ranks, lag),
    )
    const highest = correlation * (1 - LAG_DISCOUNT * Math.abs(lag))
    if (highest <= best.score && best.means.length > 0) continue
    const means = suspect.sizes.map((size) => meansBy(slow, size, lag))
    const share = Math.min(1, Math.max(0, suspect.share(means)))
    const score = Math.max(0, highest) * Math.min(1, share / ENOUGH)
    if (score > best.score || best.means.length === 0) {
      best = { suspect, score, correlation, lag, share, means }
    }
  }
  return best
}

/** The best score of each rearranged timeline, ascending. */
function bestByChance(
  ranked: readonly Ranked[],
  { latency, slow, isSlow }: Latency,
  random: Random,
): Float64Array {
  const block = blockLength(latency)
  const work = Math.max(1, ranked.length * latency.length * LAGS.length)
  const count = Math.min(MOST_REARRANGED, Math.max(LEAST_REARRANGED, Math.floor(MOST_WORK / work)))
  const scores = new Float64Array(count)
  for (let round = 0; round < count; round++) {
    const order = rearranged(latency.length, block, random)
    const other = {
      latency: Float64Array.from(order, (from) => latency[from] ?? 0),
      slow: Uint8Array.from(order, (from) => slow[from] ?? 0),
      isSlow: Float64Array.from(order, (from) => isSlow[from] ?? 0),
    }
    scores[round] = Math.max(0, ...ranked.map((one) => bestFit(one, other).score))
  }
  return scores.toSorted()
}

/** The timeline that was seen is one of those that might have been: never 0. */
function pValueOf(score: number, ascending: Float64Array): number {
  let below = 0
  while (below < ascending.length && (ascending[below] ?? 0) < score) below++
  return (ascending.length - below + 1) / (ascending.length + 1)
}
