import type { WebSocket } from 'ws'

/** How often a viewer is asked whether it is still there; an answer, or anything read, counts until the next time. */
export interface PingTimes {
  readonly everyMs: number
}

const PING_TIMES: PingTimes = { everyMs: 20_000 }

/** So much may wait to be sent; whoever reads more slowly is told less often. */
const MOST_WAITING_BYTES = 256 * 1024

/** Viewers have nothing to say: whoever talks all the same is sent away. */
const MOST_MESSAGES = 100

const NORMAL = { goingAway: 1001, policyViolation: 1008 } as const

/** What a viewer is told with. */
export interface ViewerParts {
  /** The state as it is now. */
  readonly state: () => Buffer
  readonly times?: PingTimes
}

/**
 * One connection. Whoever is too slow for updates misses them, and gets the state as it is once everything before has been
 * sent: so it is as new as can be, and what waits is bounded.
 *
 *   told ──▶ behind (too much waits: updates are left out) ──(all sent)──▶ state ──▶ told
 */
export class Viewer {
  readonly #socket: WebSocket
  readonly #parts: ViewerParts
  readonly #timer: NodeJS.Timeout
  #isBehind = false
  #isThere = true
  #waitedBytes = 0
  #messages = 0

  constructor(socket: WebSocket, parts: ViewerParts) {
    this.#socket = socket
    this.#parts = parts
    const { everyMs } = parts.times ?? PING_TIMES
    this.#timer = setInterval(() => this.#ping(), everyMs).unref()
    socket.on('pong', () => {
      this.#isThere = true
    })
    socket.on('ping', (data) => this.#onPing(data))
    socket.on('message', () => this.#onMessage())
    // A connection that breaks ends with `close`.
    socket.on('error', () => socket.terminate())
    socket.once('close', () => clearInterval(this.#timer))
  }

  /** Tells the state. */
  begin(): void {
    this.#isBehind = false
    this.#send(this.#parts.state())
  }

  /** Tells an update, or lets it go. */
  tell(update: Buffer): void {
    if (this.#isBehind) return
    if (this.#socket.bufferedAmount > MOST_WAITING_BYTES) this.#isBehind = true
    else this.#send(update)
  }

  /** Resolves once it is gone; if it does not go by itself, it is sent. */
  async close(goodbyeMs: number): Promise<void> {
    const socket = this.#socket
    if (socket.readyState === socket.CLOSED) return
    const gone = Promise.withResolvers<void>()
    socket.once('close', () => gone.resolve())
    socket.close(NORMAL.goingAway, 'the server ends')
    const timer = setTimeout(() => socket.terminate(), goodbyeMs)
    await gone.promise
    clearTimeout(timer)
  }

  #send(text: Buffer): void {
    this.#socket.send(text, { binary: false }, () => this.#onSent())
  }

  #onSent(): void {
    const { readyState, OPEN, bufferedAmount } = this.#socket
    if (this.#isBehind && readyState === OPEN && bufferedAmount === 0) this.begin()
  }

  /** Whoever reads something, however slowly, is there: an answer would wait behind all of it. */
  #ping(): void {
    const { bufferedAmount } = this.#socket
    const reads = bufferedAmount < this.#waitedBytes
    this.#waitedBytes = bufferedAmount
    if (!this.#isThere && !reads) return this.#socket.terminate()
    this.#isThere = false
    this.#socket.ping()
  }

  /** Whoever asks without ever reading an answer would have all of them kept. */
  #onPing(data: Buffer): void {
    if (this.#socket.bufferedAmount <= MOST_WAITING_BYTES) this.#socket.pong(data)
  }

  #onMessage(): void {
    this.#messages++
    if (this.#messages > MOST_MESSAGES) {
      this.#socket.close(NORMAL.policyViolation, 'there is nothing to be said here')
    }
  }
}
