/** Drives scenarios and observes. */

export { benchmark } from './bench/benchmark.ts'
export { duetConcurrencyOn, type DuetOptions, measureDuets } from './bench/duet/duettist.ts'
export { type Interleaving, measureInterleaved } from './bench/duet/interleave.ts'
export { type ProfiledPair, profileSides } from './bench/duet/profile-sides.ts'
export { COARSE_STEP_NS, testClock, threadCpuNs, wallNs } from './bench/engine/timers.ts'
export { checkVitestFiles } from './bench/vitest/check-vitest-files.ts'
export { measureVitestFiles } from './bench/vitest/measure-vitest-files.ts'
export { watchPerfFiles } from './bench/watch/watch-perf-files.ts'
export type { FailedTest, VitestMeasurement } from './bench/vitest/plan.ts'
export {
  beginEnvironment,
  describeEnvironment,
  type EnvironmentStart,
  fingerprintOf,
  machineFacts,
} from './environment/environment.ts'
export * from './load/index.ts'
export { readRemote } from './revision/remote.ts'
export { readOrigins, readRevision } from './revision/revision.ts'
export { sideEnvironment } from './sides/compile-options.ts'
export { readSideFacts, type SideFacts } from './sides/facts.ts'
export { type IdenticalSides, prepareIdenticalSides } from './sides/identical.ts'
export { generatedAndShared } from './sides/generated.ts'
export { obstacleBetweenSides } from './sides/obstacle.ts'
export { type PackageSides, preparePackageSides } from './sides/packages.ts'
export type { SideOptions } from './sides/options.ts'
export { type PreparedSide, prepareSide, requireRevision, workingTreeSide } from './sides/side.ts'
export {
  type DirectServer,
  endText,
  type Observation,
  observeTargets,
  type ProbeListener,
  probeListener,
  type RunningTarget,
  type ServiceDeath,
  startTarget,
  type StartTargetOptions,
  type TargetServer,
} from './target/index.ts'
