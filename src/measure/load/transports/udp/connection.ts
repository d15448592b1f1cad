import type { Socket } from 'node:dgram'
import { messageOf } from '../../../../kernel/errors.ts'
import { createRandom } from '../../../../kernel/random.ts'
import type {
  ExchangeEnd,
  ExchangeOutcome,
  LoadConnection,
  LoadConnectionEvents,
} from '../../../../model/load.ts'
import { monotonicNs } from '../exchanging/monotonic.ts'
import { GrowingPause, USUAL_PAUSES } from '../exchanging/pauses.ts'
import { socketTrouble } from '../exchanging/trouble.ts'
import { INPUT_INVALID } from '../filling/input-problem.ts'
import { Answers } from './answers.ts'
import { type ExchangeOwner, UdpExchange } from './exchange.ts'
import { UdpLink } from './link.ts'
import type { SessionSocket, UdpSession } from './session.ts'

/** One socket, with a port of its own. It carries many exchanges at a time. */
export class UdpConnection implements LoadConnection, ExchangeOwner, SessionSocket {
  readonly #session: UdpSession
  readonly #events: LoadConnectionEvents
  readonly #link: UdpLink
  readonly #pending = new Map<number, UdpExchange>()
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
    const exchange = new UdpExchange(this, this.#next++, onEnd)
    this.#pending.set(exchange.sequence, exchange)
    const buffer = this.#session.buffers.take()
    try {
      exchange.bytesOut = this.#session.datagrams.write(buffer, input, exchange.sequence)
      exchange.sentNs = monotonicNs()
      this.#send(exchange, buffer)
    } catch (thrown) {
      this.#session.buffers.giveBack(buffer)
      exchange.sentNs = monotonicNs()
      // Not at once: whoever starts the next one when this has ended would do so within this call, and so on.
      queueMicrotask(() => this.#fail(exchange, INPUT_INVALID, messageOf(thrown)))
    }
  }

  close(): void {
    if (!this.#session.sockets.delete(this)) return
    this.#socket = undefined
    this.#link.close()
    for (const exchange of this.#pending.values()) {
      this.#fail(exchange, 'CLOSED', 'the socket was closed')
    }
  }

  timedOut(exchange: UdpExchange): void {
    const { url } = this.#session.settings
    if (!exchange.isSent) {
      return this.#fail(exchange, 'TIMEOUT', `the socket did not take a datagram for ${url}`)
    }
    this.#session.observed.count('lost')
    const cause = this.#trouble === '' ? '' : ` (${this.#trouble})`
    const { timeoutMs } = this.#session
    this.#fail(exchange, 'LOST', `no answer from ${url} within ${timeoutMs} ms${cause}`)
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

  #send(exchange: UdpExchange, buffer: Buffer): void {
    this.#session.deadlines.add(exchange, exchange.sentNs)
    this.#socket?.send(buffer, 0, exchange.bytesOut, (error) => {
      this.#session.buffers.giveBack(buffer)
      if (error === null) this.#accepted(exchange)
      else this.#failBy(exchange, error)
    })
  }

  #accepted(exchange: UdpExchange): void {
    exchange.isSent = true
    if (!this.#session.settings.isEcho) this.#end(exchange, this.#session.outcomes.sent(exchange))
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
    this.#end(exchange, this.#session.outcomes.answered(exchange, answer))
  }

  #troubled(code: string, example: string): void {
    this.#trouble = code
    // Whose datagram was refused is not said: those under way will be lost, with this as the likely cause.
    if (this.#pending.size === 0) this.#events.onTrouble(code, example)
  }

  #failBy(exchange: UdpExchange, error: Error): void {
    const { code, example } = socketTrouble(error, 'open')
    this.#fail(exchange, code, example)
  }

  #fail(exchange: UdpExchange, code: string, example: string): void {
    this.#end(exchange, this.#session.outcomes.failed(exchange, code, example))
  }

  /** Once for each: it may have ended before a late callback. */
  #end(exchange: UdpExchange, outcome: ExchangeOutcome): void {
    if (!this.#pending.delete(exchange.sequence)) return
    this.#session.deadlines.remove(exchange)
    exchange.onEnd(outcome)
    if (this.free > 0) this.#events.onFree(this)
  }
}
