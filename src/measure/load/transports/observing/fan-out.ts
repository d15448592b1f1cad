/**
 * How far apart the copies of one message arrive on several connections. Fixed memory: the newest so many messages are
 * followed; one that leaves is told of.
 */

/** Messages that are followed at a time, unless said otherwise. */
const USUAL_FOLLOWED = 4_096

/** One message under way. */
interface Spread {
  readonly firstNs: number
  lastNs: number
  copies: number
}

/** Told once for each message that at least two connections got. */
export type OnSpread = (skewNs: number, copies: number) => void

/** Follows messages by their number; the same number on several connections is the same message. */
export class FanOut {
  readonly #followed: number
  readonly #onSpread: OnSpread
  /** Oldest first. */
  readonly #spreads = new Map<number, Spread>()

  constructor(onSpread: OnSpread, followed: number = USUAL_FOLLOWED) {
    this.#onSpread = onSpread
    this.#followed = followed
  }

  /** A copy arrived. @param expected copies: with the last of them the message is told of at once */
  arrived(number: number, atNs: number, expected: number): void {
    const spread = this.#spreads.get(number) ?? this.#begin(number, atNs)
    spread.lastNs = atNs
    spread.copies++
    if (spread.copies >= expected) this.#end(number, spread)
  }

  /** Tells of messages whose first copy came before a time: no more are waited for. */
  endBefore(timeNs: number): void {
    for (const [number, spread] of this.#spreads) {
      if (spread.firstNs >= timeNs) return
      this.#end(number, spread)
    }
  }

  #begin(number: number, firstNs: number): Spread {
    if (this.#spreads.size >= this.#followed) this.#endOldest()
    const spread = { firstNs, lastNs: firstNs, copies: 0 }
    this.#spreads.set(number, spread)
    return spread
  }

  #endOldest(): void {
    for (const [number, spread] of this.#spreads) {
      this.#end(number, spread)
      return
    }
  }

  #end(number: number, spread: Spread): void {
    this.#spreads.delete(number)
    if (spread.copies > 1) this.#onSpread(spread.lastNs - spread.firstNs, spread.copies)
  }
}
