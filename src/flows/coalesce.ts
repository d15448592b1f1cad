import type { Clock } from '../kernel/clock.ts'

/** What coalescing waits by. */
export interface Waiting {
  readonly clock: Clock
  /** As `setTimeout`. @returns what calls it off */
  readonly later: (run: () => void, delayMs: number) => () => void
}

/** The machine's own timers; they keep no process alive. */
export const later: Waiting['later'] = (run, delayMs) => {
  const timer = setTimeout(run, delayMs).unref()
  return () => clearTimeout(timer)
}

/** However often something happens, it is passed on at most once in a time, and soon after the first of it. */
export class Coalesce implements Disposable {
  readonly #everyMs: number
  readonly #pass: () => void
  readonly #waiting: Waiting
  #callOff: (() => void) | undefined
  #passedAtNs = Number.NEGATIVE_INFINITY

  constructor(everyMs: number, pass: () => void, waiting: Waiting) {
    this.#everyMs = everyMs
    this.#pass = pass
    this.#waiting = waiting
  }

  /** Something has happened. */
  happened(): void {
    if (this.#callOff !== undefined) return
    const sinceMs = (this.#waiting.clock.now() - this.#passedAtNs) / 1e6
    this.#callOff = this.#waiting.later(
      () => {
        this.#callOff = undefined
        this.#passedAtNs = this.#waiting.clock.now()
        this.#pass()
      },
      Math.max(0, this.#everyMs - sinceMs),
    )
  }

  [Symbol.dispose](): void {
    this.#callOff?.()
    this.#callOff = undefined
  }
}
