/** Starts iterations by a schedule. */
export interface Driver {
  /** Resolves once the schedule is over, or {@link stop} was called; what is in flight then goes on. */
  run(): Promise<void>
  /** Starts no more. */
  stop(): void
}

/** Most iterations that are started in one turn of the event loop: answers are to be read in between. */
export const MOST_IN_A_TURN = 64
