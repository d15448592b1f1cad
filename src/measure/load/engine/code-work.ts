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
  readonly #running = new Set<Iteration>()
  readonly #timer: NodeJS.Timeout

  constructor(parts: CodeParts) {
    this.#parts = parts
    const pauseMs = Math.max(SHORTEST_PAUSE_MS, parts.timeoutMs / LOOKS_PER_TIMEOUT)
    this.#timer = setInterval(() => this.#giveUp(), Math.min(LONGEST_PAUSE_MS, pauseMs))
  }

  prepare(iteration: Iteration): void {
    iteration.stages = new IterationStages(this.#tree)
    iteration.carrier = new Slot(this, iteration, iteration.stages)
  }

  start(iteration: Iteration): boolean {
    const slot = iteration.carrier
    if (!(slot instanceof Slot)) throw new Error('an iteration was not prepared')
    slot.begin(this.#parts)
    this.#running.add(iteration)
    slot.run(this.#parts)
    return true
  }

  /** The scenario's own promise settled, or it returned. */
  settle(iteration: Iteration, outcome: () => ExchangeOutcome): void {
    if (this.#running.delete(iteration)) this.events.onEnded(iteration, outcome())
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
    for (const iteration of this.#running) {
      const { sentNs } = slotOf(iteration)
      if (endedNs - sentNs < timeoutMs * 1e6) continue
      this.#running.delete(iteration)
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
  sentNs = 0
  readonly #work: CodeWork
  readonly #iteration: Iteration
  readonly #stages: IterationStages
  #now: () => number = () => 0

  constructor(work: CodeWork, iteration: Iteration, stages: IterationStages) {
    this.#work = work
    this.#iteration = iteration
    this.#stages = stages
  }

  begin({ now }: CodeParts): void {
    this.#now = now
    this.sentNs = now()
  }

  run({ scenario, ctx, params, metrics, unrecorded }: CodeParts): void {
    const { input, steady } = this.#iteration
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
    const endedNs = this.#now()
    const parts = { kind: 'ok', code: '', example: () => '' } as const
    this.#settle(() => new MadeOutcome({ ...parts, sentNs: this.sentNs, endedNs }))
  }

  readonly #failed = (thrown: unknown): void => {
    const endedNs = this.#now()
    this.#settle(() => new MadeOutcome({ ...readFailure(thrown), sentNs: this.sentNs, endedNs }))
  }

  #settle(outcome: () => ExchangeOutcome): void {
    this.#work.settle(this.#iteration, outcome)
  }
}

function slotOf({ carrier }: Iteration): Slot {
  if (carrier instanceof Slot) return carrier
  throw new Error('an iteration was not prepared')
}

/** Refused by rate limiting: HTTP's status, or what code says itself by throwing an error with this code. */
const TOO_MANY_REQUESTS = 429
const REJECTED = 'REJECTED'

function readFailure(thrown: unknown): Pick<MadeOutcome, 'kind' | 'code'> & {
  readonly example: () => string
} {
  const said: unknown = Reflect.get(Object(thrown), 'code')
  const code = typeof said === 'string' && said !== '' ? said : 'SCENARIO_THREW'
  const statuses: readonly unknown[] = [
    Reflect.get(Object(thrown), 'status'),
    Reflect.get(Object(thrown), 'statusCode'),
  ]
  const isRejected = code === REJECTED || statuses.includes(TOO_MANY_REQUESTS)
  return {
    kind: isRejected ? 'rejected' : 'failed',
    code: isRejected && code === 'SCENARIO_THREW' ? `HTTP_${TOO_MANY_REQUESTS}` : code,
    example: () => failureOf(thrown).message,
  }
}
