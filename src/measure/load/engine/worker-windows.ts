import { type LaneWindow, type WorkerReading, type WorkerWindow, WINDOW_MS } from './parts.ts'

const WINDOW_NS = WINDOW_MS * 1e6

/** What hands over a lane's part of each window. */
export interface WindowedLane {
  /** What happened between these times of the monotonic clock; it is forgotten. */
  take(fromNs: number, untilNs: number): LaneWindow
}

/** The windows of one worker, on one axis: those of all lanes are closed together, with one reading of the process. */
export class WorkerWindows {
  readonly #parts: WorkerWindowsParts
  readonly #lanes: WindowedLane[] = []
  #index = 0
  #endNs: number

  constructor(parts: WorkerWindowsParts) {
    this.#parts = parts
    this.#endNs = parts.startNs + WINDOW_NS
  }

  add(lane: WindowedLane): void {
    this.#lanes.push(lane)
  }

  /** Closes every window that has ended by now. */
  advance(nowNs: number): void {
    while (nowNs >= this.#endNs) this.#close(this.#endNs)
  }

  /** Closes the last window, which may be short. */
  finish(nowNs: number): void {
    this.advance(nowNs)
    if (nowNs > this.#endNs - WINDOW_NS) this.#close(nowNs)
  }

  #close(untilNs: number): void {
    const fromNs = this.#endNs - WINDOW_NS
    this.#endNs += WINDOW_NS
    this.#parts.onWindow({
      index: this.#index++,
      durationMs: (untilNs - fromNs) / 1e6,
      lanes: this.#lanes.map((lane) => lane.take(fromNs, untilNs)),
      reading: this.#parts.read(),
    })
  }
}

/** What they are made of. */
export interface WorkerWindowsParts {
  /** Of the schedule, on the monotonic clock: the windows' axis. */
  readonly startNs: number
  /** What the worker can say of itself since the last call. */
  readonly read: () => WorkerReading
  /** Gets each window as it closes. */
  readonly onWindow: (window: WorkerWindow) => void
}
