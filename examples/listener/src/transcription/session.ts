import { WebSocket } from 'ws'
import { TranscriptionError } from './errors.ts'
import {
  parseServerMessage,
  SAMPLE_RATE_HZ,
  type ServerMessage,
  type Terminate,
  type Turn,
} from './protocol.ts'

/** One connection to a recogniser. Every method fails with a {@link TranscriptionError} once the session has failed. */
export interface Session {
  /** Sends a frame of audio; waits while too much is on its way. */
  send(frame: Uint8Array): Promise<void>
  /** Says that no audio follows; resolves when the recogniser has said everything. */
  finish(): Promise<void>
  /** Frees the connection, whatever its state. May be called again. */
  close(): void
}

export interface SessionOptions {
  /** The recogniser's address, `ws://host:port/v3/ws`. */
  readonly url: string
  /** Called for every turn, partial ones too. */
  readonly onTurn: (turn: Turn) => void
  /** The longest wait for any one answer: the connection, room to send, the end. */
  readonly timeoutMs: number
}

/** Frames on their way beyond this many bytes make `send` wait (2 s of audio). */
const HIGH_WATER_BYTES = 64_000

/**
 * Connects, and waits for the recogniser to begin.
 * @throws {TranscriptionError}
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const session = new SocketSession(options)
  try {
    await session.began()
    return session
  } catch (error) {
    session.close()
    throw error
  }
}

class SocketSession implements Session {
  readonly #socket: WebSocket
  readonly #options: SessionOptions
  readonly #begun = Promise.withResolvers<void>()
  readonly #terminated = Promise.withResolvers<void>()
  /** Never resolves; rejects when the session fails. Every wait races it. */
  readonly #failed = Promise.withResolvers<never>()
  #failure: TranscriptionError | undefined

  constructor(options: SessionOptions) {
    this.#options = options
    this.#failed.promise.catch(() => {}) // whoever waits gets it; nobody waiting is no crash
    this.#socket = new WebSocket(`${options.url}?sample_rate=${SAMPLE_RATE_HZ}`, {
      perMessageDeflate: false,
      handshakeTimeout: options.timeoutMs,
    })
    // ws gives Buffers, unless `binaryType` is changed.
    this.#socket.on('message', (data) => this.#receive((data as Buffer).toString()))
    this.#socket.on('error', (error) => this.#fail(fromSocketError(error)))
    this.#socket.on('close', (code, reason) => this.#fail(fromClose(code, String(reason))))
  }

  began(): Promise<void> {
    return this.#within(this.#begun.promise, 'the beginning of the session')
  }

  async send(frame: Uint8Array): Promise<void> {
    if (this.#failure) throw this.#failure
    if (this.#socket.bufferedAmount < HIGH_WATER_BYTES) return this.#socket.send(frame, ignore)
    const written = Promise.withResolvers<void>()
    this.#socket.send(frame, () => written.resolve()) // an error comes through `close`
    await this.#within(written.promise, 'room to send')
  }

  async finish(): Promise<void> {
    if (this.#failure) throw this.#failure
    this.#socket.send(JSON.stringify({ type: 'Terminate' } satisfies Terminate), ignore)
    await this.#within(this.#terminated.promise, 'the end of the session')
    this.close()
  }

  close(): void {
    this.#socket.terminate()
  }

  #receive(text: string): void {
    const message = parseServerMessage(text)
    if (message) return this.#accept(message)
    this.#fail(
      new TranscriptionError('bad-message', `not a recogniser's message: ${text.slice(0, 80)}`),
    )
    this.close()
  }

  #accept(message: ServerMessage): void {
    switch (message.type) {
      case 'Begin':
        return this.#begun.resolve()
      case 'Turn':
        return this.#options.onTurn(message)
      case 'Termination':
        return this.#terminated.resolve()
    }
  }

  #fail(failure: TranscriptionError): void {
    this.#failure ??= failure // the first reason is the cause; closing follows from it
    this.#failed.reject(this.#failure)
  }

  async #within(awaited: Promise<void>, what: string): Promise<void> {
    const late = Promise.withResolvers<never>()
    const { timeoutMs } = this.#options
    const timer = setTimeout(
      () =>
        late.reject(new TranscriptionError('timed-out', `${what} did not come in ${timeoutMs} ms`)),
      timeoutMs,
    )
    try {
      await Promise.race([awaited, this.#failed.promise, late.promise])
    } finally {
      clearTimeout(timer)
    }
  }
}

/** A failed write is followed by `close`, which tells why. */
function ignore(): void {}

function fromSocketError(error: Error): TranscriptionError {
  // The socket has the same time for it as whoever waits for the session to begin: either may be the first to say so.
  if (error.message.includes('handshake has timed out')) {
    return new TranscriptionError('timed-out', 'the beginning of the session: no handshake')
  }
  const reset = /ECONNRESET|EPIPE/.test(error.message)
  return new TranscriptionError(reset ? 'connection-lost' : 'connect-failed', error.message)
}

function fromClose(code: number, reason: string): TranscriptionError {
  return code >= 4000
    ? new TranscriptionError('refused', `the recogniser refused: ${reason} (${code})`)
    : new TranscriptionError('connection-lost', `the connection was cut (code ${code})`)
}
