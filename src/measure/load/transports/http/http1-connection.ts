import type { OnReadOpts, Socket } from 'node:net'
import { messageOf } from '../../../../kernel/errors.ts'
import type { ExchangeEnd, LoadConnection, LoadConnectionEvents } from '../../../../model/load.ts'
import { skipLineEnds } from './ascii.ts'
import { CheckedAnswer } from './check/answer.ts'
import { monotonicNs } from '../exchanging/monotonic.ts'
import { NO_STATUS_LINE } from './framing.ts'
import { InFlight } from './in-flight.ts'
import { type DialTimes, Line, type LineHolder } from './line.ts'
import { ReusedOutcome } from './outcome.ts'
import { type Rest, ResponseParser, type ResponseSink } from './parser.ts'
import type { ConnectionSetup } from './setup.ts'
import type { Overdue } from './sweep.ts'
import type { Trouble } from '../exchanging/trouble.ts'

/**
 * All sockets of a process read into the same memory: what came is dealt with before the next read.
 * TLS hands over records of 16 KiB, a busy socket what fits.
 */
const readBuffer = Buffer.allocUnsafeSlow(65_536)

/** What the exchanges end with that were waiting behind one that took the connection down. */
const BEHIND: Trouble = {
  code: 'CLOSED',
  example: 'the connection was given up because of an exchange before this one',
}

const NO_ANSWER: Trouble = { code: 'CLOSED', example: 'the target closed without an answer' }

/** One connection over which HTTP/1.1 is spoken, with as many exchanges in flight as pipelining allows. */
export class Http1Connection implements LoadConnection, LineHolder, ResponseSink, Overdue {
  readonly onread: OnReadOpts
  readonly #setup: ConnectionSetup
  readonly #events: LoadConnectionEvents
  readonly #line: Line
  readonly #parser: ResponseParser
  readonly #answer: CheckedAnswer
  readonly #checksAnswers: boolean
  readonly #inFlight: InFlight
  readonly #room: number
  readonly #outcome = new ReusedOutcome()
  /** Nothing while there is no connection. */
  #socket: Socket | undefined
  #times: DialTimes | undefined
  /** When the bytes came that are being read. */
  #arrivedNs = 0
  /** Of the oldest exchange in flight; 0 = none came. */
  #firstByteNs = 0
  /** Responses that this socket has brought. */
  #answered = 0

