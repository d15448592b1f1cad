import type { ExchangeEnd } from '../../../../model/load.ts'
import type { Waiting } from '../exchanging/deadlines.ts'
import type { Started } from '../exchanging/outcomes.ts'

/** Who is told that an exchange took too long. */
export interface ExchangeOwner {
  timedOut(exchange: NumberedExchange): void
}

/** One exchange under way, with the number by which its answer is known. */
export class NumberedExchange implements Waiting<NumberedExchange>, Started {
  readonly owner: ExchangeOwner
  readonly sequence: number
  readonly onEnd: ExchangeEnd
  sentNs = 0
  bytesOut = 0
  /** Whether the socket has taken it. */
  isSent = false
  deadlineNs = 0
  before: NumberedExchange | undefined
  after: NumberedExchange | undefined

  constructor(owner: ExchangeOwner, sequence: number, onEnd: ExchangeEnd) {
    this.owner = owner
    this.sequence = sequence
    this.onEnd = onEnd
  }
}
