import type { ExchangeEnd } from '../../../../model/load.ts'
import type { Waiting } from '../exchanging/deadlines.ts'
import type { Started } from '../exchanging/outcomes.ts'

/** Who is told that an exchange took too long. */
export interface ExchangeOwner {
  timedOut(exchange: WsExchange): void
}

/** One exchange under way. */
export class WsExchange implements Waiting<WsExchange>, Started {
  readonly owner: ExchangeOwner
  readonly sequence: number
  readonly onEnd: ExchangeEnd
  sentNs = 0
  bytesOut = 0
  deadlineNs = 0
  before: WsExchange | undefined
  after: WsExchange | undefined

  constructor(owner: ExchangeOwner, sequence: number, onEnd: ExchangeEnd) {
    this.owner = owner
    this.sequence = sequence
    this.onEnd = onEnd
  }
}
