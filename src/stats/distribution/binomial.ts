import { incompleteBeta } from './beta.ts'
import { requireProbability } from './probability.ts'

/** n independent trials that each succeed with chance p. */
export interface Binomial {
  /** Whole, ≥ 0. */
  readonly trials: number
  /** 0 … 1. */
  readonly p: number
}

/** The chance of at most `successes` successes: I_{1−p}(n − k, k + 1), DLMF 8.17.5. */
export function binomialCdf(successes: number, { trials, p }: Binomial): number {
  requireProbability(p)
  const k = Math.floor(successes)
  if (k < 0) return 0
  if (k >= trials) return 1
  return incompleteBeta({ a: trials - k, b: k + 1 }, 1 - p, p)
}

/** The smallest number of successes whose `binomialCdf` is at least `probability`. */
export function binomialQuantile(probability: number, binomial: Binomial): number {
  requireProbability(probability)
  let low = 0
  let high = binomial.trials
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (binomialCdf(middle, binomial) >= probability) high = middle
    else low = middle + 1
  }
  return low
}
