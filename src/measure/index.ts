/** Drives scenarios and observes. */

export { benchmark } from './bench/benchmark.ts'
export { COARSE_STEP_NS, testClock, threadCpuNs, wallNs } from './bench/engine/timers.ts'
export { checkVitestFiles } from './bench/vitest/check-vitest-files.ts'
export { measureVitestFiles } from './bench/vitest/measure-vitest-files.ts'
export { type WatchOptions, watchPerfFiles } from './bench/watch/watch-perf-files.ts'
export type { FailedTest, VitestCheck, VitestMeasurement, VitestPlan } from './bench/vitest/plan.ts'
export {
  beginEnvironment,
  describeEnvironment,
  type EnvironmentStart,
  fingerprintOf,
  machineFacts,
} from './environment/environment.ts'
export { type BranchOrigins, readOrigins, readRevision } from './revision/revision.ts'
