import type { WebSocket } from 'ws'
import type { SlowReaders } from '../../../../model/exchanges/ws.ts'

/** Whether a connection is a slow reader: spread evenly, so that the same ones are in every run. @param index from 0 */
export const isSlowReader = (index: number, { share }: SlowReaders): boolean =>
  Math.floor((index + 1) * share) > Math.floor(index * share)

/** Stops reading from a socket for stretches, until it is disposed of. The server's data backs up meanwhile. */
export class SlowReading implements Disposable {
  readonly #socket: WebSocket
  readonly #rule: SlowReaders
  #timer: NodeJS.Timeout

  constructor(socket: WebSocket, rule: SlowReaders) {
    this.#socket = socket
    this.#rule = rule
    this.#timer = setTimeout(() => this.#pause(), rule.readMs)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
  }

  #pause(): void {
    this.#socket.pause()
    this.#timer = setTimeout(() => this.#read(), this.#rule.pauseMs)
  }

  #read(): void {
    this.#socket.resume()
    this.#timer = setTimeout(() => this.#pause(), this.#rule.readMs)
  }
}
