import { NS_PER_MS } from '../../../../kernel/units.ts'
import { monotonicNs } from './monotonic.ts'

/** Something that must have ended by a time; a link of a {@link Deadlines} list while it waits. */
export interface Waiting<W> {
  /** Monotonic; set by the list, as its neighbours are. */
  deadlineNs: number
  before: W | undefined
  after: W | undefined
}

/**
 * Ends waits that take too long. All of one list may take equally long, so that the oldest always ends first: one timer is
 * enough for any number of them, and what ended in time leaves nothing behind.
 */
export class Deadlines<W extends Waiting<W>> implements Disposable {
  readonly #timeoutMs: number
  readonly #onLate: (wait: W) => void
  #first: W | undefined
  #last: W | undefined
  #timer: NodeJS.Timeout | undefined

  /** @param onLate gets a wait that took too long, when it is out of the list already */
  constructor(timeoutMs: number, onLate: (wait: W) => void) {
    this.#timeoutMs = timeoutMs
    this.#onLate = onLate
  }

  /** From now on it waits. @param sinceNs when its time began: not before that of the last one */
  add(wait: W, sinceNs: number): void {
    wait.deadlineNs = sinceNs + this.#timeoutMs * NS_PER_MS
    wait.before = this.#last
    wait.after = undefined
    if (this.#last === undefined) this.#first = wait
    else this.#last.after = wait
    this.#last = wait
    this.#timer ??= setTimeout(this.#look, this.#timeoutMs)
  }

  /** It has ended in time. Harmless when it is not in the list. */
  remove(wait: W): void {
    if (wait.before !== undefined) wait.before.after = wait.after
    else if (this.#first === wait) this.#first = wait.after
    else return
    if (wait.after === undefined) this.#last = wait.before
    else wait.after.before = wait.before
    wait.before = undefined
    wait.after = undefined
  }

  /** Waits for nothing any more, and tells nobody. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#first = undefined
    this.#last = undefined
  }

  readonly #look = (): void => {
    const now = monotonicNs()
    let oldest = this.#first
    while (oldest !== undefined && oldest.deadlineNs <= now) {
      this.remove(oldest)
      this.#onLate(oldest)
      oldest = this.#first
    }
    this.#timer = oldest && setTimeout(this.#look, untilMs(oldest.deadlineNs, now))
  }
}

/** Rounded up: a timer that fires early would find nothing to end. */
const untilMs = (deadlineNs: number, now: number): number =>
  Math.max(1, Math.ceil((deadlineNs - now) / NS_PER_MS))
