import type { ExchangeOutcome } from '../../../model/load.ts'
import type { OwnRecorders, Params, RunArguments, Scenario } from '../../../model/scenario.ts'
import { isPromise } from '../../bench/engine/promise.ts'
import { failureOf } from '../../bench/launch/failures.ts'
import type { Iteration } from './iteration.ts'
import { MadeOutcome } from './outcomes.ts'
import { StageTree } from './stage-tree.ts'
import { IterationStages } from './stages.ts'
import { NOBODY, type Work, type WorkEvents } from './work.ts'

/** How often iterations that take too long are looked for: this share of the time-out, within bounds. */
const LOOKS_PER_TIMEOUT = 20
const LONGEST_PAUSE_MS = 500
const SHORTEST_PAUSE_MS = 5

/**
 * Iterations that are code: the scenario's `run`, as many at a time as are asked for, each with arguments and stages of
 * its own. It can't be taken back, so one that has timed out keeps its place until it settles.
 */
export class CodeWork implements Work {
  events: WorkEvents = NOBODY
  readonly #parts: CodeParts
  readonly #tree = new StageTree()
  readonly #slots: Slot[] = []
  readonly #timer: NodeJS.Timeout

  constructor(parts: CodeParts) {
    this.#parts = parts
    const pauseMs = Math.max(SHORTEST_PAUSE_MS, parts.timeoutMs / LOOKS_PER_TIMEOUT)
    this.#timer = setInterval(() => this.#giveUp(), Math.min(LONGEST_PAUSE_MS, pauseMs))
  }

  prepare(iteration: Iteration): void {
    iteration.stages = new IterationStages(this.#tree)
    const slot = new Slot(this, iteration, iteration.stages)
    iteration.carrier = slot
    this.#slots.push(slot)
  }

  start(iteration: Iteration): boolean {
    const slot = iteration.carrier
    if (!(slot instanceof Slot)) throw new Error('an iteration was not prepared')
    slot.begin(this.#parts)
    slot.run(this.#parts)
    return true
  }

  /** The scenario's own promise settled, or it returned. @param wasGivenUp its end was told before */
  settle(iteration: Iteration, outcome: ExchangeOutcome, wasGivenUp: boolean): void {
    if (!wasGivenUp) this.events.onEnded(iteration, outcome)
    iteration.stages?.clear()
    this.events.onReleased(iteration)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.#parts.tearDown()
  }

  #giveUp(): void {
    const { now, timeoutMs } = this.#parts
    const endedNs = now()
    for (const slot of this.#slots) {
      const { iteration, sentNs } = slot
      if (!slot.isRunning || endedNs - sentNs < timeoutMs * 1e6) continue
      slot.isRunning = false
      const example = (): string => `took longer than ${timeoutMs} ms`
      this.events.onEnded(
        iteration,
        new MadeOutcome({ kind: 'failed', code: 'TIMEOUT', example, sentNs, endedNs }),
      )
    }
  }
}

/** What driving code takes. */
export interface CodeParts {
  readonly scenario: Scenario
  readonly params: Params
  /** What `setup` returned. */
  readonly ctx: unknown
  /** Recorders of own metrics, and those that forget what is outside the steady state. */
  readonly metrics: OwnRecorders
  readonly unrecorded: OwnRecorders
  readonly timeoutMs: number
  readonly now: () => number
  readonly tearDown: () => Promise<void>
}

/** One place in which iterations run, one after the other. */
class Slot {
  readonly iteration: Iteration
  sentNs = 0
  /** Its end has not been told yet. */
  isRunning = false
  readonly #work: CodeWork
  readonly #stages: IterationStages
  readonly #success = new Success()
  #now: () => number = () => 0

  constructor(work: CodeWork, iteration: Iteration, stages: IterationStages) {
    this.#work = work
    this.iteration = iteration
    this.#stages = stages
  }

  begin({ now }: CodeParts): void {
    this.#now = now
    // Code waits for no connection: it is handed over and begins.
    this.sentNs = this.iteration.handedNs
    this.isRunning = true
  }

  run({ scenario, ctx, params, metrics, unrecorded }: CodeParts): void {
    const { input, steady } = this.iteration
    // Of its own: others run at the same time, and may look at theirs again after an await.
    const args: RunArguments = {
      ctx,
      input,
      params,
      stage: this.#stages.timer,
      metrics: steady ? metrics : unrecorded,
    }
    let value: unknown
    try {
      value = scenario.run(args)
    } catch (thrown) {
      this.#failed(thrown)
      return
    }
    if (isPromise(value)) void value.then(this.#completed, this.#failed)
    else this.#completed()
  }

  readonly #completed = (): void => {
    const success = this.#success
    success.sentNs = this.sentNs
    success.endedNs = this.#now()
    this.#settle(success)
  }

  readonly #failed = (thrown: unknown): void => {
    const endedNs = this.#now()
    this.#settle(new MadeOutcome({ ...readFailure(thrown), sentNs: this.sentNs, endedNs }))
  }

  #settle(outcome: ExchangeOutcome): void {
    const wasGivenUp = !this.isRunning
    this.isRunning = false
    this.#work.settle(this.iteration, outcome, wasGivenUp)
  }
}

/** The end of most iterations: filled in again for each of a slot. */
class Success implements ExchangeOutcome {
  readonly kind = 'ok'
  readonly code: string = ''
  readonly example: string = ''
  sentNs = 0
  endedNs = 0
  readonly firstByteNs: number = 0
  readonly bytesOut: number = 0
  readonly bytesIn: number = 0
}

/** Refused by rate limiting: HTTP's status, or what code says itself by throwing an error with one of these codes. */
const TOO_MANY_REQUESTS = 429
const HTTP_429 = `HTTP_${TOO_MANY_REQUESTS}`
const REJECTED: readonly string[] = ['REJECTED', HTTP_429]

function readFailure(thrown: unknown): Pick<MadeOutcome, 'kind' | 'code'> & {
  readonly example: () => string
} {
  const said: unknown = Reflect.get(Object(thrown), 'code')
  const code = typeof said === 'string' && said !== '' ? said : 'SCENARIO_THREW'
  const statuses: readonly unknown[] = [
    Reflect.get(Object(thrown), 'status'),
    Reflect.get(Object(thrown), 'statusCode'),
  ]
  const isRejected = REJECTED.includes(code) || statuses.includes(TOO_MANY_REQUESTS)
  return {
    kind: isRejected ? 'rejected' : 'failed',
    code: isRejected && code === 'SCENARIO_THREW' ? HTTP_429 : code,
    example: () => failureOf(thrown).message,
  }
}
