import type { Interval } from '../summary/interval.ts'

/** A lasting change of level in a history, in the unit of its values. */
export interface ChangePoint {
  /** Position of the first value of the new level, 0-based. */
  readonly index: number
  /** Median of the values from the change before (or the start) up to this one. */
  readonly before: number
  /** Median of the values from here to the next change (or the end). */
  readonly after: number
  /** after − before. */
  readonly difference: number
  /** Where the difference lies, at the confidence of the options. */
  readonly interval: Interval
  /** after ÷ before; only where both levels are positive. */
  readonly ratio?: number
}

/** How to look for change points. */
export interface ChangePointOptions {
  /** Of the intervals: 0.99 (the default) means 99 %. It does not decide what is found. */
  readonly confidence?: number
  /** Values that a level lasts at least; an integer ≥ 3, default 7. Shorter excursions are incidents, not changes. */
  readonly leastLength?: number
}
