/** When a virtual user starts again. */

/** How a user pauses. */
export interface Pacing {
  /** After each answer. */
  readonly thinkTimeMs: number
  /** Shortest time from one start to the next; 0 = none. */
  readonly pacingMs: number
}

/** One iteration of a user. Times from the same start, in ms. */
export interface UserIteration {
  /** When it was to start: what {@link nextStartMs} gave. Not when it did, so that lateness does not add up. */
  readonly intendedMs: number
  readonly endedMs: number
}

/** When the user's next iteration is to start: after the pause, and not before its pacing allows. */
export function nextStartMs(last: UserIteration, { thinkTimeMs, pacingMs }: Pacing): number {
  return Math.max(last.endedMs + thinkTimeMs, last.intendedMs + pacingMs)
}
