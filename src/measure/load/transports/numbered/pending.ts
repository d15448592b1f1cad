import { messageOf } from '../../../../kernel/errors.ts'
import type { ExchangeOutcome } from '../../../../model/load.ts'
import type { Deadlines } from '../exchanging/deadlines.ts'
import { monotonicNs } from '../exchanging/monotonic.ts'
import type { Outcomes } from '../exchanging/outcomes.ts'
import { socketTrouble } from '../exchanging/trouble.ts'
import { INPUT_INVALID } from '../filling/input-problem.ts'
import type { NumberedExchange } from './exchange.ts'

/** What the connections of one client share. */
export interface SharedExchanging {
  readonly outcomes: Outcomes
  readonly deadlines: Deadlines<NumberedExchange>
}

/** The exchanges under way on one connection, the oldest first. Each ends once, however often it is told. */
export class Pending {
  readonly #shared: SharedExchanging
  readonly #onEnded: () => void
  readonly #byNumber = new Map<number, NumberedExchange>()

  /** @param onEnded called behind each end: there is more room */
  constructor(shared: SharedExchanging, onEnded: () => void) {
    this.#shared = shared
    this.#onEnded = onEnded
  }

  get size(): number {
    return this.#byNumber.size
  }

  /** The one that began first. */
  get oldest(): NumberedExchange | undefined {
    for (const exchange of this.#byNumber.values()) return exchange
    return undefined
  }

  get(sequence: number): NumberedExchange | undefined {
    return this.#byNumber.get(sequence)
  }

  add(exchange: NumberedExchange): void {
    this.#byNumber.set(exchange.sequence, exchange)
  }

  /** Its time begins. */
  start(exchange: NumberedExchange): void {
    exchange.sentNs = monotonicNs()
    this.#shared.deadlines.add(exchange, exchange.sentNs)
  }

  /** Nothing can be sent for its input. */
  refuse(exchange: NumberedExchange, thrown: unknown): void {
    exchange.sentNs = monotonicNs()
    // Not at once: whoever starts the next one when this has ended would do so within this call, and so on.
    queueMicrotask(() => this.fail(exchange, INPUT_INVALID, messageOf(thrown)))
  }

  fail(exchange: NumberedExchange, code: string, example: string): void {
    this.end(exchange, this.#shared.outcomes.failed(exchange, code, example))
  }

  /** The socket did not take it. */
  failBy(exchange: NumberedExchange, error: Error): void {
    const { code, example } = socketTrouble(error, 'open')
    this.fail(exchange, code, example)
  }

  failAll(code: string, example: string): void {
    for (const exchange of this.#byNumber.values()) this.fail(exchange, code, example)
  }

  /** It may have ended before, by a late callback. */
  end(exchange: NumberedExchange, outcome: ExchangeOutcome): void {
    if (!this.#byNumber.delete(exchange.sequence)) return
    this.#shared.deadlines.remove(exchange)
    exchange.onEnd(outcome)
    this.#onEnded()
  }
}
