import type { ExchangeEnd } from '../../../../model/load.ts'
import type { ReusedOutcome } from './outcome.ts'

const nobody: ExchangeEnd = () => undefined

/** The exchanges that one connection carries, in the order in which their answers come. A ring: nothing is allocated. */
export class InFlight {
  count = 0
  readonly #sentNs: Float64Array
  readonly #bytesOut: Float64Array
  readonly #ends: ExchangeEnd[]
  #oldest = 0

  constructor(room: number) {
    this.#sentNs = new Float64Array(room)
    this.#bytesOut = new Float64Array(room)
    this.#ends = Array.from({ length: room }, () => nobody)
  }

  /** When the oldest was sent; NaN = there is none. */
  get oldestSentNs(): number {
    return this.count === 0 ? Number.NaN : (this.#sentNs[this.#oldest] ?? Number.NaN)
  }

  add(sentNs: number, bytesOut: number, onEnd: ExchangeEnd): void {
    let place = this.#oldest + this.count
    if (place >= this.#ends.length) place -= this.#ends.length
    this.#sentNs[place] = sentNs
    this.#bytesOut[place] = bytesOut
    this.#ends[place] = onEnd
    this.count += 1
  }

  /** Takes the oldest out, writes what is known of it, and returns whom to tell. */
  take(outcome: ReusedOutcome): ExchangeEnd {
    const place = this.#oldest
    outcome.sentNs = this.#sentNs[place] ?? 0
    outcome.bytesOut = this.#bytesOut[place] ?? 0
    const onEnd = this.#ends[place] ?? nobody
    this.#ends[place] = nobody
    this.#oldest = place + 1 === this.#ends.length ? 0 : place + 1
    this.count -= 1
    return onEnd
  }
}
