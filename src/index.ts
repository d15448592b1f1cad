/**
 * `plimsoll`: what users write (scenarios, feeders, the configuration), and the types of what they get back. Perf files
 * import this inside measured processes, so nothing here loads more than it needs: no validation, no parsers.
 */

export { defineConfig, type Duration, type PlimsollConfig } from './define/config/config.ts'
export type {
  GivenTargetConfig,
  StartedTargetConfig,
  TargetConfig,
} from './define/config/target.ts'
export * as feeders from './define/feeders/index.ts'
export * from './define/feeders/index.ts'
export { counter, gauge, type OwnMetricOptions, trend } from './define/metrics.ts'
export { type ScenarioDefinition, scenario } from './define/scenario.ts'
export { ExitCode, PlimsollError } from './kernel/errors.ts'
export type { Random } from './kernel/random.ts'
export type {
  ComparedBaseline,
  ComparedRun,
  Comparison,
  FunctionChange,
  PartComparison,
  ProfileComparison,
  Rule,
  ScenarioComparison,
  Verdict,
} from './model/comparison.ts'
export type {
  ChangeSide,
  History,
  HistoryEnvironment,
  HistoryPoint,
  HistoryQuery,
  HistorySeries,
  LeftOut,
  LevelChange,
  Normalisation,
  SeriesStatistic,
  Trend,
} from './model/history.ts'
export type {
  BudgetVerdict,
  Calibration,
  ContainerLimits,
  Counts,
  Environment,
  ErrorCount,
  Health,
  Interval,
  Launch,
  MachineLoad,
  Metric,
  Note,
  OwnMetricKind,
  ParamValue,
  Profile,
  Result,
  Revision,
  Run,
  RunKind,
  RunStatus,
  ScenarioIdentity,
  SlowIteration,
  StageResult,
  Unit,
  Window,
} from './model/run.ts'
export type {
  Budget,
  Feeder,
  LimitName,
  Limits,
  OwnMetric,
  OwnMetrics,
  Params,
  RecordersOf,
  RunArguments,
  Scenario,
  SetupArguments,
  StageTimer,
  TeardownArguments,
} from './model/scenario.ts'
export type { TargetInfo, TargetInstance } from './model/target.ts'
