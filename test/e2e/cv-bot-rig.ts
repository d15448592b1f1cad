import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { type Bot, startBot } from '../../examples/cv-bot/src/bot.ts'
import { readSettings } from '../../examples/cv-bot/src/settings.ts'

/** What the tests of the bot need: a synthesiser, chat clients, and bots that are stopped with the test. */

const PATIENCE_MS = 10_000

/** One packet, decoded here and not by the bot's own code. */
export interface Packet {
  readonly address: string
  readonly volts: number
  /** Of `performance.now()`. */
  readonly atMs: number
}

/** Things that are waited for, and looked at anew whenever something has come. */
class Waiting {
  readonly #checks = new Set<() => void>()

  /** Resolves once it is so. @throws Error after 10 s */
  async until(met: () => boolean): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const check = (): void => {
      if (met()) resolve()
    }
    const late = setTimeout(() => reject(new Error(`it never came: ${String(met)}`)), PATIENCE_MS)
    this.#checks.add(check)
    try {
      check()
      await promise
    } finally {
      clearTimeout(late)
      this.#checks.delete(check)
    }
  }

  look(): void {
    for (const check of this.#checks) check()
  }
}

/** Takes packets as a synthesiser does, and keeps them. */
export class Receiver implements AsyncDisposable {
  readonly packets: Packet[] = []
  readonly #waiting = new Waiting()
  readonly #socket: Socket

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('message', (bytes) => {
      this.packets.push({ ...decode(bytes), atMs: performance.now() })
      this.#waiting.look()
    })
  }

  static async open(): Promise<Receiver> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 4_000_000 }).bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return new Receiver(socket)
  }

  get port(): number {
    return this.#socket.address().port
  }

  /** The voltages of a channel, in the order they came. */
  volts(channel: number): readonly number[] {
    return this.packets
      .filter(({ address }) => address === `/cv/${channel}`)
      .map(({ volts }) => Number(volts.toFixed(3)))
  }

  /** Resolves once it is so. @throws Error after 10 s */
  until(met: () => boolean): Promise<void> {
    return this.#waiting.until(met)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close()
  }
}

/** An address, `,f`, and a float: all else is an error. */
function decode(bytes: Buffer): Omit<Packet, 'atMs'> {
  const [, address = ''] = /^(\/cv\/\d+)\0{1,4},f\0\0/.exec(bytes.toString('latin1')) ?? []
  const head = Math.ceil((address.length + 1) / 4) * 4 + 4
  if (address === '' || bytes.length !== head + 4)
    throw new Error(`no packet: ${bytes.toString('hex')}`)
  return { address, volts: bytes.readFloatBE(head) }
}

/** What a client is answered. */
export interface Answer {
  readonly id: string | number | null
  readonly status: string
  readonly channel?: number
  readonly version?: number
  readonly reason?: string
  readonly scope?: string
  readonly retryAfterMs?: number
}

/** A chat client. */
export class Client implements Disposable {
  readonly #socket: WebSocket
  readonly #waiting = new Waiting()
  readonly answers: Answer[] = []
  #next = 1

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data) => {
      this.answers.push(JSON.parse((data as Buffer).toString()) as Answer)
      this.#waiting.look()
    })
    socket.on('error', () => {})
  }

  static async connect(port: number, path = '/chat?user=ada'): Promise<Client> {
    const client = new Client(new WebSocket(`ws://127.0.0.1:${port}${path}`))
    await once(client.#socket, 'open', { signal: AbortSignal.timeout(PATIENCE_MS) })
    return client
  }

  /** Says something, and resolves with what became of it. */
  async say(text: string): Promise<Answer> {
    return this.answerTo(this.send(text))
  }

  /** @returns the id */
  send(text: string): number {
    const id = this.#next++
    this.sendRaw(JSON.stringify({ id, text }))
    return id
  }

  sendRaw(data: string | Buffer): void {
    this.#socket.send(data)
  }

  async answerTo(id: number | null): Promise<Answer> {
    await this.until(() => this.answers.some((answer) => answer.id === id))
    return this.answers.find((answer) => answer.id === id) ?? { id, status: '' }
  }

  /** Resolves once it is so, looked at after every message. @throws Error after 10 s */
  until(met: () => boolean): Promise<void> {
    return this.#waiting.until(met)
  }

  /** The code that the connection is closed with. */
  async closed(): Promise<number> {
    if (this.#socket.readyState === WebSocket.CLOSED) return -1
    const [code] = await once(this.#socket, 'close', { signal: AbortSignal.timeout(PATIENCE_MS) })
    return Number(code)
  }

  [Symbol.dispose](): void {
    this.#socket.terminate()
  }
}

/** A bot with a synthesiser of its own. */
export interface Instance extends AsyncDisposable {
  readonly bot: Bot
  readonly receiver: Receiver
  get<T>(path: string): Promise<{ readonly status: number; readonly body: T }>
}

/** No limit that a test could run into, and on a busy machine no time-out either. */
export const UNLIMITED = {
  CV_BOT_USER_RATE: '1000000',
  CV_BOT_USER_BURST: '1000000',
  CV_BOT_GLOBAL_RATE: '1000000',
  CV_BOT_REFUSAL_RATE: '1000000',
  CV_BOT_REDIS_TIMEOUT_MS: '8000',
  CV_BOT_POSTGRES_TIMEOUT_MS: '8000',
} as const

type Variables = Readonly<Record<string, string | undefined>>

/** Starts a bot. Disposing of it stops it. */
export async function startInstance(
  places: { readonly redisUrl: string; readonly postgresUrl: string },
  variables: Variables,
): Promise<Instance> {
  const receiver = await Receiver.open()
  const own = { PORT: '0', OSC_PORT: String(receiver.port) }
  const bot = await startBot(readSettings({ ...own, ...variables }), places)
  let stopped = false
  return {
    bot: {
      ...bot,
      stop: async () => {
        stopped = true
        return bot.stop()
      },
    },
    receiver,
    get: async (path) => {
      const signal = AbortSignal.timeout(PATIENCE_MS)
      const response = await fetch(`http://127.0.0.1:${bot.port}${path}`, { signal })
      return { status: response.status, body: (await response.json()) as never }
    },
    [Symbol.asyncDispose]: async () => {
      if (!stopped) await bot.stop()
      await receiver[Symbol.asyncDispose]()
    },
  }
}

/** Asks again and again until it is so: for what nobody tells of. @throws Error after 10 s */
export async function eventually(met: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  while (!(await met())) {
    if (performance.now() > until) throw new Error('it never came')
    await delay(20)
  }
}
