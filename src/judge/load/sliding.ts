import type { Counts } from '../../model/run.ts'
import type { Histogram } from '../../stats/index.ts'

/** A closed window of a load test, as limits are judged on it. */
export interface JudgedWindow extends Counts {
  /** From the start of the schedule. */
  readonly startMs: number
  readonly durationMs: number
  /** Of the iterations that completed in it, ns; `undefined` = none did. */
  readonly latency: Histogram | undefined
}

/** Windows that follow one another without a gap count as one; those at the ends may be less than a clock tick apart. */
const SAME_MOMENT_MS = 1

/**
 * The newest windows of a load test, as many as make up a length: merged exactly, one added and one taken away as the
 * next one comes.
 *
 *   windows  ▁▁▁▁▁▁▁▁▁▁▁▁
 *            └── length ─┘      full: one more, one less ──▶ again full
 */
export class SlidingWindow {
  readonly #lengthMs: number
  #windows: JudgedWindow[] = []
  #latency: Histogram | undefined

  /** @param lengthMs of the whole; windows that don't make it up exactly make up a little more */
  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs
  }

  /** Takes the next window; gives all of the length that ends with it, `undefined` while there is less. */
  add(window: JudgedWindow): JudgedWindow | undefined {
    const last = this.#windows.at(-1)
    if (last !== undefined && !follows(last, window)) this.reset()
    this.#windows.push(window)
    this.#addLatency(window)
    this.#dropOldest()
    return this.#duration() >= this.#lengthMs ? this.#whole() : undefined
  }

  /** Forgets all: what comes next does not go with what was. */
  reset(): void {
    this.#windows = []
    this.#latency = undefined
  }

  #dropOldest(): void {
    for (;;) {
      const [oldest] = this.#windows
      if (oldest === undefined || this.#duration() - oldest.durationMs < this.#lengthMs) return
      this.#windows.shift()
      if (oldest.latency !== undefined) this.#latency?.subtract(oldest.latency)
    }
  }

  #addLatency({ latency }: JudgedWindow): void {
    if (latency === undefined) return
    if (this.#latency === undefined) this.#latency = latency.copy()
    else this.#latency.add(latency)
  }

  #duration(): number {
    return this.#windows.reduce((sum, { durationMs }) => sum + durationMs, 0)
  }

  #whole(): JudgedWindow {
    const sum = (count: (window: JudgedWindow) => number): number =>
      this.#windows.reduce((total, window) => total + count(window), 0)
    return {
      startMs: this.#windows[0]?.startMs ?? 0,
      durationMs: this.#duration(),
      scheduled: sum(({ scheduled }) => scheduled),
      started: sum(({ started }) => started),
      completed: sum(({ completed }) => completed),
      failed: sum(({ failed }) => failed),
      rejected: sum(({ rejected }) => rejected),
      late: sum(({ late }) => late),
      dropped: sum(({ dropped }) => dropped),
      latency: (this.#latency?.count ?? 0) > 0 ? this.#latency : undefined,
    }
  }
}

const follows = (last: JudgedWindow, next: JudgedWindow): boolean =>
  Math.abs(last.startMs + last.durationMs - next.startMs) <= SAME_MOMENT_MS
