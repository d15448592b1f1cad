import type { WorkerWindow } from './parts.ts'

/** The windows of several workers, put beside each other: one comes out once every worker that still runs has closed it. */
export class WindowMerge {
  readonly #onComplete: (windows: readonly [WorkerWindow, ...WorkerWindow[]]) => void
  /** By worker: the index that it closes next; Infinity = it has ended. */
  readonly #next: number[]
  readonly #open = new Map<number, [WorkerWindow, ...WorkerWindow[]]>()
  #emitted = 0

  constructor(
    workers: number,
    onComplete: (windows: readonly [WorkerWindow, ...WorkerWindow[]]) => void,
  ) {
    this.#next = new Array<number>(workers).fill(0)
    this.#onComplete = onComplete
  }

  /** A worker's windows come in order. */
  add(worker: number, window: WorkerWindow): void {
    const open = this.#open.get(window.index)
    if (open === undefined) this.#open.set(window.index, [window])
    else open.push(window)
    this.#next[worker] = window.index + 1
    this.#emit()
  }

  /** No more will come of this worker. */
  end(worker: number): void {
    this.#next[worker] = Number.POSITIVE_INFINITY
    this.#emit()
  }

  #emit(): void {
    const closedByAll = Math.min(...this.#next)
    while (this.#emitted < closedByAll && this.#open.size > 0) {
      const windows = this.#open.get(this.#emitted)
      this.#open.delete(this.#emitted)
      this.#emitted++
      if (windows !== undefined) this.#onComplete(windows)
    }
  }
}
