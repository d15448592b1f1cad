import { type LaneWindow, type WorkerReading, type WorkerWindow, WINDOW_MS } from './parts.ts'

const WINDOW_NS = WINDOW_MS * 1e6

/** What hands over a lane's part of each window. */
export interface WindowedLane {
  /**
   * Ends the window between these times of the monotonic clock: what follows counts in the next one.
   * @returns the steps in which it is handed over, each of some 0.1 ms
   */
  cut(fromNs: number, untilNs: number): HandingOver
}

/** Steps whose last one gives a lane's part. */
export type HandingOver = Generator<undefined, LaneWindow>

/**
 * The windows of one worker, on one axis: those of all lanes are cut together, with one reading of the process. What they
 * hold is handed over a step a turn, so that no arrival waits for all of it.
 */
export class WorkerWindows {
  readonly #parts: WorkerWindowsParts
  readonly #lanes: WindowedLane[] = []
  /** Of the window that was cut last; undefined = it is handed over. */
  #steps: Iterator<undefined, undefined> | undefined
  #index = 0
  #endNs: number

  constructor(parts: WorkerWindowsParts) {
    this.#parts = parts
    this.#endNs = parts.startNs + WINDOW_NS
  }

  add(lane: WindowedLane): void {
    this.#lanes.push(lane)
  }

  /** Cuts every window that has ended by now. */
  advance(nowNs: number): void {
    while (nowNs >= this.#endNs) this.#cut(this.#endNs)
  }

  /** Cuts the last window, which may be short; all are handed over at once. */
  finish(nowNs: number): void {
    this.advance(nowNs)
    if (nowNs > this.#endNs - WINDOW_NS) this.#cut(nowNs)
    this.#flush()
  }

  #cut(untilNs: number): void {
    this.#flush()
    const fromNs = this.#endNs - WINDOW_NS
    this.#endNs += WINDOW_NS
    const steps = this.#lanes.map((lane) => lane.cut(fromNs, untilNs))
    const durationMs = (untilNs - fromNs) / 1e6
    this.#steps = this.#handOver({ index: this.#index++, durationMs }, steps)
    this.#parts.later(this.#step)
  }

  *#handOver(
    window: Pick<WorkerWindow, 'index' | 'durationMs'>,
    steps: readonly HandingOver[],
  ): Generator<undefined, undefined> {
    const reading = this.#parts.read()
    yield
    const lanes: LaneWindow[] = []
    for (const each of steps) lanes.push(yield* each)
    this.#parts.onWindow({ ...window, lanes, reading })
    return undefined
  }

  readonly #step = (): void => {
    if (this.#steps === undefined) return
    if (this.#steps.next().done === true) this.#steps = undefined
    else this.#parts.later(this.#step)
  }

  #flush(): void {
    while (this.#steps?.next().done === false) continue
    this.#steps = undefined
  }
}

/** What they are made of. */
export interface WorkerWindowsParts {
  /** Of the schedule, on the monotonic clock: the windows' axis. */
  readonly startNs: number
  /** What the worker can say of itself since the last call. */
  readonly read: () => WorkerReading
  /** Gets each window, once it is handed over. */
  readonly onWindow: (window: WorkerWindow) => void
  /** Takes the next step after what is due now, as `setImmediate` does. */
  readonly later: (step: () => void) => void
}
