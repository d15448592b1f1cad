import type { WebSocket } from 'ws'
import { createRandom } from '../../../../kernel/random.ts'
import type { ExchangeEnd, LoadConnection, LoadConnectionEvents } from '../../../../model/load.ts'
import { monotonicNs } from '../exchanging/monotonic.ts'
import { GrowingPause, USUAL_PAUSES } from '../exchanging/pauses.ts'
import { answeredBy, countStray, judgementOf } from './answers.ts'
import { type ExchangeOwner, NumberedExchange } from '../numbered/exchange.ts'
import { Pending } from '../numbered/pending.ts'
import { WsLink } from './link.ts'
import type { WsContent } from '../../../../model/exchanges/ws.ts'
import { PushedStream } from './pushed.ts'
import { Received } from './received.ts'
import type { SessionSocket, WsSession } from './session.ts'
import { isSlowReader, SlowReading } from './slow-reading.ts'

/** One WebSocket, made anew when it breaks. */
export class WsConnection implements LoadConnection, ExchangeOwner, SessionSocket {
  readonly #session: WsSession
  readonly #events: LoadConnectionEvents
  readonly #link: WsLink
  readonly #pending: Pending
  readonly #isSlow: boolean
  readonly #pushed: PushedStream | undefined
  /** While it is open. */
  #socket: WebSocket | undefined
  #slowReading: SlowReading | undefined
  #wasOpen = false

  constructor(session: WsSession, events: LoadConnectionEvents) {
    this.#session = session
    this.#events = events
    this.#pending = new Pending(session, () => {
      if (this.free > 0) events.onFree(this)
    })
    const { plan, timeoutMs, observed, fanOut } = session
    const index = session.nextIndex++
    this.#isSlow = plan.slowReaders !== undefined && isSlowReader(index, plan.slowReaders)
    const onCopy = (sequence: number, atNs: number): void =>
      fanOut.arrived(sequence, atNs, session.readers)
    this.#pushed =
      plan.pushed && new PushedStream(plan.pushed, observed, this.#isSlow ? undefined : onCopy)
    const pause = new GrowingPause(plan.reconnect ?? USUAL_PAUSES, createRandom(index))
    this.#link = new WsLink(
      { open: () => session.openSocket(), timeoutMs, pause },
      {
        onOpen: (socket) => this.#opened(socket),
        onMessage: (data, isBinary) => this.#received(data, isBinary),
        onBroken: (code, example) => this.#broke(code, example),
      },
    )
    session.sockets.add(this)
  }

  get free(): number {
    return this.#socket === undefined ? 0 : this.#session.inFlight - this.#pending.size
  }

  exchange(input: unknown, onEnd: ExchangeEnd): void {
    const exchange = new NumberedExchange(this, this.#session.nextSequence++, onEnd)
    this.#pending.add(exchange)
    try {
      const message = this.#session.makeMessage?.(input, exchange.sequence)
      this.#pending.start(exchange)
      if (message !== undefined) this.#send(exchange, message)
    } catch (thrown) {
      this.#pending.refuse(exchange, thrown)
    }
  }

  close(): void {
    if (!this.#session.sockets.delete(this)) return
    this.#shut()
    this.#pushed?.end()
    this.#session.expectEnd(this.#link.close())
    this.#pending.failAll('CLOSED', 'the connection was closed')
  }

  timedOut(exchange: NumberedExchange): void {
    const { timeoutMs, plan } = this.#session
    this.#pending.fail(exchange, 'TIMEOUT', `nothing came within ${timeoutMs} ms`)
    const isOrdered = plan.exchange.kind === 'reply' && plan.exchange.match === 'next'
    if (!isOrdered || this.#socket === undefined) return
    // Its answer may come yet, and would be taken for the next one's.
    this.#shut()
    this.#link.restart()
    this.#pending.failAll('CLOSED', 'closed, since an answer before it did not come in time')
  }

  #opened(socket: WebSocket): void {
    const { plan, observed } = this.#session
    this.#socket = socket
    if (this.#wasOpen) observed.count('reconnects')
    this.#wasOpen = true
    if (!this.#isSlow) this.#session.readers++
    else if (plan.slowReaders) this.#slowReading = new SlowReading(socket, plan.slowReaders)
    this.#events.onFree(this)
  }

  /** It carries nothing any more. */
  #shut(): void {
    if (this.#socket === undefined) return
    this.#socket = undefined
    this.#slowReading?.[Symbol.dispose]()
    if (!this.#isSlow) this.#session.readers--
  }

  #broke(code: string, example: string): void {
    this.#shut()
    this.#pushed?.broke()
    if (this.#pending.size === 0) this.#events.onTrouble(code, example)
    else this.#pending.failAll(code, example)
  }

  #send(exchange: NumberedExchange, message: WsContent): void {
    exchange.bytesOut = Buffer.byteLength(message)
    // Where an answer is awaited, a socket that can't send says so by its end.
    if (this.#session.plan.exchange.kind !== 'send') return this.#socket?.send(message)
    this.#socket?.send(message, (error) => {
      if (error) this.#pending.failBy(exchange, error)
      else this.#pending.end(exchange, this.#session.outcomes.sent(exchange))
    })
  }

  #received(data: Buffer, isBinary: boolean): void {
    const message = new Received(data, isBinary, monotonicNs())
    const { plan } = this.#session
    if (plan.exchange.kind === 'reply') {
      const exchange = answeredBy(message, this.#pending, this.#session)
      if (exchange !== undefined) return this.#answer(exchange, message)
    }
    const isPushed = this.#pushed?.see(message) ?? false
    const waiting = plan.exchange.kind === 'receive' ? this.#pending.oldest : undefined
    if (waiting !== undefined) this.#answer(waiting, message)
    else if (!isPushed) countStray(message, this.#session)
  }

  #answer(exchange: NumberedExchange, message: Received): void {
    const { plan, outcomes } = this.#session
    const answer = { atNs: message.atNs, bytesIn: message.data.length }
    this.#pending.end(
      exchange,
      outcomes.answered(exchange, answer, judgementOf(message, plan.exchange)),
    )
  }
}
