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
  /** What it was asked for by, where that says more than its revision: `acorn@8.15.0`, `the working tree`. */
  readonly name?: string
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
  /** How this scenario was judged; absent = as the comparison says. */
  readonly method?: Comparison['method']
  /** What was compared: `latency`. */
  readonly metric: string
  readonly clock: 'wall' | 'cpu'
  /** Current ÷ baseline; `null` when one of them was not measured. */
  readonly ratio: number | null
  readonly interval: Interval | null
  readonly confidence: number
  /** The smallest change either way that this comparison could have called; `null` when it could call none. */
  readonly smallestDetectablePercent: number | null
  /** The scenario's noise floor on this machine, where it is above the tolerance: no smaller change was called. */
  readonly noiseFloorPercent?: number
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
  /** Where the time went on each side, when it moved and profiles were asked for. */
  readonly profile?: ProfileComparison
}

/** A CPU profile of each side, and what differs between them. */
export interface ProfileComparison {
  /** `.cpuprofile` of each side, as paths from the project's folder. */
  readonly files: { readonly baseline: string; readonly current: string }
  /** The functions whose own time changed by more than the sampling's chance, largest change first. */
  readonly functions: readonly FunctionChange[]
}

/** One function in the profiles of both sides. */
export interface FunctionChange {
  /** As the engine calls it: `parse`, `(anonymous)`, `(garbage collector)`. */
  readonly name: string
  /** Relative to its side's root; empty for what the engine does by itself. */
  readonly file: string
  /** 1-based, where it begins in the current side, else in the baseline; `null` where there is none. */
  readonly line: number | null
  /** Time in the function itself, not in what it calls, per iteration; 0 where it was never seen. */
  readonly baselineNs: number
  readonly currentNs: number
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
  /** Typical launch of each side, in ns, where a duet measured it. */
  readonly currentNs?: number
  readonly baselineNs?: number
}
