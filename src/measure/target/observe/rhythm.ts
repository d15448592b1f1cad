import { monotonicNs } from '../../load/transports/exchanging/monotonic.ts'

const EVERY_NS = 1e9

/** So long before a window closes it is asked what happened in it, so that answers are there when it does. */
const LEAD_NS = 50e6

/** Windows shorter than this come more often than questions. */
const SHORTEST_ALIGNED_NS = 0.9 * EVERY_NS

/** Calls something once a second, and shortly before windows close, once it has seen one of them. Keeps no process alive. */
export class Rhythm implements Disposable {
  readonly #beat: () => void
  #phaseNs = monotonicNs()
  #timer: NodeJS.Timeout

  constructor(beat: () => void) {
    this.#beat = beat
    this.#timer = this.#next()
  }

  /** A window from here to there has closed: the next will a second later. */
  align(fromNs: number, toNs: number): void {
    if (toNs - fromNs < SHORTEST_ALIGNED_NS) return
    this.#phaseNs = toNs - LEAD_NS
    clearTimeout(this.#timer)
    this.#timer = this.#next()
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
  }

  #next(): NodeJS.Timeout {
    const sinceNs = monotonicNs() - this.#phaseNs
    const waitNs = EVERY_NS - (((sinceNs % EVERY_NS) + EVERY_NS) % EVERY_NS)
    const timer = setTimeout(() => {
      this.#timer = this.#next()
      this.#beat()
    }, waitNs / 1e6)
    return timer.unref()
  }
}
