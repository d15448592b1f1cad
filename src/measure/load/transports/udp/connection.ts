import type { Socket } from 'node:dgram'
import { createRandom } from '../../../../kernel/random.ts'
import type { ExchangeEnd, LoadConnection, LoadConnectionEvents } from '../../../../model/load.ts'
import { monotonicNs } from '../exchanging/monotonic.ts'
import { GrowingPause, USUAL_PAUSES } from '../exchanging/pauses.ts'
import { Answers } from './answers.ts'
import { type ExchangeOwner, NumberedExchange } from '../numbered/exchange.ts'
import { Pending } from '../numbered/pending.ts'
import { UdpLink } from './link.ts'
import type { SessionSocket, UdpSession } from './session.ts'

/** One socket, with a port of its own. It carries many exchanges at a time. */
export class UdpConnection implements LoadConnection, ExchangeOwner, SessionSocket {
  readonly #session: UdpSession
  readonly #events: LoadConnectionEvents
  readonly #link: UdpLink
  readonly #pending: Pending
  readonly #answers: Answers
  #socket: Socket | undefined
  /** Sequence number of the next datagram. */
  #next = 0
  /** What the socket was told since the last answer: the likely cause of a loss. */
  #trouble = ''
  #dropsSeen = 0

  constructor(session: UdpSession, events: LoadConnectionEvents) {
    this.#session = session
    this.#events = events
    this.#answers = new Answers(session)
    this.#pending = new Pending(session, () => {
      if (this.free > 0) events.onFree(this)
    })
    const { settings, timeoutMs, sockets } = session
    const pause = new GrowingPause(USUAL_PAUSES, createRandom(sockets.size))
    this.#link = new UdpLink({ ...settings, timeoutMs }, pause, {
      onOpen: (socket) => this.#opened(socket),
      onTrouble: (code, example) => this.#troubled(code, example),
    })
    sockets.add(this)
  }

  get free(): number {
    return this.#socket === undefined ? 0 : this.#session.settings.inFlight - this.#pending.size
  }

  exchange(input: unknown, onEnd: ExchangeEnd): void {
    const exchange = new NumberedExchange(this, this.#next++, onEnd)
    this.#pending.add(exchange)
    const buffer = this.#session.buffers.take()
    try {
      exchange.bytesOut = this.#session.datagrams.write(buffer, input, exchange.sequence)
      this.#pending.start(exchange)
      this.#send(exchange, buffer)
    } catch (thrown) {
      this.#session.buffers.giveBack(buffer)
      this.#pending.refuse(exchange, thrown)
    }
  }

  close(): void {
    if (!this.#session.sockets.delete(this)) return
    this.#socket = undefined
    this.#link.close()
    this.#pending.failAll('CLOSED', 'the socket was closed')
  }

  timedOut(exchange: NumberedExchange): void {
    const { url } = this.#session.settings
    if (!exchange.isSent) {
      return this.#pending.fail(
        exchange,
        'TIMEOUT',
        `the socket did not take a datagram for ${url}`,
      )
    }
    this.#session.observed.count('lost')
    const cause = this.#trouble === '' ? '' : ` (${this.#trouble})`
    const { timeoutMs } = this.#session
    this.#pending.fail(exchange, 'LOST', `no answer from ${url} within ${timeoutMs} ms${cause}`)
  }

  countDrops(drops: ReadonlyMap<number, number>): void {
    const dropped = (this.#socket && drops.get(this.#socket.address().port)) ?? this.#dropsSeen
    this.#session.observed.count('droppedHere', dropped - this.#dropsSeen)
    this.#dropsSeen = dropped
  }

  #opened(socket: Socket): void {
    this.#socket = socket
    if (this.#session.settings.isEcho) socket.on('message', (bytes) => this.#received(bytes))
    this.#events.onFree(this)
  }

  #send(exchange: NumberedExchange, buffer: Buffer): void {
    this.#socket?.send(buffer, 0, exchange.bytesOut, (error) => {
      this.#session.buffers.giveBack(buffer)
      if (error === null) this.#accepted(exchange)
      else this.#pending.failBy(exchange, error)
    })
  }

  #accepted(exchange: NumberedExchange): void {
    exchange.isSent = true
    if (!this.#session.settings.isEcho)
      this.#pending.end(exchange, this.#session.outcomes.sent(exchange))
  }

  #received(bytes: Buffer): void {
    const atNs = monotonicNs()
    const sequence = this.#answers.sequenceOf(bytes, this.#next)
    if (sequence === undefined) return
    const exchange = this.#pending.get(sequence)
    this.#answers.count(sequence, exchange !== undefined)
    if (exchange === undefined) return
    this.#trouble = ''
    const answer = { atNs, bytesIn: bytes.length }
    this.#pending.end(exchange, this.#session.outcomes.answered(exchange, answer))
  }

  #troubled(code: string, example: string): void {
    this.#trouble = code
    // Whose datagram was refused is not said: those under way will be lost, with this as the likely cause.
    if (this.#pending.size === 0) this.#events.onTrouble(code, example)
  }
}
