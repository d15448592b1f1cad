/** What the thread that sends and the pacing thread share. */
export interface PacerMemory {
  /** Counts the orders: the pacing thread sleeps on it. */
  readonly order: Int32Array
  /** When to wake the other, in ns of the monotonic clock. */
  readonly due: Float64Array
}

/** The place of the counter in `order`. */
export const ORDER = 0

/** Nothing is due. */
export const NONE: number = Number.POSITIVE_INFINITY

/** 8 for the counter, so that the time behind it is aligned. */
export const PACER_BYTES = 16
