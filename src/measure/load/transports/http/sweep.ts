import { monotonicNs } from '../exchanging/monotonic.ts'

/** Something that may have waited too long. */
export interface Overdue {
  /** Ends what has waited too long by now. */
  endOverdue(nowNs: number): void
}

/** Shares of the time-out that a look may come late, and the bounds of how often is looked. */
const LOOKS_PER_TIMEOUT = 20
const MOST_OFTEN_MS = 5
const SELDOMEST_MS = 100

/**
 * Looks at all connections of a client now and then for what has taken too long: one timer for all of them, and none
 * to set or clear with an exchange. A time-out comes up to a twentieth of it late, at most 100 ms.
 */
export class Sweep implements Disposable {
  readonly timeoutNs: number
  readonly #watched = new Set<Overdue>()
  readonly #timer: NodeJS.Timeout

  constructor(timeoutMs: number) {
    this.timeoutNs = timeoutMs * 1e6
    const every = Math.min(SELDOMEST_MS, Math.max(MOST_OFTEN_MS, timeoutMs / LOOKS_PER_TIMEOUT))
    // It keeps no process alive: the sockets that it watches do.
    this.#timer = setInterval(() => this.#look(), every).unref()
  }

  add(watched: Overdue): void {
    this.#watched.add(watched)
  }

  delete(watched: Overdue): void {
    this.#watched.delete(watched)
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    this.#watched.clear()
  }

  #look(): void {
    const nowNs = monotonicNs()
    for (const watched of this.#watched) watched.endOverdue(nowNs)
  }
}
