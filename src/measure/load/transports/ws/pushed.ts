import { SequenceTracker } from '../sequence/tracker.ts'
import { unwrapped } from '../sequence/unwrapped.ts'
import type { PushedPlan, SentAt } from '../../../../model/exchanges/ws.ts'
import { modulusOfPlace, type Received } from './received.ts'
import type { WsObserved } from './observed.ts'

/** One-way times beyond this one are no times: the stamp is of another clock. */
const LONGEST_AGE_NS = 600e9

/** A number so far ahead is no number of this stream: what it passed over would be counted as lost. */
const FARTHEST_JUMP = 1e9

const NS_PER: Readonly<Record<SentAt['unit'], number>> = { ns: 1, us: 1e3, ms: 1e6 }

/** Where copies of one message meet; see FanOut. */
export type OnCopy = (sequence: number, atNs: number) => void

/** What one connection's pushed messages say. */
export class PushedStream {
  readonly #plan: PushedPlan
  readonly #observed: WsObserved
  readonly #tracker: SequenceTracker
  /** Absent where its arrival times are not the server's doing, or its messages nobody else's. */
  readonly #onCopy: OnCopy | undefined
  readonly #isTimed: boolean
  #lost = 0
  /** The connection was made anew, and nothing has come yet. */
  #isAnew = false

  /** @param onCopy `undefined` for a slow reader: its times are of its own making */
  constructor(plan: PushedPlan, observed: WsObserved, onCopy: OnCopy | undefined) {
    this.#plan = plan
    this.#observed = observed
    this.#onCopy = plan.isFanOut === true ? onCopy : undefined
    this.#isTimed = onCopy !== undefined && plan.sentAt?.clock === 'monotonic'
    this.#tracker = new SequenceTracker(plan.window)
  }

  /** Takes one message. Returns whether it carries a pushed message's number. */
  see(message: Received): boolean {
    const sequence = this.#sequenceOf(message)
    if (sequence === undefined) return false
    this.#observed.count('pushed')
    // Numbers that go on do not go back so far: the server began anew.
    if (this.#isAnew && this.#tracker.isStale(sequence)) this.#tracker.restart()
    this.#isAnew = false
    const arrival = this.#tracker.see(sequence)
    this.#countLost()
    if (arrival !== 'new') this.#observed.count(COUNTED[arrival])
    if (arrival === 'duplicate' || arrival === 'stale') return true
    this.#time(message)
    this.#onCopy?.(sequence, message.atNs)
    return true
  }

  #sequenceOf(message: Received): number | undefined {
    const { sequence: place } = this.#plan
    const { highest } = this.#tracker
    const lowBits = message.sequence(place)
    if (lowBits === undefined || highest < 0) return lowBits
    const sequence = unwrapped(lowBits, highest, modulusOfPlace(place))
    return sequence > highest + FARTHEST_JUMP ? undefined : sequence
  }

  /** The connection broke. */
  broke(): void {
    this.#isAnew = true
    if (this.#plan.numberedBy !== 'server') this.#tracker.restart()
    this.#countLost()
  }

  /** Nothing more will come. */
  end(): void {
    this.#tracker.giveUp()
    this.#countLost()
  }

  #countLost(): void {
    const { lost } = this.#tracker
    if (lost > this.#lost) this.#observed.count('lost', lost - this.#lost)
    this.#lost = lost
  }

  #time(message: Received): void {
    const { sentAt } = this.#plan
    if (sentAt === undefined || !this.#isTimed) return
    const stamp = message.number(sentAt.place) ?? Number.NaN
    const ageNs = message.atNs - stamp * NS_PER[sentAt.unit]
    if (ageNs >= 0 && ageNs <= LONGEST_AGE_NS) this.#observed.value('pushLatency', ageNs)
    else this.#observed.count('unusableTimestamps')
  }
}

const COUNTED = { reordered: 'reordered', duplicate: 'duplicates', stale: 'stale' } as const
