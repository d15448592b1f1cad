import { Socket } from 'node:net'
import { socketPathOf } from '../protocol.ts'

/** What the probe is told. */
export interface SenderEvents {
  /** A time at which the listener wants a line, and at whole seconds after it: of the monotonic clock, in ns. */
  readonly onWanted: (atNs: number) => void
  /** The listener is gone, or does not read: nobody wants lines any more. Called once. */
  readonly onGone: () => void
}

/** A time in ns and its line end: longer is no time. */
const LONGEST_TEXT = 32

/**
 * Takes lines to the listener. It never keeps the process alive: the connection is not counted by the event loop, and what
 * the system did not take of one line by the next ends it, since a write that waits would be counted.
 */
export class Sender {
  readonly #socket = new Socket()
  readonly #events: SenderEvents
  #received = ''
  #isGone = false

  constructor(address: string, events: SenderEvents) {
    this.#events = events
    this.#socket.on('error', () => this.stop())
    this.#socket.on('close', () => this.stop())
    this.#socket.on('data', (bytes) => this.#receive(String(bytes)))
    this.#socket.connect(socketPathOf(address))
    this.#socket.unref()
  }

  send(line: string): void {
    if (this.#isGone) return
    if (this.#socket.writableLength > 0 && !this.#socket.connecting) this.stop()
    else this.#socket.write(line)
  }

  stop(): void {
    if (this.#isGone) return
    this.#isGone = true
    this.#socket.destroy()
    this.#events.onGone()
  }

  #receive(text: string): void {
    const lines = (this.#received + text).split('\n')
    this.#received = (lines.pop() ?? '').slice(0, LONGEST_TEXT)
    const atNs = Number(lines.at(-1) ?? Number.NaN)
    if (Number.isSafeInteger(atNs)) this.#events.onWanted(atNs)
  }
}
