import { SequenceTracker } from '../sequence/tracker.ts'
import { unwrapped } from '../sequence/unwrapped.ts'
import { readSequence } from './sequence.ts'
import type { UdpSession } from './session.ts'

/** What one socket's answers say by their sequence numbers alone. */
export class Answers {
  readonly #session: UdpSession
  readonly #tracker: SequenceTracker

  constructor(session: UdpSession) {
    this.#session = session
    this.#tracker = new SequenceTracker(windowFor(session.settings.inFlight))
  }

  /** Which datagram is answered; `undefined` when it can't be told. @param next number that was not sent yet */
  sequenceOf(bytes: Buffer, next: number): number | undefined {
    const place = this.#session.plan.sequence
    const carried = place && readSequence(bytes, place)
    const sequence = carried && unwrapped(carried.lowBits, next - 1, carried.modulus)
    if (sequence !== undefined && sequence < next) return sequence
    this.#session.observed.count('unexpected')
    return undefined
  }

  /** @param isAwaited whether its exchange has not ended yet */
  count(sequence: number, isAwaited: boolean): void {
    const arrival = this.#tracker.see(sequence)
    if (isAwaited && arrival !== 'new') this.#session.observed.count('reordered')
    if (!isAwaited) this.#session.observed.count(arrival === 'duplicate' ? 'duplicates' : 'late')
  }
}

/** Whatever is awaited lies within it, and as much again for duplicates. */
const windowFor = (inFlight: number): number => Math.ceil((2 * inFlight) / 32) * 32
