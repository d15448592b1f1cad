/** `plimsoll/store`: where runs and baselines are kept. */

export type { NoiseFloor, NoiseMethod } from './model/noise.ts'
export type {
  Baseline,
  BaselineStore,
  CommitReport,
  NewBaseline,
  NoiseStore,
  PruneReport,
  PruneRule,
  RunHeader,
  RunQuery,
  SeriesKey,
  SeriesPoint,
  SeriesQuery,
  Store,
  StoreReport,
} from './model/ports.ts'
export { parseRun, readRun } from './model/read.ts'
export {
  BaselineManager,
  type BaselineManagerOptions,
  exportRun,
  importRuns,
  mergeRuns,
  type OpenOptions,
  openStore,
  readBaselineFile,
  type SaveOptions,
  verifyStore,
  writeBaselineFile,
} from './record/index.ts'
