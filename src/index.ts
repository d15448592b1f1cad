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
export type { AtTarget, DeclarativeWork } from './define/declarative.ts'
export {
  type CodeDefinition,
  type DeclarativeDefinition,
  type ScenarioDefinition,
  type ScenarioParts,
  scenario,
} from './define/scenario.ts'
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
  HttpBodyCheck,
  HttpCheck,
  HttpHeaders,
  HttpPlan,
} from './model/exchanges/http.ts'
export type {
  OscArgument,
  OscBundle,
  OscColour,
  OscFlag,
  OscMessage,
  OscMidi,
  OscNumberType,
  OscPacket,
  OscTextType,
  OscTime,
} from './model/exchanges/osc.ts'
export type { BinaryFormat, BinaryPlace } from './model/exchanges/place.ts'
export type { Fillable, PlaceholderText } from './model/exchanges/placeholders.ts'
export type {
  PostgresIsolation,
  PostgresPlan,
  PostgresStatement,
  PostgresWork,
} from './model/exchanges/postgres.ts'
export type { RedisCommand, RedisPlan, RedisWork } from './model/exchanges/redis.ts'
export type { UdpBody, UdpPlan, UdpSequencePlace } from './model/exchanges/udp.ts'
export type {
  JsonMatch,
  JsonPlace,
  NumberPlace,
  PauseRule,
  PushedPlan,
  SentAt,
  SlowReaders,
  TextPlace,
  WsExchangePlan,
  WsMatch,
  WsMessage,
  WsPlan,
  WsTls,
} from './model/exchanges/ws.ts'
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
  ExchangeEnd,
  ExchangeOutcome,
  LoadClient,
  LoadClientOptions,
  LoadConnection,
  LoadConnectionEvents,
  LoadObservations,
  LoadTransport,
  ObservationSink,
  ObservedMetric,
  ObservingClient,
  OutcomeKind,
} from './model/load.ts'
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
  ScenarioExchange,
  SetupArguments,
  StageTimer,
  TeardownArguments,
} from './model/scenario.ts'
export type { TargetInfo, TargetInstance } from './model/target.ts'
