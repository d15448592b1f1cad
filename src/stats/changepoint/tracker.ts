import { changePoints } from './change-points.ts'
import type { ChangePointOptions } from './change-point.ts'

/** A change that a {@link ChangePointTracker} has accepted. */
export interface TrackedChange {
  /** Position of the first value of the new level, 0-based, counted from the first value pushed. */
  readonly index: number
  /** Position of the value with which the change was seen. */
  readonly at: number
}

/** Change points of a history that grows value by value. What was accepted stays, and is reported once. */
export class ChangePointTracker {
  readonly #options: ChangePointOptions
  /** Values since the last accepted change. */
  readonly #level: number[] = []
  #start = 0
  #pushed = 0

  constructor(options: ChangePointOptions = {}) {
    this.#options = options
  }

  /** Takes the next value; returns the change that it revealed, if any. Throws a RangeError if it is not finite. */
  push(value: number): TrackedChange | undefined {
    if (!Number.isFinite(value))
      throw new RangeError(`a value of the history is not finite: ${value}`)
    this.#level.push(value)
    const at = this.#pushed++
    const first = changePoints(this.#level, this.#options)[0]
    if (first === undefined) return undefined
    const index = this.#start + first.index
    this.#level.splice(0, first.index)
    this.#start = index
    return { index, at }
  }
}