  constructor(setup: ConnectionSetup, events: LoadConnectionEvents) {
    this.#setup = setup
    this.#events = events
    this.#answer = new CheckedAnswer(setup.expectations)
    const { wantsHeaders, wantsBody } = this.#answer
    this.#checksAnswers = wantsHeaders || wantsBody
    const bodiless = setup.requests.fixed.method === 'HEAD'
    this.#parser = new ResponseParser(this, { bodiless, wantsHeaders, wantsBody })
    this.#room = setup.pipelining
    this.#inFlight = new InFlight(this.#room)
    this.onread = { buffer: readBuffer, callback: (length) => this.#onBytes(length) }
    this.#line = new Line(setup.dialer, this)
    setup.sweep.add(this)
    this.#line.dial()
  }

  get free(): number {
    return this.#socket === undefined ? 0 : this.#room - this.#inFlight.count
  }

  exchange(input: unknown, onEnd: ExchangeEnd): void {
    const socket = this.#socket
    if (socket === undefined || this.#inFlight.count === this.#room)
      throw new Error('an exchange was started on a connection that has no room')
    let bytes: Buffer
    try {
      bytes = this.#setup.requests.bytesFor(input)
    } catch (thrown) {
      // Told later, as every end is: who starts an exchange is not ready for its end yet.
      process.nextTick(() => this.#refuse(messageOf(thrown), onEnd))
      return
    }
    this.#inFlight.add(monotonicNs(), bytes.length, onEnd)
    socket.write(bytes)
  }

  close(): void {
    this.#line.close()
    this.#setup.sweep.delete(this)
    this.#detach()
    this.#failAll({ code: 'CLOSED', example: 'the connection was closed' })
  }

  endOverdue(nowNs: number): void {
    const { timeoutNs } = this.#setup.sweep
    this.#line.endOverdue(nowNs, timeoutNs)
    if (nowNs - this.#inFlight.oldestSentNs <= timeoutNs || this.#inFlight.count === 0) return
    this.#giveUp(
      { code: 'TIMEOUT', example: `no whole answer within ${timeoutNs / 1e6} ms` },
      BEHIND,
    )
  }

  onOpen(socket: Socket, times: DialTimes): void {
    this.#socket = socket
    this.#times = times
    this.#answered = 0
    this.#parser.reset()
    this.#answer.forget()
    this.#setup.counts.connections += 1
    this.#events.onFree(this)
  }

  onUnmade({ code, example }: Trouble): void {
    this.#events.onTrouble(code, example)
  }

  /** Between exchanges that is a server's right, and no trouble. */
  onEnd(): void {
    this.#arrivedNs = monotonicNs()
    const socket = this.#socket
    const came = this.#parser.end()
    // A body that the end completed has given the connection up already.
    if (this.#socket !== socket) return
    if (came === 'truncated')
      this.#giveUp({ code: 'TRUNCATED', example: 'the target closed within an answer' }, NO_ANSWER)
    else this.#giveUp(NO_ANSWER, NO_ANSWER)
  }

  onBroken(trouble: Trouble): void {
    if (this.#inFlight.count === 0) this.#events.onTrouble(trouble.code, trouble.example)
    this.#giveUp(trouble, trouble)
  }

  onHeader(bytes: Buffer, from: number, to: number): void {
    this.#answer.addHeaderLine(bytes, from, to)
  }

  onBody(bytes: Buffer, from: number, to: number): void {
    this.#answer.addBody(bytes, from, to)
  }

  onResponse(rest: Rest): boolean {
    const socket = this.#socket
    const parser = this.#parser
    const surplus = rest === 'surplus' || (rest === 'response' && this.#inFlight.count === 1)
    const goesOn = parser.keepAlive && !surplus
    this.#judge(surplus)
    this.#answered += 1
    this.#line.prove()
    if (!goesOn) this.#detach()
    this.#endOldest(this.#arrivedNs)
    if (!goesOn) {
      this.#failAll(surplus ? BEHIND : NO_ANSWER)
      this.#line.renew()
      return false
    }
    if (rest === 'response') this.#firstByteNs = this.#arrivedNs
    if (this.free > 0) this.#events.onFree(this)
    return this.#socket === socket
  }

  #onBytes(length: number): boolean {
    const socket = this.#socket
    if (socket === undefined) return true
    this.#arrivedNs = monotonicNs()
    if (this.#inFlight.count === 0) {
      this.#onUnasked(length)
      return true
    }
    if (this.#firstByteNs === 0) this.#firstByteNs = this.#arrivedNs
    // With pipelining the requests that one read gives room for leave together.
    if (this.#room > 1) socket.cork()
    const problem = this.#parser.read(readBuffer, length)
    if (this.#room > 1) socket.uncork()
    if (problem !== '') this.#giveUp(this.#unreadable(problem), BEHIND)
    return true
  }

  /** What no exchange waits for is the end of an answer that was longer than it said, or nobody's. */
  #onUnasked(length: number): void {
    const from = skipLineEnds(readBuffer, 0, length)
    if (from === length) return
    const { code } = this.#unreadable(NO_STATUS_LINE)
    this.#events.onTrouble(code, 'bytes came that no request had asked for')
    this.#giveUp(BEHIND, BEHIND)
  }

  /** What begins no response, but follows one, belongs to that one's body. */
  #unreadable(problem: string): Trouble {
    return problem === NO_STATUS_LINE && this.#answered > 0
      ? { code: 'WRONG_CONTENT_LENGTH', example: 'bytes follow the body that are no response' }
      : { code: 'MALFORMED_RESPONSE', example: problem }
  }

  /** Writes what the response means into the outcome. */
  #judge(surplus: boolean): void {
    const outcome = this.#outcome
    const verdict = this.#setup.statuses.of(this.#parser.status)
    const problem = this.#checksAnswers ? this.#answer.finish() : ''
    outcome.kind = verdict.kind
    outcome.code = verdict.code
    outcome.example = verdict.example
    if (verdict.kind !== 'ok') return
    if (surplus) outcome.fail('WRONG_CONTENT_LENGTH', 'bytes follow the body that are no response')
    else if (problem !== '') outcome.fail('CHECK_FAILED', problem)
  }

  /** Tells the oldest exchange the outcome that was written. */
  #endOldest(endedNs: number): void {
    const outcome = this.#outcome
    const onEnd = this.#inFlight.take(outcome)
    outcome.endedNs = endedNs
    outcome.firstByteNs = this.#firstByteNs
    outcome.bytesIn = this.#parser.bytes
    this.#firstByteNs = 0
    this.#countAndTime()
    onEnd(outcome)
  }

  #countAndTime(): void {
    const times = this.#times
    const { counts } = this.#setup
    this.#times = undefined
    counts.exchanges += 1
    if (times === undefined) counts.reused += 1
    this.#outcome.connectNs = times?.connectNs ?? 0
    this.#outcome.tlsNs = times?.tlsNs ?? 0
  }

  /** Fails what is in flight, the oldest for one reason and those behind it for another, and makes a new connection. */
  #giveUp(oldest: Trouble, behind: Trouble): void {
    this.#detach()
    if (this.#inFlight.count > 0) {
      this.#outcome.fail(oldest.code, oldest.example)
      this.#endOldest(monotonicNs())
    }
    this.#failAll(behind)
    this.#line.renew()
  }

  #failAll({ code, example }: Trouble): void {
    while (this.#inFlight.count > 0) {
      this.#parser.bytes = 0
      this.#outcome.fail(code, example)
      this.#endOldest(monotonicNs())
    }
  }

  /** From here on there is no room, and what still comes is not read. */
  #detach(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }

  #refuse(why: string, onEnd: ExchangeEnd): void {
    const nowNs = monotonicNs()
    const outcome = new ReusedOutcome()
    outcome.fail('INPUT_INVALID', why)
    outcome.sentNs = nowNs
    outcome.endedNs = nowNs
    onEnd(outcome)
    if (this.free > 0) this.#events.onFree(this)
  }
}
