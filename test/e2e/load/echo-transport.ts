import { appendFileSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import type {
  ExchangeEnd,
  ExchangeOutcome,
  LoadClient,
  LoadClientOptions,
  LoadConnection,
  LoadConnectionEvents,
  LoadTransport,
} from '../../../src/model/load.ts'

/** What is sent to the echo server. */
export interface EchoPlan {
  readonly port: number
  /** One a exchange, round and round. */
  readonly lines: readonly string[]
  /** Where each worker writes its process id. */
  readonly pidFile?: string
}

/** A transport as users write their own: a line out, a line in, over TCP. */
export const echoTransport: LoadTransport<EchoPlan> = {
  kind: 'echo',
  open: async (plan, options) => {
    if (plan.pidFile !== undefined) appendFileSync(plan.pidFile, `${process.pid}\n`)
    return new EchoClient(plan, options)
  },
}

const RECONNECT_MS = 50
const nowNs = (): number => Number(process.hrtime.bigint())

class EchoClient implements LoadClient {
  readonly #plan: EchoPlan
  readonly #options: LoadClientOptions
  readonly #connections: EchoConnection[] = []
  #count = 0

  constructor(plan: EchoPlan, options: LoadClientOptions) {
    this.#plan = plan
    this.#options = options
  }

  connect(events: LoadConnectionEvents): LoadConnection {
    const { port, lines } = this.#plan
    const nextLine = (): string => lines[this.#count++ % lines.length] ?? 'echo'
    const connection = new EchoConnection({ port, nextLine, events, ...this.#options })
    this.#connections.push(connection)
    return connection
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const connection of this.#connections) connection.close()
  }
}

interface EchoParts {
  readonly port: number
  readonly timeoutMs: number
  readonly nextLine: () => string
  readonly events: LoadConnectionEvents
}

class EchoConnection implements LoadConnection {
  readonly #parts: EchoParts
  #socket: Socket
  #isUp = false
  #isClosed = false
  #onEnd: ExchangeEnd | undefined
  #sentNs = 0
  #timer: NodeJS.Timeout | undefined
  #reason = 'CLOSED'

  constructor(parts: EchoParts) {
    this.#parts = parts
    this.#socket = this.#dial()
  }

  get free(): number {
    return this.#isUp && this.#onEnd === undefined ? 1 : 0
  }

  exchange(_input: unknown, onEnd: ExchangeEnd): void {
    this.#onEnd = onEnd
    this.#sentNs = nowNs()
    this.#timer = setTimeout(() => this.#break('TIMEOUT'), this.#parts.timeoutMs)
    this.#socket.write(`${this.#parts.nextLine()}\n`)
  }

  close(): void {
    this.#isClosed = true
    this.#socket.destroy()
  }

  #dial(): Socket {
    const socket = createConnection({ port: this.#parts.port, host: '127.0.0.1', noDelay: true })
    socket.setEncoding('utf8')
    socket.on('connect', () => {
      this.#isUp = true
      this.#parts.events.onFree(this)
    })
    socket.on('data', (text: string) => this.#answered(text.trim()))
    socket.on('error', (thrown) => {
      this.#reason = String(Reflect.get(thrown, 'code'))
    })
    socket.on('close', () => this.#closed())
    return socket
  }

  #answered(answer: string): void {
    if (answer === 'ok') this.#end({ kind: 'ok', code: '' })
    else if (answer === '429') this.#end({ kind: 'rejected', code: 'HTTP_429' })
    else this.#end({ kind: 'failed', code: `HTTP_${answer}` })
  }

  #break(reason: string): void {
    this.#reason = reason
    this.#socket.destroy()
  }

  #closed(): void {
    const reason = this.#reason
    this.#reason = 'CLOSED'
    this.#isUp = false
    if (this.#onEnd !== undefined) this.#end({ kind: 'failed', code: reason })
    else if (!this.#isClosed) this.#parts.events.onTrouble(reason, `connection: ${reason}`)
    if (!this.#isClosed) setTimeout(() => (this.#socket = this.#dial()), RECONNECT_MS).unref()
  }

  #end(how: Pick<ExchangeOutcome, 'kind' | 'code'>): void {
    clearTimeout(this.#timer)
    const onEnd = this.#onEnd
    this.#onEnd = undefined
    const times = { sentNs: this.#sentNs, endedNs: nowNs(), firstByteNs: 0 }
    onEnd?.({ ...how, example: `answered ${how.code}`, ...times, bytesOut: 5, bytesIn: 3 })
    if (this.free > 0) this.#parts.events.onFree(this)
  }
}
