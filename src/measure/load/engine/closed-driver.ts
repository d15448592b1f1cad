import type { UserStage } from '../../../model/load.ts'
import { nextStartMs, type Pacing } from '../schedule/pacing.ts'
import { type UserSpan, userSpans } from '../schedule/users.ts'
import type { Alarm } from './pacing/alarm.ts'
import type { Dispatcher } from './dispatcher.ts'
import { type Driver, MOST_IN_A_TURN } from './driver.ts'
import { DueHeap } from './due-heap.ts'

/** The closed model: each virtual user starts anew when its answer has come and it has paused. */
export class ClosedDriver implements Driver {
  readonly #parts: ClosedDriverParts
  readonly #users: readonly VirtualUser[]
  readonly #due: DueHeap
  readonly #over = Promise.withResolvers<void>()
  /** Of the schedule: what is in flight then has the time of the drain. */
  readonly #endNs: number
  /** Users that start once more at some time. */
  #left: number
  #isTurning = false
  #isStopped = false

  constructor(parts: ClosedDriverParts) {
    this.#parts = parts
    const { stages, users, startNs } = parts
    const durationMs = stages.reduce((sum, stage) => sum + stage.durationMs, 0)
    this.#endNs = startNs + durationMs * 1e6
    this.#users = users.map((number) => new VirtualUser(userSpans(stages, number), parts))
    this.#due = new DueHeap(this.#users.length)
    this.#left = this.#users.length
    for (const [index, user] of this.#users.entries()) {
      this.#plan(index, startNs + user.firstStartMs() * 1e6)
    }
    parts.alarm.onRing = () => this.#turn()
    parts.dispatcher.onUserFree = (user, endedNs) => this.#free(user, endedNs)
  }

  run(): Promise<void> {
    this.#goOn(this.#parts.now())
    return this.#over.promise
  }

  stop(): void {
    this.#isStopped = true
    this.#over.resolve()
  }

  #free(index: number, endedNs: number): void {
    const { startNs } = this.#parts
    const nextMs = this.#users[index]?.nextStartMs((endedNs - startNs) / 1e6)
    this.#plan(index, nextMs === undefined ? Number.POSITIVE_INFINITY : startNs + nextMs * 1e6)
    // Without a pause the next iteration starts at once, in the turn that brought the answer.
    if (!this.#isTurning) this.#turn()
  }

  #plan(index: number, dueNs: number): void {
    if (dueNs === Number.POSITIVE_INFINITY) this.#left--
    else this.#due.push(index, dueNs)
  }

  #turn(): void {
    const { dispatcher, now } = this.#parts
    this.#isTurning = true
    let nowNs = now()
    for (let taken = 0; taken < MOST_IN_A_TURN && !this.#isStopped; taken++) {
      const dueNs = this.#due.firstNs
      if (dueNs > nowNs) break
      dispatcher.submit(dueNs, nowNs, this.#due.pop())
      // Handing over took time as well; where nobody else waits, as after most answers, it matters to nobody.
      if (this.#due.firstNs !== Number.POSITIVE_INFINITY) nowNs = now()
    }
    this.#isTurning = false
    this.#goOn(nowNs)
  }

  #goOn(nowNs: number): void {
    if (this.#left === 0 || nowNs >= this.#endNs) this.stop()
    if (!this.#isStopped) this.#parts.alarm.set(Math.min(this.#due.firstNs, this.#endNs))
  }
}

/** One user: when it runs, and when it starts next. Times in ms from the start. */
class VirtualUser {
  readonly #spans: readonly UserSpan[]
  readonly #pacing: Pacing
  #span = 0
  #intendedMs = 0

  constructor(spans: readonly UserSpan[], pacing: Pacing) {
    this.#spans = spans
    this.#pacing = pacing
  }

  firstStartMs(): number {
    this.#intendedMs = this.#spans[0]?.startMs ?? Number.POSITIVE_INFINITY
    return this.#intendedMs
  }

  /** `undefined` when it does not start again. */
  nextStartMs(endedMs: number): number | undefined {
    const wantedMs = nextStartMs({ intendedMs: this.#intendedMs, endedMs }, this.#pacing)
    while ((this.#spans[this.#span]?.endMs ?? Number.POSITIVE_INFINITY) <= wantedMs) this.#span++
    const span = this.#spans[this.#span]
    if (span === undefined) return undefined
    this.#intendedMs = Math.max(wantedMs, span.startMs)
    return this.#intendedMs
  }
}

/** What a closed driver is made of. */
export interface ClosedDriverParts extends Pacing {
  readonly stages: readonly UserStage[]
  /** Numbers of those that it drives. */
  readonly users: readonly number[]
  /** Of the schedule, on the monotonic clock. */
  readonly startNs: number
  readonly dispatcher: Dispatcher
  readonly alarm: Alarm
  readonly now: () => number
}
