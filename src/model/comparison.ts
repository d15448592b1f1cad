import type { BudgetVerdict, Environment, Interval, Revision } from './run.ts'

/** `plimsoll/comparison@1`: what judging said of one run beside another. */

/** The version that readers check. */
export const COMPARISON_SCHEMA = 'plimsoll/comparison@1'

/** What judging says. `not-comparable`, `added` and `removed` are shown, not judged. */
export type Verdict =
  | 'regressed'
  | 'improved'
  | 'unchanged'
  | 'inconclusive'
  | 'not-comparable'
  | 'added'
  | 'removed'

/** One run beside another. */
export interface Comparison {
  readonly schema: typeof COMPARISON_SCHEMA
  /** `stored`: against a recorded run. `duet`: both in one process. `interleaved`: fresh processes in turn. */
  readonly method: 'stored' | 'duet' | 'interleaved'
  readonly current: ComparedRun
  readonly baseline: ComparedBaseline
  readonly rule: Rule
  /** The worst of the scenarios' verdicts and the budgets. */
  readonly verdict: Verdict
  readonly exitCode: number
  readonly scenarios: readonly ScenarioComparison[]
  /** Budgets relative to the baseline (`p95Percent`). */
  readonly budgets: readonly BudgetVerdict[]
  /** What a reader should know, such as differing environments: plain sentences. */
  readonly notes: readonly string[]
}

/** Which run was judged. */
export interface ComparedRun {
  readonly run: string
  readonly revision: Revision | null
  readonly environment: Environment
}

/** Which run it was judged against. */
export interface ComparedBaseline extends ComparedRun {
  /** The baseline's name; the run's id when a run was named directly. */
  readonly name: string
}

/** The rule in force (DESIGN §5). */
export interface Rule {
  readonly tolerancePercent: number
  readonly unchangedWithinPercent: number
  /** Hard cap on the current p95; `null` when none was set. */
  readonly thresholdMs: number | null
  /** Of the interval, 0–1. */
  readonly confidence: number
}

/** What was said of one scenario. */
export interface ScenarioComparison {
  readonly key: string
  readonly name: string
  readonly category: string
  readonly verdict: Verdict
  /** In words. */
  readonly reason: string
  /** What was compared: `latency`. */
  readonly metric: string
  readonly clock: 'wall' | 'cpu'
  /** Current ÷ baseline; `null` when one of them was not measured. */
  readonly ratio: number | null
  readonly interval: Interval | null
  readonly confidence: number
  /** The smallest change either way that this comparison could have called; `null` when it could call none. */
  readonly smallestDetectablePercent: number | null
  readonly launches: { readonly current: number; readonly baseline: number }
  /** Typical launch of each side, in ns; `null` when not measured. */
  readonly currentNs: number | null
  readonly baselineNs: number | null
  /** What the single run looked like, where a duet decided. */
  readonly suggested?: {
    readonly verdict: Verdict
    readonly ratio: number | null
    readonly interval: Interval | null
  }
  /** Other metrics than the one that decided: shown, and red only through a budget. */
  readonly metrics: readonly PartComparison[]
  readonly stages: readonly PartComparison[]
}

/** What was said of one metric or stage. */
export interface PartComparison {
  readonly name: string
  readonly verdict: Verdict
  readonly ratio: number | null
  readonly interval: Interval | null
  /** Of the interval, 0–1; stages share what one scenario is allowed to err. */
  readonly confidence?: number
  readonly reason: string
}
