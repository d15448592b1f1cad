import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Performed } from '../../src/channels/output.ts'
import { type Command, formatCommand } from '../../src/commands/command.ts'
import { Waiting } from './waiting.ts'

const CONNECT_TIMEOUT_MS = 5000

/** Hears every change that an instance does. */
export class Watcher implements Disposable {
  readonly #socket: WebSocket
  readonly #waiting = new Waiting<void>('NO_CHANGE')
  readonly #channels = new Map<number, Heard>()
  #lost = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data) => this.#hear(JSON.parse((data as Buffer).toString()) as Performed))
    socket.on('error', () => undefined)
  }

  /** @param url of the instance, `http://…` */
  static async join(url: string): Promise<Watcher> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/watch`, {
      handshakeTimeout: CONNECT_TIMEOUT_MS,
      perMessageDeflate: false,
    })
    await once(socket, 'open')
    return new Watcher(socket)
  }

  /** Versions between the first and the last that it heard of a channel, and did not hear. */
  get lost(): number {
    return this.#lost
  }

  /** Resolves when the instance has done it, unless it is refused. @throws NeverCame */
  changeBy(command: Command, answer: Promise<unknown>): Promise<void> {
    return this.#waiting.for(formatCommand(command), answer)
  }

  /** Resolves with the next change, whatever it is. @throws NeverCame */
  nextChange(): Promise<void> {
    return this.#waiting.for(ANY)
  }

  [Symbol.dispose](): void {
    this.#waiting[Symbol.dispose]()
    this.#socket.terminate()
  }

  #hear({ channel, epoch, version, commands }: Performed): void {
    const before = this.#channels.get(channel)
    if (before?.epoch === epoch) this.#lost += version - before.version - 1
    this.#channels.set(channel, { epoch, version })
    this.#waiting.came(ANY, undefined)
    for (const command of commands) this.#waiting.came(command, undefined)
  }
}

const ANY = 'a change'

interface Heard {
  readonly epoch: number
  readonly version: number
}
