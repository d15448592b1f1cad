import { randomBytes } from 'node:crypto'
import { monotonicNs } from '../exchanging/monotonic.ts'

/**
 * Messages that go out over one connection and are waited for on others: each carries a number and the monotonic time at
 * which it was sent (`<number> <ns>`), and is padded to its length. Times of one host alone can be compared.
 */

/** A message that was sent and has not arrived everywhere. */
interface Awaited {
  readonly sentNs: number
  missing: number
  readonly arrived: PromiseWithResolvers<void>
}

/** Told of each arrival: how long it took, in ns. */
export type OnArrival = (tookNs: number) => void

/** Follows the messages of one session. */
export class Arrivals {
  readonly #receivers: number
  readonly #bytes: number
  readonly #onArrival: OnArrival
  readonly #awaited = new Map<number, Awaited>()
  #next = 0

  /** @param shape how many receive each message, and how long it is at least */
  constructor(shape: { readonly receivers: number; readonly bytes: number }, onArrival: OnArrival) {
    this.#receivers = shape.receivers
    this.#bytes = shape.bytes
    this.#onArrival = onArrival
  }

  /** The next message, to be sent now. */
  begin(): Sent {
    const number = this.#next++
    const sentNs = monotonicNs()
    const arrived = Promise.withResolvers<void>()
    this.#awaited.set(number, { sentNs, missing: this.#receivers, arrived })
    return {
      text: `${number} ${sentNs} `.padEnd(this.#bytes, '.'),
      arrived: arrived.promise,
      forget: () => this.#awaited.delete(number),
    }
  }

  /** One receiver got a message. What is not ours, or is waited for no more, is left alone. */
  receive(text: string): void {
    const number = Number(/^\d+(?= )/.exec(text)?.[0] ?? Number.NaN)
    const awaited = this.#awaited.get(number)
    if (awaited === undefined) return
    this.#onArrival(monotonicNs() - awaited.sentNs)
    if (--awaited.missing > 0) return
    this.#awaited.delete(number)
    awaited.arrived.resolve()
  }
}

/** A message on its way. */
export interface Sent {
  readonly text: string
  /** Resolves when every receiver got it; never rejects. */
  readonly arrived: Promise<void>
  /** It is waited for no more. */
  readonly forget: () => void
}

/** A channel that one session has for itself: others' messages would arrive there too. */
export const ownChannel = (name: string): string => `${name}:${randomBytes(6).toString('hex')}`
