import type { PauseRule } from '../../../../model/exchanges/ws.ts'
import type { Random } from '../../../../kernel/random.ts'

/** As other clients have it: soon at first, since most breaks are short, then ever more seldom. */
export const USUAL_PAUSES: PauseRule = { firstMs: 100, longestMs: 5_000 }

/**
 * Pauses that double from attempt to attempt, each shortened by up to half at random: thousands of connections that broke
 * together must not come back together ("equal jitter", M. Brooker, Exponential Backoff and Jitter, AWS 2015).
 */
export class GrowingPause {
  readonly #rule: PauseRule
  readonly #random: Random
  #attempts = 0
  #lastMs = 0

  constructor(rule: PauseRule, random: Random) {
    this.#rule = rule
    this.#random = random
  }

  /**
   * The next pause, in ms.
   * @param livedMs how long the last connection was open: one that outlived the pause before it was no failed attempt
   */
  next(livedMs: number): number {
    if (livedMs > this.#lastMs) this.#attempts = 0
    const { firstMs, longestMs } = this.#rule
    const fullMs = Math.min(longestMs, firstMs * 2 ** this.#attempts)
    // 2¹⁰⁰⁰ is a number still, and no machine makes that many attempts.
    this.#attempts = Math.min(this.#attempts + 1, 1_000)
    this.#lastMs = fullMs * (1 - this.#random.float() / 2)
    return this.#lastMs
  }
}
