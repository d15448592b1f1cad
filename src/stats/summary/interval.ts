import { type Binomial, binomialCdf, binomialQuantile } from '../distribution/binomial.ts'
import { requireConfidence, requireProbability } from '../distribution/probability.ts'
import { at, type SortedSamples } from './sorted.ts'

/** Two ends, lo ≤ hi. */
export interface Interval {
  readonly lo: number
  readonly hi: number
}

/** An interval whose ends are samples; its confidence is at least what was asked for. */
export interface RankInterval extends Interval {
  /** The chance, before sampling, that such an interval holds the quantile. */
  readonly confidence: number
}

/**
 * An interval for the p-quantile of what the samples were drawn from, from two order statistics: with B binomial(n, p),
 * P(X₍l₎ ≤ quantile ≤ X₍u₎) ≥ P(l ≤ B < u). Each tail holds at most half of 1 − confidence. Source: H. A. David &
 * H. N. Nagaraja, Order Statistics (2003), §7.1. `undefined` where the samples are too few.
 *
 * It takes samples as independent. Those of one launch are not, nor do they show how launches differ: it *describes* a
 * launch, and must not be used to compare launches.
 */
export function quantileInterval(
  samples: SortedSamples,
  p: number,
  confidence: number,
): RankInterval | undefined {
  requireProbability(p)
  requireConfidence(confidence)
  const below: Binomial = { trials: samples.length, p }
  const tail = (1 - confidence) / 2
  // The smallest k with P(B ≤ k) ≥ tail is also the largest l with P(B < l) < tail.
  const lower = binomialQuantile(tail, below)
  const upper = binomialQuantile(1 - tail, below) + 1
  if (lower < 1 || upper > samples.length) return undefined
  return {
    lo: at(samples, lower - 1),
    hi: at(samples, upper - 1),
    confidence: binomialCdf(upper - 1, below) - binomialCdf(lower - 1, below),
  }
}

/** {@link quantileInterval} of the median. At 99 % it needs 8 samples, at 95 % 6. */
export function medianInterval(
  samples: SortedSamples,
  confidence: number,
): RankInterval | undefined {
  return quantileInterval(samples, 0.5, confidence)
}
