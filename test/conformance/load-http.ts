import { createServer, type Socket } from 'node:net'
import type { HttpClient } from '../../src/measure/load/transports/http/client.ts'
import type { HttpOutcome } from '../../src/measure/load/transports/http/outcome.ts'
import type { FilledHttpPlan } from '../../src/measure/load/transports/http/input.ts'
import { httpTransport } from '../../src/measure/load/transports/http/transport.ts'
import type { LoadConnection } from '../../src/model/load.ts'
import { listen, type Listening } from '../support/listening.ts'

/** Servers that answer, servers that misbehave, and one connection that is driven by hand. */

/** Nothing here takes so long, however slow the machine. */
const LIMIT_MS = 20_000

/** A server that does to each connection what it is told; `requests` counts the heads that have come on it. */
export function rawServer(
  onRequest: (socket: Socket, requests: number) => void,
): Promise<Listening> {
  return listen(
    createServer((socket) => {
      let text = ''
      let requests = 0
      socket.setNoDelay(true).on('data', (bytes) => {
        text += bytes.toString('latin1')
        for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
          text = text.slice(end + 4)
          requests += 1
          onRequest(socket, requests)
        }
      })
    }),
  )
}

/** An answer with a length. */
export const answer = (body: string, head = 'HTTP/1.1 200 OK'): string =>
  `${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`

/** What went wrong between exchanges. */
export interface SeenTrouble {
  readonly code: string
  readonly example: string
  readonly atMs: number
}

/** How to drive. */
export interface DriveOptions {
  readonly timeoutMs?: number
  readonly pipelining?: number
  readonly signal?: AbortSignal
}

/** One connection, whose exchanges are started one by one. */
export class Driver implements AsyncDisposable {
  readonly client: HttpClient
  readonly connection: LoadConnection
  readonly troubles: SeenTrouble[] = []
  /** How often it was told that there is room. */
  freed = 0
  #waiting: (() => void)[] = []

  constructor(client: HttpClient) {
    this.client = client
    this.connection = client.connect({
      onFree: () => {
        this.freed += 1
        this.#wake()
      },
      onTrouble: (code, example) => {
        this.troubles.push({ code, example, atMs: performance.now() })
        this.#wake()
      },
    })
  }

  /** Waits for room, does one exchange, and tells how it ended. */
  async exchange(input?: unknown): Promise<HttpOutcome> {
    await this.until(() => this.connection.free > 0)
    return within(this.start(input), 'the end of an exchange')
  }

  /** Starts an exchange where there is room already. */
  start(input?: unknown): Promise<HttpOutcome> {
    const { promise, resolve } = Promise.withResolvers<HttpOutcome>()
    this.connection.exchange(input, (outcome) => {
      // The object is filled anew for the next.
      resolve({ connectNs: 0, tlsNs: 0, ...outcome })
    })
    return promise
  }

  /** Waits for something that comes true with an event of the connection. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#waiting.push(resolve)
      await within(promise, 'an event of the connection')
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client[Symbol.asyncDispose]()
  }

  #wake(): void {
    const woken = this.#waiting
    this.#waiting = []
    for (const wake of woken) wake()
  }
}

/** Opens a client with one connection. */
export async function drive(plan: FilledHttpPlan, options: DriveOptions = {}): Promise<Driver> {
  const { timeoutMs = LIMIT_MS, pipelining = 1, signal = new AbortController().signal } = options
  return new Driver(await httpTransport.open(plan, { timeoutMs, pipelining, signal }))
}

/** A wait that does not go on for ever. */
export async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  const { promise: over, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`waited too long for ${what}`)), LIMIT_MS)
  try {
    return await Promise.race([promise, over])
  } finally {
    clearTimeout(timer)
  }
}
