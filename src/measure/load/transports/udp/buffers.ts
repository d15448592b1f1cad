import { LONGEST_DATAGRAM } from './osc/encode.ts'

/** Spare buffers that are kept: what is sent within one turn of the event loop, at most. */
const MOST_SPARE = 64

/** Buffers for datagrams, used again when the socket has let go of them. */
export class Buffers {
  readonly #spare: Buffer[] = []

  take(): Buffer {
    return this.#spare.pop() ?? Buffer.allocUnsafeSlow(LONGEST_DATAGRAM)
  }

  /** It may be written to from now on. */
  giveBack(buffer: Buffer): void {
    if (this.#spare.length < MOST_SPARE) this.#spare.push(buffer)
  }
}
