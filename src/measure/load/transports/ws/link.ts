import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'
import { NS_PER_MS } from '../../../../kernel/units.ts'
import { socketTrouble, type Trouble } from '../exchanging/trouble.ts'
import { monotonicNs } from '../exchanging/monotonic.ts'
import type { GrowingPause } from '../exchanging/pauses.ts'

/** What a link is made with. */
export interface LinkOptions {
  /** Begins to connect; may throw. */
  readonly open: () => WebSocket
  /** For the handshake as a whole. */
  readonly timeoutMs: number
  readonly pause: GrowingPause
}

/** What a link tells its owner. */
export interface LinkEvents {
  readonly onOpen: (socket: WebSocket) => void
  readonly onMessage: (data: Buffer, isBinary: boolean) => void
  /** It could not be made, or broke; it will be tried again. */
  readonly onBroken: (code: string, example: string) => void
}

/** A server gets this long to answer a farewell. */
const FAREWELL_MS = 1_000

/** Going away, as RFC 6455 §7.4.1 has it: the purpose is fulfilled. */
const NORMAL = 1_000

/**
 * A WebSocket that is made anew when it breaks, with growing pauses.
 *
 *     connecting ──▶ open ──▶ broken ──▶ pause ──▶ connecting …       close() ends it in any of these
 *         └──────────────────▲
 */
export class WsLink {
  readonly #options: LinkOptions
  readonly #events: LinkEvents
  #socket: WebSocket | undefined
  #timer: NodeJS.Timeout | undefined
  /** Monotonic; 0 while it is not open. */
  #openSinceNs = 0

  constructor(options: LinkOptions, events: LinkEvents) {
    this.#options = options
    this.#events = events
    // Not at once: its owner is not complete yet.
    this.#timer = setTimeout(() => this.#try(), 0)
  }

  /** Ends what there is, and makes it anew; nobody is told. */
  restart(): void {
    const socket = this.#socket
    this.#socket = undefined
    socket?.terminate()
    this.#tryAgain()
  }

  /** Says farewell; resolves when the socket is gone. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    const socket = this.#socket
    this.#socket = undefined
    if (socket !== undefined) await farewell(socket)
  }

  #try(): void {
    const { open, timeoutMs } = this.#options
    let socket: WebSocket
    try {
      socket = open()
    } catch (thrown) {
      const { code, example } = socketTrouble(thrown, 'calling')
      return this.#pauseAfter(code, example)
    }
    this.#socket = socket
    this.#timer = setTimeout(
      () => this.#broke(socket, 'CONNECT_TIMEOUT', `no WebSocket within ${timeoutMs} ms`),
      timeoutMs,
    )
    this.#listen(socket)
  }

  #listen(socket: WebSocket): void {
    socket.on('open', () => this.#opened(socket))
    socket.on('message', (data, isBinary) => {
      // `nodebuffer`, the package's default type, is always one Buffer.
      if (socket === this.#socket && Buffer.isBuffer(data)) this.#events.onMessage(data, isBinary)
    })
    socket.on('unexpected-response', (_request, response) => {
      this.#broke(socket, `WS_HANDSHAKE_${response.statusCode}`, refusalText(response))
    })
    socket.on('error', (error) => {
      const { code, example } = troubleOf(error, this.#openSinceNs > 0)
      this.#broke(socket, code, example)
    })
    socket.on('close', (code, reason) => {
      this.#broke(socket, `WS_CLOSED_${code}`, closeText(code, reason))
    })
  }

  #opened(socket: WebSocket): void {
    if (socket !== this.#socket) return
    clearTimeout(this.#timer)
    this.#openSinceNs = monotonicNs()
    this.#events.onOpen(socket)
  }

  /** The first word about a socket counts: an error is followed by its close. */
  #broke(socket: WebSocket, code: string, example: string): void {
    if (socket !== this.#socket) return
    this.#socket = undefined
    socket.terminate()
    this.#pauseAfter(code, example)
  }

  #pauseAfter(code: string, example: string): void {
    this.#tryAgain()
    this.#events.onBroken(code, example)
  }

  #tryAgain(): void {
    clearTimeout(this.#timer)
    const since = this.#openSinceNs
    this.#openSinceNs = 0
    const livedMs = since === 0 ? 0 : (monotonicNs() - since) / NS_PER_MS
    this.#timer = setTimeout(() => this.#try(), this.#options.pause.next(livedMs))
  }
}

/** Ends a socket politely where it is open, and at once where it is not. */
function farewell(socket: WebSocket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(() => socket.terminate(), FAREWELL_MS)
  socket.once('close', () => {
    clearTimeout(timer)
    resolve()
  })
  // A paused socket would not hear the answer.
  socket.resume()
  if (socket.readyState === socket.OPEN) socket.close(NORMAL)
  else socket.terminate()
  return promise
}

const refusalText = ({ statusCode, statusMessage = '' }: IncomingMessage): string =>
  `the server answered the handshake with ${statusCode} ${statusMessage}`.trimEnd()

function troubleOf(error: Error, isOpen: boolean): Trouble {
  const { code, example } = socketTrouble(error, isOpen ? 'open' : 'calling')
  // What has no code of the system is an answer to the handshake that is none.
  if (code === 'SOCKET_FAILED' && !isOpen) return { code: 'WS_HANDSHAKE_FAILED', example }
  return { code, example }
}

function closeText(code: number, reason: Buffer): string {
  const said = reason.length === 0 ? '' : `: ${reason.toString('utf8')}`
  // 1006 is never sent: it stands for an end without a farewell (RFC 6455 §7.4.1).
  if (code === 1006) return 'the connection ended without a close frame (1006)'
  return `the server closed the connection (${code}${said})`
}
