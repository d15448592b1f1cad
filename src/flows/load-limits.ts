import { parseLimits } from '../define/limit-text.ts'
import {
  type EndedBy,
  type JudgedWindow,
  judgeBudgets,
  LimitWatch,
  WindowLimitJudge,
} from '../judge/index.ts'
import {
  type LaneEvent,
  LoadAbort,
  type LoadEvent,
  type LoadMeasurement,
  type LoadPlan,
  scheduleDurationMs,
} from '../measure/index.ts'
import { mergeBudgets } from '../model/budget.ts'
import { parseWindowLimits } from '../model/load-limits.ts'
import type { BudgetVerdict, LoadResult, Note, Result } from '../model/run.ts'
import type { Budget } from '../model/scenario.ts'

/** What one load test gave, with what is to be said of its budgets. */
export interface JudgedMeasurement extends LoadMeasurement {
  readonly budgets: readonly BudgetVerdict[]
}

/** What a load test is held against. */
export interface HeldAgainst {
  /** Beside what the scenarios declare. */
  readonly budget: Budget
  /** Limits on windows that end it, as written. */
  readonly abortOn: readonly string[]
  /** Aborted when the user interrupts: what is drained then is not judged. */
  readonly signal: AbortSignal
}

/**
 * The limits of one load test: its windows are judged as they close, so that a day takes no more memory than a minute,
 * and so that a limit can end it.
 */
export class LoadLimits {
  readonly #lanes: ReadonlyMap<string, LaneLimits>
  readonly #notes: readonly Note[]
  readonly #budgets: ReadonlyMap<string, Budget>
  readonly #ending = new AbortController()
  readonly #interrupted: AbortSignal
  #endedBy: (EndedBy & { readonly scenario: string }) | undefined

  constructor({ lanes }: LoadPlan, { budget, abortOn, signal }: HeldAgainst) {
    this.#interrupted = signal
    this.#notes = tooLong(abortOn, lanes)
    const ending = parseWindowLimits(parseLimits(abortOn))
    this.#budgets = new Map(
      lanes.map((lane) => [lane.identity.key, mergeBudgets(lane.budget, budget)]),
    )
    this.#lanes = new Map(
      lanes.map(({ identity, phases }) => {
        const own = parseWindowLimits(this.#budgets.get(identity.key) ?? {})
        const judges = own.map((limit) => new WindowLimitJudge(limit))
        return [identity.key, { judges, watch: new LimitWatch(ending, phases) }]
      }),
    )
  }

  /** Aborted when the load test is to end: by the user, or by a limit, with a `LoadAbort` as its reason. */
  get signal(): AbortSignal {
    return AbortSignal.any([this.#interrupted, this.#ending.signal])
  }

  /** What ended it, in words; `undefined` = no limit did. */
  get endedBy(): string | undefined {
    return this.#endedBy?.text
  }

  /** Results with the limits that could not have ended them: nobody is to feel safe with those. */
  noted(results: readonly LoadResult[]): readonly LoadResult[] {
    return results.map((result) => ({ ...result, notes: [...result.notes, ...this.#notes] }))
  }

  /** Takes what happens in the load test. */
  onEvent(event: LoadEvent): void {
    const isOver = this.#interrupted.aborted || this.#ending.signal.aborted
    if (event.kind !== 'window' || isOver) return
    for (const lane of event.lanes) this.#take(lane)
  }

  /** Everything that is to be said of the budgets, once the results are there. */
  verdicts(results: readonly Result[]): readonly BudgetVerdict[] {
    return results.flatMap((result) => {
      const { key } = result.scenario
      return [
        ...judgeBudgets([result], (asked) => this.#budgets.get(asked)),
        ...(this.#lanes.get(key)?.judges ?? []).map((judge) => judge.verdict(result)),
        ...(this.#endedBy?.scenario === key ? [verdictOf(this.#endedBy, result)] : []),
      ]
    })
  }

  #take({ key, window, merged }: LaneEvent): void {
    const limits = this.#lanes.get(key)
    if (limits === undefined) return
    const judged: JudgedWindow = {
      ...merged.tally.counts,
      startMs: window.startMs,
      durationMs: window.durationMs,
      latency: merged.tally.histograms.get('latency'),
    }
    for (const judge of limits.judges) {
      if (window.steady) judge.add(judged)
      else judge.interrupt()
    }
    const ended = this.#endedBy === undefined ? limits.watch.add(judged) : undefined
    if (ended === undefined) return
    const text = this.#lanes.size > 1 ? `${key}: ${ended.text}` : ended.text
    this.#endedBy = { ...ended, text, scenario: key }
    this.#ending.abort(new LoadAbort(text))
  }
}

/** Limits on windows that are longer than the load, without its warm-up. */
function tooLong(abortOn: readonly string[], lanes: LoadPlan['lanes']): readonly Note[] {
  const judgedMs = Math.max(
    ...lanes.map(({ schedule, phases }) => {
      const warmUps = phases.filter(({ name }) => name === 'warm-up')
      const warmUpMs = warmUps.reduce((sum, { durationMs }) => sum + durationMs, 0)
      return scheduleDurationMs(schedule) - warmUpMs
    }),
  )
  return abortOn
    .filter((text) =>
      parseWindowLimits(parseLimits([text])).some(({ withinMs }) => withinMs > judgedMs),
    )
    .map((text) => ({
      code: 'LIMIT_LONGER_THAN_LOAD',
      message: `--abort-on ${text} could not end it: its window is longer than the load`,
    }))
}

/** What the limit said that ended it; of a load that is invalid it says nothing after all. */
function verdictOf({ verdict }: EndedBy, { scenario, status }: Result): BudgetVerdict {
  const said = { ...verdict, scenario: scenario.key }
  if (status !== 'invalid') return said
  return { ...said, verdict: 'inconclusive', reason: `${said.reason}; but the load is invalid` }
}

interface LaneLimits {
  readonly judges: readonly WindowLimitJudge[]
  readonly watch: LimitWatch
}
