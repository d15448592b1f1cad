import type { Environment, Interval, Revision, Unit } from './run.ts'

/** `plimsoll/history@1`: how what was measured moved from run to run, and where its level changed. */

/** The version that readers check. */
export const HISTORY_SCHEMA = 'plimsoll/history@1'

/** What stands for a run in a series. */
export type SeriesStatistic = 'p50' | 'p95' | 'p99' | 'mean'

/** Series of a store, those of one environment together and never mixed with others. */
export interface History {
  readonly schema: typeof HISTORY_SCHEMA
  /** What was asked for. */
  readonly query: HistoryQuery
  /** The one with the newest run first. */
  readonly environments: readonly HistoryEnvironment[]
  readonly leftOut: LeftOut
}

/** What was asked for; `null` and empty lists = everything. */
export interface HistoryQuery {
  readonly filters: readonly string[]
  readonly stages: readonly string[]
  readonly metrics: readonly string[]
  /** `null`: p50, and the mean for counters. */
  readonly statistic: SeriesStatistic | null
  readonly branch: string | null
  /** Runs that started earlier were not looked at. */
  readonly since: string | null
  /** The newest so many points of each series. */
  readonly limit: number | null
}

/** Runs that are in no series, though the query means them. */
export interface LeftOut {
  /** Interrupted. */
  readonly aborted: number
  readonly invalid: number
  /** Runs in which a scenario failed: that scenario's part is left out, the others are there. */
  readonly failed: number
  /** Made by `merge` from runs that are in the series themselves. */
  readonly merged: number
}

/** The series of one environment. */
export interface HistoryEnvironment {
  readonly fingerprint: string
  /** As the newest of its runs recorded it. */
  readonly environment: Environment
  /** Each scenario before its stages. */
  readonly series: readonly HistorySeries[]
}

/** The history of one metric of one scenario, or of one of its stages, on one environment. */
export interface HistorySeries {
  readonly scenario: string
  /** `null`: the scenario itself. */
  readonly stage: string | null
  readonly metric: string
  readonly unit: Unit
  /** Which way is good; `null` = neither. */
  readonly better: 'lower' | 'higher' | null
  readonly statistic: SeriesStatistic
  /** Runs that recorded the metric without this statistic: they have no point. */
  readonly withoutStatistic: number
  /** Oldest first. */
  readonly points: readonly HistoryPoint[]
  readonly normalisation: Normalisation
  /** Oldest first. */
  readonly changes: readonly LevelChange[]
  readonly trend: Trend
}

/** One run's part in a series. */
export interface HistoryPoint {
  readonly run: string
  readonly startedAt: string
  readonly commit: string | null
  readonly branch: string | null
  /** As it was measured, in the series' unit. */
  readonly value: number
  /** What was judged: `value`, divided by `slowness` where the series is normalised. */
  readonly level: number
  /** Time of the reference kernels ÷ its median in this series: 1.1 = the machine was 10 % slower. `null` = not known. */
  readonly slowness: number | null
}

/** Whether the machine's speed was divided out, and what that does to the series. */
export interface Normalisation {
  readonly applied: boolean
  /** Robust spread of the series as measured, and divided by the machine's speed; `null` where it can't be told. */
  readonly rawSpreadPercent: number | null
  readonly normalisedSpreadPercent: number | null
}

/** A lasting change of a series' level. */
export interface LevelChange {
  /** Position in `points` of the first run of the new level. */
  readonly index: number
  /** Where that position lies, both ends included, at `confidence`. */
  readonly indexInterval: Interval
  /** The last run of the old level. */
  readonly last: ChangeSide
  /** The first run of the new level: what changed came after `last`, and with this at the latest. */
  readonly first: ChangeSide
  /** Levels on either side, close to the change, in the unit. */
  readonly before: number
  readonly after: number
  readonly difference: number
  /** Of the difference. */
  readonly interval: Interval
  /** after ÷ before and its interval; `null` where a level is not positive. */
  readonly ratio: number | null
  readonly ratioInterval: Interval | null
  /** Of the intervals, 0–1. */
  readonly confidence: number
}

/** A run beside a change. */
export interface ChangeSide {
  readonly run: string
  readonly startedAt: string
  /** `null` outside a git repository. */
  readonly revision: Revision | null
}

/** Where the newest level is heading. */
export interface Trend {
  /** `unknown`: too few runs since the last change. */
  readonly kind: 'rising' | 'falling' | 'level' | 'unknown'
  /** Points since the last change, or of the whole series. */
  readonly runs: number
  /** Median of those points, in the unit. */
  readonly level: number
  /** How far the line through them rises from its first run to its last, in the unit; `null` when unknown. */
  readonly rise: number | null
  /** Of the rise, 99 %. */
  readonly interval: Interval | null
  /** In words. */
  readonly words: string
}
