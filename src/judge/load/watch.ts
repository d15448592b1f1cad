import type { WindowLimit } from '../../model/load-limits.ts'
import type { LoadPhase } from '../../model/load.ts'
import type { BudgetVerdict } from '../../model/run.ts'
import { isBeyond, type Reading, readLimited } from './reading.ts'
import { boundText, readingText } from './said.ts'
import { type JudgedWindow, SlidingWindow } from './sliding.ts'

/** A limit that ended a load test. */
export interface EndedBy {
  readonly limit: WindowLimit
  /** From the start of the schedule. */
  readonly atMs: number
  /** What happened, and which limit it broke. */
  readonly text: string
  /** The same as a budget's verdict. */
  readonly verdict: Omit<BudgetVerdict, 'scenario'>
}

/**
 * Tells, window by window, whether a load test is to be ended: as soon as a full window of a limit's length is beyond
 * it. Ramps count too, since a target that falls over does so on the way up; a warm-up does not.
 */
export class LimitWatch {
  readonly #watched: readonly { readonly limit: WindowLimit; readonly sliding: SlidingWindow }[]
  readonly #warmUps: readonly LoadPhase[]

  constructor(limits: readonly WindowLimit[], phases: readonly LoadPhase[]) {
    this.#watched = limits.map((limit) => ({ limit, sliding: new SlidingWindow(limit.withinMs) }))
    this.#warmUps = phases.filter(({ name }) => name === 'warm-up')
  }

  /** Takes the next window. */
  add(window: JudgedWindow): EndedBy | undefined {
    if (this.#warmUps.some((phase) => overlaps(phase, window))) {
      for (const { sliding } of this.#watched) sliding.reset()
      return undefined
    }
    // All of them take it, also behind one that is broken.
    const ended = this.#watched.map(({ limit, sliding }) => judge(limit, sliding.add(window)))
    return ended.find((each) => each !== undefined)
  }
}

const overlaps = (phase: LoadPhase, { startMs, durationMs }: JudgedWindow): boolean =>
  startMs < phase.startMs + phase.durationMs && startMs + durationMs > phase.startMs

function judge(limit: WindowLimit, window: JudgedWindow | undefined): EndedBy | undefined {
  if (window === undefined) return undefined
  const reading = readLimited(limit, window)
  if (!isBeyond(limit, reading)) return undefined
  const beyond = reading.kind === 'silent' ? 'beyond' : limit.floor ? 'below' : 'above'
  const text = `${readingText(limit, reading, window)}, ${beyond} ${boundText(limit)}`
  const { metric, statistic, unit, limit: bound, withinMs } = limit
  return {
    limit,
    atMs: window.startMs + window.durationMs,
    text,
    verdict: {
      ...{ metric, statistic, unit, limit: bound, withinMs, interval: null, verdict: 'broken' },
      value: valueOf(reading, window),
      atMs: window.startMs,
      reason: `${text} that ends the run (--abort-on)`,
    },
  }
}

const valueOf = (reading: Reading, { durationMs }: JudgedWindow): number =>
  reading.kind === 'value' ? reading.value : durationMs * 1e6
