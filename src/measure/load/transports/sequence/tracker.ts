/**
 * What became of a numbered stream: lost, doubled and reordered messages, from the numbers of those that arrived. Fixed
 * memory: one bit for each of the newest numbers.
 *
 *            lost (decided)    │ window: one bit each, seen or not │
 *     ─────────────────────────┼───────────────────────────────────┼──▶ numbers
 *                        highest − window                       highest
 *
 * Reordered: a number below the highest seen (RFC 4737 §3). Duplicate: a number seen before (RFC 5560 §3). Lost: a number
 * that was passed over and did not come while it was in the window; waiting longer needs a larger window, not more time.
 */

/** What one arrival was. `stale`: so far behind that it was given up as lost, or it can't be told whether it came before. */
export type Arrival = 'new' | 'reordered' | 'duplicate' | 'stale'

/** How many numbers behind the highest are told apart, unless said otherwise: 128 bytes a stream. */
const USUAL_WINDOW = 1024

/** Follows one stream. The first number that is seen is where it begins; smaller ones are reordered, never missed. */
export class SequenceTracker {
  readonly #window: number
  readonly #seen: Uint32Array
  /** −1 before the first. */
  #highest = -1
  /** The first number of all. */
  #started = 0
  /** Below this one nothing is missing, or given up already. */
  #floor = 0
  /** Numbers from the floor on that were seen. */
  #here = 0
  #lost = 0

  /** @param window whole number of 32s */
  constructor(window: number = USUAL_WINDOW) {
    if (!(window > 0) || window % 32 !== 0) {
      throw new RangeError(`a window must be a multiple of 32, not ${window}`)
    }
    this.#window = window
    this.#seen = new Uint32Array(window / 32)
  }

  /** The highest number seen; −1 before the first. */
  get highest(): number {
    return this.#highest
  }

  /** Numbers given up so far. */
  get lost(): number {
    return this.#lost
  }

  /** Numbers that were passed over, and may still come. */
  get missing(): number {
    return this.#highest < 0 ? 0 : this.#highest - this.#floor + 1 - this.#here
  }

  /** Takes the number of one arrival: a whole number from 0 to 2⁵³ − 1. */
  see(number: number): Arrival {
    if (this.#highest < 0) return this.#begin(number)
    if (number > this.#highest) return this.#advance(number)
    if (this.isStale(number)) return 'stale'
    if (this.#has(number)) return 'duplicate'
    this.#mark(number)
    if (number >= this.#floor) {
      this.#here++
      return 'reordered'
    }
    return number < this.#started ? 'reordered' : 'stale'
  }

  /** Whether a number is so far behind that it can't be told whether it came before. */
  isStale(number: number): boolean {
    return this.#highest >= 0 && number <= this.#highest - this.#window
  }

  /** Gives up what is missing, since nothing more is waited for. */
  giveUp(): void {
    this.#lost += this.missing
    this.#floor = this.#highest + 1
    this.#here = 0
  }

  /** Gives up what is missing, and begins anew with the next number, whichever it is. */
  restart(): void {
    this.giveUp()
    this.#highest = -1
    this.#floor = 0
    this.#seen.fill(0)
  }

  #begin(number: number): Arrival {
    this.#started = number
    this.#floor = number
    this.#highest = number
    this.#here = 1
    this.#mark(number)
    return 'new'
  }

  #advance(number: number): Arrival {
    this.#slideTo(number)
    this.#highest = number
    this.#mark(number)
    this.#here++
    return 'new'
  }

  /** Numbers that leave the window are seen or lost for good; those that come into it are not seen yet. */
  #slideTo(number: number): void {
    const bottom = number - this.#window + 1
    const leaving = Math.min(bottom, this.#highest + 1)
    for (let one = this.#floor; one < leaving; one++) {
      if (this.#has(one)) this.#here--
      else this.#lost++
    }
    if (bottom > this.#floor) {
      // What was jumped over entirely was never in the window.
      this.#lost += Math.max(0, bottom - Math.max(leaving, this.#floor))
      this.#floor = bottom
    }
    const entering = Math.max(this.#highest + 1, bottom)
    for (let one = entering; one < number; one++) this.#forget(one)
  }

  #has(number: number): boolean {
    const bit = number % this.#window
    return (((this.#seen[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1
  }

  #mark(number: number): void {
    const bit = number % this.#window
    this.#seen[bit >>> 5] = (this.#seen[bit >>> 5] ?? 0) | (1 << (bit & 31))
  }

  #forget(number: number): void {
    const bit = number % this.#window
    this.#seen[bit >>> 5] = (this.#seen[bit >>> 5] ?? 0) & ~(1 << (bit & 31))
  }
}
