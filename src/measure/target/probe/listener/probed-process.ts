import type { Socket } from 'node:net'
import { LINE_EVERY_NS, nextLineNs, type ProbeLine } from '../protocol.ts'
import { overWindow, type SeriesValues, type Stretch } from './combine.ts'

const NS_PER_MS = 1e6

/** Lines that are kept: a minute of them. They are asked for as each window closes. */
const KEPT_LINES = 60

/** Ahead of the end of a window: told then, the line of a busy loop too has arrived when the window is read. */
const AHEAD_NS = 60 * NS_PER_MS

/** A line this much too late was held up. A busy listener reads it a little later, too. */
const LATE_NS = 250 * NS_PER_MS

/** Longest time between two lines of a loop that is not held: when the listener has asked for another time. */
const LONGEST_GAP_NS = 1.5 * LINE_EVERY_NS

/** What came longer ago tells nothing of a window. */
const STALE_NS = LONGEST_GAP_NS

/** One process with a probe inside, as its lines show it. */
export class ProbedProcess {
  readonly #socket: Socket
  readonly #lines: ProbeLine[] = []
  /** Came since it was last asked. */
  readonly #fresh = new Set<ProbeLine>()
  #isWatched = false
  /** A time for which lines were asked; 0 = none. */
  #wantedNs = 0

  constructor(socket: Socket) {
    this.#socket = socket
  }

  get isConnected(): boolean {
    return !this.#socket.destroyed
  }

  /** When it was last heard of; 0 = never. */
  get heardNs(): number {
    return this.#lines.at(-1)?.toNs ?? 0
  }

  add(line: ProbeLine): void {
    // Times that go back would be counted twice.
    if (line.fromNs < this.heardNs) return
    this.#lines.push(line)
    this.#fresh.add(line)
    if (this.#lines.length <= KEPT_LINES) return
    const oldest = this.#lines.shift()
    if (oldest !== undefined) this.#fresh.delete(oldest)
  }

  /** What is known of it in a window; `undefined` = nothing. */
  during(window: Stretch): SeriesValues | undefined {
    const seen = overWindow(this.#lines, window, this.#late(window))
    const heldMs = this.#heldMs(window.toNs)
    if (heldMs === undefined) return seen
    const maxMs = Math.max(heldMs, seen?.['eventLoopDelayMaxMs'] ?? 0)
    return { ...seen, eventLoopDelayMaxMs: maxMs }
  }

  /** Came since the window before was read. What it did before the first one, while it was starting, is of none. */
  #late({ fromNs }: Stretch): ReadonlySet<ProbeLine> {
    const late = [...this.#fresh].filter(({ toNs }) => toNs > fromNs - STALE_NS)
    this.#fresh.clear()
    const wasWatched = this.#isWatched
    this.#isWatched = true
    return new Set(wasWatched ? late : [])
  }

  /** Asks for lines that end just before windows do, if they don't yet. */
  align(endNs: number): void {
    const wantedNs = Math.round(endNs - AHEAD_NS)
    const offNs = Math.abs(wantedNs - this.#wantedNs) % LINE_EVERY_NS
    const isOn = Math.min(offNs, LINE_EVERY_NS - offNs) < AHEAD_NS / 2
    if ((isOn && this.#wantedNs !== 0) || !this.isConnected) return
    this.#wantedNs = wantedNs
    this.#socket.write(`${wantedNs}\n`)
  }

  /**
   * How long its event loop has been held at least, since the line that was due has not come, and it has not ended; of a
   * loop that is held for seconds, this is all that can be known while it is.
   */
  #heldMs(toNs: number): number | undefined {
    if (this.heardNs === 0 || !this.isConnected) return undefined
    const lateNs = toNs - this.#dueNs()
    return lateNs < LATE_NS ? undefined : lateNs / NS_PER_MS
  }

  /** When the next line is to come at the latest. */
  #dueNs(): number {
    const isAgreed = this.#wantedNs !== 0 && this.heardNs > this.#wantedNs
    return isAgreed ? nextLineNs(this.heardNs, this.#wantedNs) : this.heardNs + LONGEST_GAP_NS
  }
}
