import type { ExchangeOutcome } from '../../../model/load.ts'
import type { Iteration } from './iteration.ts'

/** What iterations are carried out by: connections of a client, or a scenario's code. */
export interface Work extends AsyncDisposable {
  /** Whom it tells; set once, before the first start. */
  events: WorkEvents
  /** Takes up an iteration if anything is free for it, and says whether it did. */
  start(iteration: Iteration): boolean
  /** Called once for every iteration object, before its first start. */
  prepare(iteration: Iteration): void
}

/** What happens to work. */
export interface WorkEvents {
  /** The iteration is over; the outcome is not kept. */
  onEnded(iteration: Iteration, outcome: ExchangeOutcome): void
  /** Its object may be used again. Follows {@link onEnded}, at once unless the iteration was given up. */
  onReleased(iteration: Iteration): void
  /** Something has become free. */
  onFree(): void
  /** A connection broke, or could not be made. @param isLast nothing is up any more that could take an iteration */
  onTrouble(trouble: Trouble, isLast: boolean): void
}

/** What befell a connection between exchanges. */
export interface Trouble {
  readonly code: string
  readonly example: string
}

/** Before anyone listens. */
export const NOBODY: WorkEvents = {
  onEnded: () => undefined,
  onReleased: () => undefined,
  onFree: () => undefined,
  onTrouble: () => undefined,
}
