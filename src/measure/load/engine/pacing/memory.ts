/** What the thread that sends and the pacing thread share. */
export interface PacerMemory {
  /** Of orders and rings: each thread sleeps on the other's. */
  readonly counters: Int32Array<SharedArrayBuffer>
  /** When to wake the other, in ns of the monotonic clock. */
  readonly due: Float64Array<SharedArrayBuffer>
}

/** Places in `counters`. */
export const ORDER = 0
export const RING = 1

/** Nothing is due. */
export const NONE: number = Number.POSITIVE_INFINITY

/** Two counters of 4 bytes, and a time of 8 behind them. */
export const PACER_BYTES = 16

/** The same memory, for each of the threads. */
export function memoryIn(shared: SharedArrayBuffer): PacerMemory {
  return { counters: new Int32Array(shared, 0, 2), due: new Float64Array(shared, 8, 1) }
}
