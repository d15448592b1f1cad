import type { ExchangeEnd } from '../../../model/load.ts'
import type { IterationStages } from './stages.ts'

/** Where an iteration is. `overdue`: it was given up, but still holds its place, since nothing can take it back. */
export type IterationState = 'idle' | 'waiting' | 'running' | 'overdue'

/**
 * One iteration on its way. The objects are used again: at 100,000 a second, making them anew would cost more than what
 * they carry. Times are of the monotonic clock, in ns.
 *
 *   intended ──── handed ──────── sent ──────── ended
 *      │ send lag   │ waits for a   │  service     │
 *      │ (ours)     │ connection    │              │
 *      └──────────────── latency ─────────────────┘
 */
export class Iteration {
  state: IterationState = 'idle'
  /** Of this worker, from 0. */
  sequence = 0
  intendedNs = 0
  handedNs = 0
  /** Whether its intended start lies in the steady state. */
  steady = false
  /** Which virtual user; −1 in the open model. */
  user = -1
  input: unknown = undefined
  /** What carries it: known to the work alone. */
  carrier: unknown = undefined
  /** Set by the work, once. */
  onEnd: ExchangeEnd = unprepared
  /** Where the work is code. */
  stages: IterationStages | undefined = undefined
}

function unprepared(): never {
  throw new Error('an iteration ended that no work was prepared for')
}
