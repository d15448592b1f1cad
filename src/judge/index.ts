/** `plimsoll/judge`: verdicts from records. Pure: no clock, no file, no store. */

export { type AdvanceDecision, type AdvanceQuestion, mayAdvance } from './advance.ts'
export {
  type BaselineCandidate,
  type BaselineSituation,
  baselineCandidates,
  type ChosenBaseline,
  checkBaselineName,
  chooseBaseline,
  NAME_WITHOUT_BRANCH,
  triedText,
} from './baselines.ts'
export { type BudgetOf, judgeBudgets } from './budgets.ts'
export type { Cause, CauseReport, Mechanism, SlowEffect } from '../model/cause.ts'
export { type CauseOptions, findCauses } from './cause/find.ts'
export { type CompareOptions, compareRuns } from './compare.ts'
export { duetComparison, type DuetComparisonParts } from './duet/comparison.ts'
export { confirmComparison, holdToRun, openScenarios } from './duet/confirm.ts'
export { changedFunctions } from './duet/functions.ts'
export { type InterleavedEvidence, judgeInterleaved, pairsFor } from './duet/interleaved.ts'
export { judgeLoads, type LoadEvidence } from './duet/load.ts'
export { duetStopRule, type DuetStopOptions, judgeDuets } from './duet/judge.ts'
export { type ClockChoice, DUET_RULE, type DuetRuleOptions } from './duet/rule.ts'
export { environmentDifferences } from './environment.ts'
export { type ExitOptions, exitCodeOfBudget, exitCodeOfRun } from './exit.ts'
export { findBursts } from './load/bursts.ts'
export { LimitWatch, type EndedBy } from './load/watch.ts'
export type { JudgedWindow } from './load/sliding.ts'
export { WindowLimitJudge } from './load/window-limit.ts'
export { matchesFilters } from './filters.ts'
export { judgeSeries, type SeriesFindings, type SeriesOptions } from './history/series.ts'
export {
  duetNoise,
  FEWEST_FOR_NOISE,
  interleavedNoise,
  type MeasuredNoise,
  storedNoise,
} from './noise/floor.ts'
export { judgeRelativeBudgets } from './relative-budgets.ts'
export { resolveRule, type RuleOptions, STORED_RULE } from './rule.ts'
export { detectRegression } from './scenario.ts'
export { type OverThreshold, overThreshold } from './threshold.ts'
