/** Starts, watches and stops the services under test, and reads what they use. */

export type { RunAs, TargetEnd } from './guard/protocol.ts'
export type { EnvironmentPreset, PortPlan, Readiness, ServiceParts } from '../../model/target.ts'
export type {
  Service,
  ServiceDeath,
  ServiceOptions,
  ServicePlan,
} from './plan.ts'
export { freePort } from './ports.ts'
export { environmentPresets } from './presets.ts'
export { type ProbeListener, probeListener } from './probe/listener/listener.ts'
export { type ResourceSample, resourceObstacle } from './resources/sampler.ts'
export { type ResourceWatchOptions, watchResources } from './resources/watch.ts'
export { startService } from './service.ts'
export type { DirectServer } from './observe/source.ts'
export { type Observation, observeTargets } from './observe/observe-targets.ts'
export { endText } from './errors.ts'
export {
  type RunningTarget,
  startTarget,
  type StartTargetOptions,
  type TargetServer,
} from './start-target.ts'
export { type Services, startServices } from './services.ts'
export { type PostgresServerOptions, startPostgresServer } from './servers/postgres.ts'
export type { PostgresPrograms } from './servers/postgres-programs.ts'
export { type RedisServerOptions, startRedisServer } from './servers/redis.ts'
export type { PrivateServer } from './servers/server.ts'
