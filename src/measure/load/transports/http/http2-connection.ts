import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Client, Dispatcher } from 'undici'
import { messageOf } from '../../../../kernel/errors.ts'
import type { ExchangeEnd, LoadConnection, LoadConnectionEvents } from '../../../../model/load.ts'
import { CheckedAnswer } from './check/answer.ts'
import { monotonicNs } from '../exchanging/monotonic.ts'
import { type DialTimes, Line, type LineHolder } from './line.ts'
import type { ConnectionSetup } from './setup.ts'
import { type StreamHolder, Stream } from './http2-stream.ts'
import type { Overdue } from './sweep.ts'
import type { RequestParts } from './request.ts'
import type { Trouble } from '../exchanging/trouble.ts'

/** A connection may be idle as long as its server likes; so long, in ms, that undici never closes it by itself. */
const NEVER_MS = 2 ** 31 - 1

/** What undici is made with: the connection is ours, and so are all time-outs. */
export interface Http2Setup extends ConnectionSetup {
  readonly undici: typeof import('undici')
  readonly origin: string
}

/** One connection over which HTTP/2 is spoken, with as many streams at a time as pipelining allows. */
export class Http2Connection implements LoadConnection, LineHolder, StreamHolder, Overdue {
  readonly onread: undefined = undefined
  readonly #setup: Http2Setup
  readonly #events: LoadConnectionEvents
  readonly #line: Line
  /** Oldest first. */
  readonly #streams = new Set<Stream>()
  /** Nothing while there is no connection. */
  #client: Client | undefined
  /** The target opens no more streams on it, and ends those that there are. */
  #draining = false
  #times: DialTimes | undefined
  #heardNs = 0

  constructor(setup: Http2Setup, events: LoadConnectionEvents) {
    this.#setup = setup
    this.#events = events
    this.#line = new Line(setup.dialer, this)
    setup.sweep.add(this)
    this.#line.dial()
  }

  get free(): number {
    if (this.#client === undefined || this.#draining) return 0
    return this.#setup.pipelining - this.#streams.size
  }

  exchange(input: unknown, onEnd: ExchangeEnd): void {
    const client = this.#client
    if (client === undefined || this.free === 0)
      throw new Error('an exchange was started on a connection that has no room')
    const stream = new Stream(this, new CheckedAnswer(this.#setup.expectations), onEnd)
    this.#streams.add(stream)
    try {
      const parts = this.#setup.requests.partsFor(input)
      stream.outcome.bytesOut = parts.body?.length ?? 0
      stream.outcome.sentNs = monotonicNs()
      client.dispatch(dispatchOptions(parts), stream)
    } catch (thrown) {
      const trouble = { code: 'INPUT_INVALID', example: messageOf(thrown) }
      process.nextTick(() => stream.fail(trouble, monotonicNs()))
    }
  }

  close(): void {
    this.#line.close()
    this.#setup.sweep.delete(this)
    this.#detach({ code: 'CLOSED', example: 'the connection was closed' })
  }

  /** A stream that takes too long is reset alone, unless nothing came of any since it was opened. */
  endOverdue(nowNs: number): void {
    const { timeoutNs } = this.#setup.sweep
    this.#line.endOverdue(nowNs, timeoutNs)
    const trouble = { code: 'TIMEOUT', example: `no whole answer within ${timeoutNs / 1e6} ms` }
    for (const stream of this.#streams) {
      const { sentNs } = stream.outcome
      if (nowNs - sentNs <= timeoutNs) return
      stream.fail(trouble, nowNs)
      if (this.#heardNs < sentNs) return this.#giveUp(trouble)
    }
  }

  onOpen(socket: Socket, times: DialTimes): void {
    if (socket instanceof TLSSocket && socket.alpnProtocol !== 'h2') {
      this.#events.onTrouble('HTTP2_NOT_OFFERED', 'the target did not agree to HTTP/2 (ALPN)')
      this.#line.renew()
      return
    }
    this.#times = times
    this.#setup.counts.connections += 1
    this.#draining = false
    this.#client = this.#clientOn(socket)
    this.#events.onFree(this)
  }

  onUnmade({ code, example }: Trouble): void {
    this.#events.onTrouble(code, example)
  }

  onEnd(): void {
    this.#giveUp({ code: 'CLOSED', example: 'the target closed without an answer' })
  }

  onBroken(trouble: Trouble): void {
    if (this.#streams.size === 0) this.#events.onTrouble(trouble.code, trouble.example)
    this.#giveUp(trouble)
  }

  verdictOf(status: number): ReturnType<StreamHolder['verdictOf']> {
    return this.#setup.statuses.of(status)
  }

  onHeard(nowNs: number): void {
    this.#heardNs = nowNs
    this.#line.prove()
  }

  onStreamEnd(stream: Stream, tell: () => void): void {
    this.#streams.delete(stream)
    const times = this.#times
    this.#times = undefined
    stream.outcome.connectNs = times?.connectNs ?? 0
    stream.outcome.tlsNs = times?.tlsNs ?? 0
    this.#setup.counts.exchanges += 1
    if (times === undefined) this.#setup.counts.reused += 1
    tell()
    if (this.free > 0) this.#events.onFree(this)
    else if (this.#draining && this.#streams.size === 0) this.onEnd()
  }

  /** GOAWAY came (RFC 9113 §6.8), or undici has noticed by itself that the connection is gone. */
  #onDisconnect(client: Client): void {
    if (this.#client !== client) return
    this.#draining = true
    if (this.#streams.size === 0) this.onEnd()
  }

  /** undici speaks over the socket that was made here; when that is gone, it is not to make another. */
  #clientOn(socket: Socket): Client {
    let given = false
    // What ALPN says of a TLS socket; over TCP both sides are to know it beforehand (RFC 9113 §3.3).
    if (!(socket instanceof TLSSocket)) Object.assign(socket, { alpnProtocol: 'h2' })
    const client = new this.#setup.undici.Client(this.#setup.origin, {
      allowH2: true,
      pipelining: this.#setup.pipelining,
      h2Options: { maxConcurrentStreams: this.#setup.pipelining, pingInterval: 0 },
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: NEVER_MS,
      keepAliveMaxTimeout: NEVER_MS,
      connect: (_options, callback) => {
        if (given) callback(new Error('the connection was lost'), null)
        else callback(null, socket)
        given = true
      },
    })
    return client.on('disconnect', () => this.#onDisconnect(client))
  }

  #giveUp(trouble: Trouble): void {
    this.#detach(trouble)
    this.#line.renew()
  }

  #detach(trouble: Trouble): void {
    const client = this.#client
    this.#client = undefined
    this.#draining = false
    const nowNs = monotonicNs()
    for (const stream of this.#streams) stream.fail(trouble, nowNs)
    client?.destroy().catch(() => undefined)
  }
}

/** undici writes host and length by itself, and HTTP/2 has no `connection` (RFC 9113 §8.2.2). */
function dispatchOptions({
  method,
  path,
  headers,
  body,
}: RequestParts): Dispatcher.DispatchOptions {
  const fields = headers.filter(([name]) => name.toLowerCase() !== 'connection')
  return { method, path, headers: fields.flat(), body: body ?? null }
}
