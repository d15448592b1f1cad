import type { Alarm } from './pacing/alarm.ts'
import type { Dispatcher } from './dispatcher.ts'
import { type Driver, MOST_IN_A_TURN } from './driver.ts'

/**
 * The open model: iterations start at the schedule's times, whatever became of those before. What the generator is late
 * for it starts as soon as it can, timed from when it was due; it is never skipped in silence, or made up afterwards.
 */
export class OpenDriver implements Driver {
  readonly #parts: OpenDriverParts
  readonly #over = Promise.withResolvers<void>()
  #nextNs: number

  constructor(parts: OpenDriverParts) {
    this.#parts = parts
    this.#nextNs = this.#draw()
    parts.alarm.onRing = () => this.#turn()
  }

  run(): Promise<void> {
    this.#goOn()
    return this.#over.promise
  }

  stop(): void {
    this.#nextNs = Number.POSITIVE_INFINITY
    this.#over.resolve()
  }

  #turn(): void {
    const { dispatcher, now } = this.#parts
    for (let taken = 0; taken < MOST_IN_A_TURN; taken++) {
      // Read for each: handing over the one before took time as well.
      const handedNs = now()
      if (handedNs < this.#nextNs) break
      const intendedNs = this.#nextNs
      this.#nextNs = this.#draw()
      dispatcher.submit(intendedNs, handedNs, -1)
    }
    this.#goOn()
  }

  #goOn(): void {
    if (this.#nextNs === Number.POSITIVE_INFINITY) this.#over.resolve()
    else this.#parts.alarm.set(this.#nextNs)
  }

  #draw(): number {
    return this.#parts.startNs + this.#parts.arrivals.next() * 1e6
  }
}

/** What an open driver is made of. */
export interface OpenDriverParts {
  /** In ms from the start, ascending; Infinity when there are no more. */
  readonly arrivals: { next(): number }
  /** Of the schedule, on the monotonic clock. */
  readonly startNs: number
  readonly dispatcher: Dispatcher
  readonly alarm: Alarm
  readonly now: () => number
}
