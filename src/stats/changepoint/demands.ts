/** What a change has to show. */
export interface Demands {
  /** Gain in log-likelihood of two levels over one, autocorrelation allowed for. */
  readonly gain: number
  /** Values on either side of a change at least. */
  readonly leastLength: number
  /** The same for the last level, which may go on. */
  readonly leastTail: number
}

/** Of a whole history: the place of a change is free too, so the longer the history the more it has to show. */
export function demandsOfHistory(length: number, leastLength: number): Demands {
  return { gain: 3 + 1.3 * Math.log(length), leastLength, leastTail: leastLength }
}

/** A value at a time: incidents of 4 runs are common, the fifth run makes a level. */
const LEAST_TAIL = 5
/** Every value is another chance to err, also where there are few yet. */
const GAIN_WHILE_TRACKING = 15

/** Of a history that grows. */
export function demandsWhileTracking(leastLength: number): Demands {
  const leastTail = Math.min(LEAST_TAIL, leastLength)
  return { gain: GAIN_WHILE_TRACKING, leastLength, leastTail }
}
