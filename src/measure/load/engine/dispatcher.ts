import type { ExchangeOutcome } from '../../../model/load.ts'
import { Fifo } from './fifo.ts'
import { Iteration } from './iteration.ts'
import { MadeOutcome } from './outcomes.ts'
import type { Recorder } from './recorder.ts'
import type { Trouble, Work, WorkEvents } from './work.ts'

/**
 * Brings iterations to the work, in the order in which they came.
 *
 *   submit ──▶ something free? ──yes──▶ work ──▶ recorder
 *                │ no                    ▲
 *                └──▶ waits, FIFO ───────┘     more than the bound waiting and running: dropped, and counted
 */
export class Dispatcher implements WorkEvents {
  /** Told when a virtual user's iteration is over. */
  onUserFree: (user: number, endedNs: number) => void = () => undefined
  readonly #parts: DispatcherParts
  readonly #waiting = new Fifo<Iteration>()
  readonly #idle: Iteration[] = []
  readonly #all: Iteration[] = []
  readonly #settled = Promise.withResolvers<void>()
  #sequence = 0
  /** Iterations that have not ended yet. */
  #unended = 0
  #pumping = false
  #closing = false
  #over = false
  #nextInput: unknown

  constructor(parts: DispatcherParts) {
    this.#parts = parts
    parts.work.events = this
    this.#nextInput = parts.drawInput?.()
  }

  /** One more that is due. @param user −1 in the open model */
  submit(intendedNs: number, handedNs: number, user: number): void {
    const { recorder, bound, giveUpNs } = this.#parts
    const steady = recorder.due(intendedNs, handedNs)
    if (bound.inFlight >= bound.most || handedNs - intendedNs > giveUpNs) {
      recorder.dropped(steady)
      return
    }
    recorder.started(steady)
    const iteration = this.#take()
    iteration.intendedNs = intendedNs
    iteration.handedNs = handedNs
    iteration.steady = steady
    iteration.user = user
    iteration.state = 'waiting'
    if (this.#waiting.length > 0 || !this.#start(iteration)) this.#waiting.push(iteration)
  }

  /** Resolves once all have ended; no more will be submitted. */
  settled(): Promise<void> {
    this.#closing = true
    this.#settleIfEnded()
    return this.#settled.promise
  }

  /** Whatever is still in flight has failed; what becomes of it later is not listened to. */
  expire(trouble: Trouble, nowNs: number): void {
    for (const iteration of this.#all) {
      if (iteration.state !== 'waiting' && iteration.state !== 'running') continue
      this.#parts.recorder.ended(iteration, failure(trouble, nowNs))
      iteration.state = 'overdue'
    }
    this.#over = true
    this.#settled.resolve()
  }

  onEnded(iteration: Iteration, outcome: ExchangeOutcome): void {
    if (this.#over || iteration.state !== 'running') return
    iteration.state = 'overdue'
    this.#unended--
    this.#parts.recorder.ended(iteration, outcome)
    if (iteration.user >= 0) this.onUserFree(iteration.user, outcome.endedNs)
    this.#settleIfEnded()
  }

  onReleased(iteration: Iteration): void {
    if (this.#over || iteration.state !== 'overdue') return
    iteration.state = 'idle'
    iteration.input = undefined
    this.#idle.push(iteration)
    this.#parts.bound.inFlight--
    this.onFree()
  }

  onFree(): void {
    if (this.#pumping || this.#over) return
    this.#pumping = true
    for (let next = this.#waiting.peek(); next !== undefined; next = this.#waiting.peek()) {
      if (!this.#start(next)) break
      this.#waiting.shift()
    }
    this.#pumping = false
  }

  onTrouble(trouble: Trouble, isLast: boolean): void {
    this.#parts.recorder.trouble(trouble)
    if (isLast) this.#failWaiting(trouble)
  }

  /** Nobody can tell when a connection will be up again, so what waits for one ends as its caller would see it. */
  #failWaiting(trouble: Trouble): void {
    const nowNs = this.#parts.now()
    // Users that are free again may wait again at once: those are not meant.
    for (let left = this.#waiting.length; left > 0; left--) {
      const iteration = this.#waiting.shift()
      if (iteration === undefined) return
      iteration.state = 'running'
      this.onEnded(iteration, failure(trouble, nowNs))
      this.onReleased(iteration)
    }
  }

  /** The input of an iteration was drawn as the one before it was on its way, so drawing delays none. */
  #start(iteration: Iteration): boolean {
    iteration.input = this.#nextInput
    // It may end before `start` returns.
    iteration.state = 'running'
    if (this.#parts.work.start(iteration)) {
      this.#nextInput = this.#parts.drawInput?.()
      return true
    }
    iteration.state = 'waiting'
    return false
  }

  #take(): Iteration {
    const iteration = this.#idle.pop() ?? this.#make()
    iteration.sequence = this.#sequence++
    this.#parts.bound.inFlight++
    this.#unended++
    return iteration
  }

  #make(): Iteration {
    const iteration = new Iteration()
    this.#parts.work.prepare(iteration)
    this.#all.push(iteration)
    return iteration
  }

  #settleIfEnded(): void {
    if (this.#closing && this.#unended === 0) this.#settled.resolve()
  }
}

/** Counts the iterations that wait or run, or keep their place though they were given up; of several lanes, together. */
export class InFlightBound {
  inFlight = 0
  /** An arrival beyond is dropped. */
  readonly most: number

  constructor(most: number) {
    this.most = most
  }
}

/** What a dispatcher is made of. */
export interface DispatcherParts {
  readonly work: Work
  readonly recorder: Recorder
  /** Draws an iteration's input; `undefined` = they have none. */
  readonly drawInput: (() => unknown) | undefined
  readonly bound: InFlightBound
  /** An arrival that the generator got to so much too late is dropped: no one would still be waiting for it. */
  readonly giveUpNs: number
  readonly now: () => number
}

const failure = ({ code, example }: Trouble, endedNs: number): MadeOutcome =>
  new MadeOutcome({ kind: 'failed', code, example: () => example, sentNs: 0, endedNs })
