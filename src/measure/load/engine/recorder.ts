import type {
  ExchangeOutcome,
  LoadObservations,
  LoadPhase,
  ObservedMetric,
} from '../../../model/load.ts'
import { ErrorCodes } from './error-codes.ts'
import type { Iteration } from './iteration.ts'
import type { OwnMetrics } from './own.ts'
import type { LaneWindow, OwnParts } from './parts.ts'
import { Slowest } from './slowest.ts'
import { steadyTimes } from './steady.ts'
import { Tally } from './tally.ts'
import type { Trouble } from './work.ts'
import type { HandingOver, WindowedLane, WorkerWindows } from './worker-windows.ts'

/**
 * Records what one lane of one worker does, window by window, in fixed memory.
 *
 * What happens counts in the window in which it happens: an arrival where the generator got to it, an end where it ended.
 * So a window is complete as it closes, whatever is still in flight, one is open at a time, and a completed iteration
 * counts in the second in which it was delivered. (By intended start instead, each window would have to stay open until
 * its slowest iteration had ended.) Whether an iteration is of the steady state is decided by its intended start, which
 * nothing but the schedule moves: so the steady numbers of the whole run are those of certain arrivals, all of them.
 */
export class Recorder implements WindowedLane {
  readonly #parts: RecorderParts
  readonly #isSteady: (atMs: number) => boolean
  /** Of the window that is open. */
  #open = new Tallies()
  /** Of the one before, while it is handed over. */
  #closed = new Tallies()
  readonly #codes = new ErrorCodes()
  readonly #slowest = new Slowest()
  readonly #troubles = new Map<string, number>()
  readonly #troubleCodes = new ErrorCodes()

  constructor(parts: RecorderParts) {
    this.#parts = parts
    this.#isSteady = steadyTimes(parts.phases)
    parts.windows.add(this)
  }

  /** An arrival that the generator got to. @returns whether it is of the steady state */
  due(intendedNs: number, handedNs: number): boolean {
    this.#parts.windows.advance(handedNs)
    const steady = this.#isSteady((intendedNs - this.#parts.startNs) / 1e6)
    const lagNs = Math.max(0, handedNs - intendedNs)
    this.#tallyOf(steady).due(lagNs, lagNs > this.#parts.lateBeyondNs)
    return steady
  }

  started(steady: boolean): void {
    this.#tallyOf(steady).started()
  }

  dropped(steady: boolean): void {
    this.#tallyOf(steady).dropped()
  }

  ended(iteration: Iteration, outcome: ExchangeOutcome): void {
    this.#parts.windows.advance(outcome.endedNs)
    const code = outcome.kind === 'failed' ? this.#codes.codeOf(outcome) : ''
    this.#tallyOf(iteration.steady).ended(iteration, outcome, code)
    if (!iteration.steady) return
    this.#parts.own?.endIteration()
    if (outcome.kind !== 'ok') return
    const latencyNs = outcome.endedNs - iteration.intendedNs
    this.#slowest.add(iteration, latencyNs, (iteration.intendedNs - this.#parts.startNs) / 1e6)
  }

  /** A connection's trouble between exchanges: no iteration failed by it. */
  trouble(trouble: Trouble): void {
    const code = this.#troubleCodes.codeOf(trouble)
    this.#troubles.set(code, (this.#troubles.get(code) ?? 0) + 1)
  }

  cut(fromNs: number, untilNs: number): HandingOver {
    const middleMs = ((fromNs + untilNs) / 2 - this.#parts.startNs) / 1e6
    this.#observe(this.#tallyOf(this.#isSteady(middleMs)))
    const ended = this.#open
    this.#open = this.#closed
    this.#closed = ended
    // What iterations that have not ended yet recorded waits for the next window.
    const own = ended.steady.isEmpty ? [] : (this.#parts.own?.take() ?? [])
    return handOver(ended, own, {
      lane: this.#parts.lane,
      slowest: this.#slowest.take(),
      examples: this.#codes.takeFresh(),
      troubles: this.#takeTroubles(),
    })
  }

  /** What clients see beside exchanges has no intended start: it counts by the middle of the window. */
  #observe(tally: Tally): void {
    const { observations } = this.#parts
    if (observations === undefined) return
    const metricOf = (name: string): ObservedMetric => {
      const metric = observations.metrics[name]
      if (metric !== undefined) return metric
      throw new TypeError(`the client counts '${name}', which is none of its metrics`)
    }
    observations.drain({
      count: (name, added) => tally.observed(name, metricOf(name)).add(added),
      value: (name, value, times) => tally.observed(name, metricOf(name)).value(value, times),
    })
  }

  #takeTroubles(): LaneWindow['troubles'] {
    const examples = new Map(
      this.#troubleCodes.takeFresh().map(({ code, example }) => [code, example]),
    )
    const troubles = [...this.#troubles].map(([code, count]) => ({
      code,
      count,
      example: examples.get(code) ?? '',
    }))
    this.#troubles.clear()
    return troubles
  }

  #tallyOf(steady: boolean): Tally {
    return steady ? this.#open.steady : this.#open.other
  }
}

/** Of one window. */
class Tallies {
  readonly steady = new Tally()
  readonly other = new Tally()
}

function* handOver(
  { steady, other }: Tallies,
  own: readonly OwnParts[],
  rest: Omit<LaneWindow, 'steady' | 'other'>,
): Generator<undefined, LaneWindow> {
  return { ...rest, steady: yield* steady.take(own), other: yield* other.take([]) }
}

/** What a recorder is made of. */
export interface RecorderParts {
  /** The lane's place in the plan. */
  readonly lane: number
  /** Those that its own are closed with. */
  readonly windows: WorkerWindows
  /** Of the schedule, on the monotonic clock. */
  readonly startNs: number
  readonly phases: readonly LoadPhase[]
  readonly lateBeyondNs: number
  /** Of a client that sees more than its exchanges. */
  readonly observations: LoadObservations | undefined
  /** The scenario's own metrics; `undefined` = none. */
  readonly own: OwnMetrics | undefined
}
