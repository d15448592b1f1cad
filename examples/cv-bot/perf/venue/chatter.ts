import { once } from 'node:events'
import { WebSocket } from 'ws'
import { NeverCame, Waiting } from './waiting.ts'

/** What became of a message, as the bot says it. */
export interface Answer {
  readonly id: number | null
  readonly status: 'accepted' | 'rejected' | 'invalid' | 'unavailable'
  readonly reason?: string
  readonly scope?: string
}

/** @throws OtherAnswer */
export function requireStatus(answer: Answer, status: 'accepted' | 'invalid'): void {
  if (answer.status !== status) throw new OtherAnswer(answer)
}

/** A load test counts `REJECTED` as rejected: the bot's own limit, and no failure. */
class OtherAnswer extends Error {
  readonly code: string

  constructor({ status, reason, scope }: Answer) {
    super([status, reason, scope].filter((part) => part !== undefined).join(': '))
    this.code = status.toUpperCase()
  }
}

const CONNECT_TIMEOUT_MS = 5000
/** What the bot answers to a message whose id it can't read. */
const NO_ID = 'an answer without an id'

/** One chat client. It connects anew when it was cut off. */
export class Chatter implements Disposable {
  readonly #url: string
  readonly #waiting = new Waiting<Answer>('NO_ANSWER')
  #socket: WebSocket | undefined
  #connecting: Promise<WebSocket> | undefined
  #ids = 0

  private constructor(url: string) {
    this.#url = url
  }

  /** @param url of the bot, `http://…` */
  static async join(url: string, user: string): Promise<Chatter> {
    const place = `${url.replace(/^http/, 'ws')}/chat?user=${encodeURIComponent(user)}`
    const chatter = new Chatter(place)
    await chatter.#connected()
    return chatter
  }

  /** Says something, and resolves with what became of it. */
  async say(text: string): Promise<Answer> {
    const id = ++this.#ids
    return this.#send(JSON.stringify({ id, text }), String(id))
  }

  /** Sends anything at all. Messages without an id that can be read are answered in their order. */
  async sendFrame(frame: string | Buffer, id: number | null): Promise<Answer> {
    return this.#send(frame, id === null ? NO_ID : String(id))
  }

  [Symbol.dispose](): void {
    this.#waiting[Symbol.dispose]()
    this.#socket?.terminate()
  }

  async #send(frame: string | Buffer, what: string): Promise<Answer> {
    const socket =
      this.#socket?.readyState === WebSocket.OPEN ? this.#socket : await this.#connected()
    const answer = this.#waiting.for(what)
    socket.send(frame)
    return answer
  }

  #connected(): Promise<WebSocket> {
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined
    })
    return this.#connecting
  }

  async #connect(): Promise<WebSocket> {
    const socket = new WebSocket(this.#url, {
      handshakeTimeout: CONNECT_TIMEOUT_MS,
      perMessageDeflate: false,
    })
    this.#socket = socket
    socket.on('message', (data) => this.#hear(JSON.parse((data as Buffer).toString()) as Answer))
    socket.on('error', () => undefined) // `close` follows
    socket.on('close', (code) => {
      this.#waiting.fail(new NeverCame('CLOSED', `the connection was closed with ${code}`))
    })
    await once(socket, 'open')
    return socket
  }

  #hear(answer: Answer): void {
    this.#waiting.came(answer.id === null ? NO_ID : String(answer.id), answer)
  }
}
