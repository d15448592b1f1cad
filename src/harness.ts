/**
 * `plimsoll/harness`: services for tests and scenarios, started, watched and stopped whole; exchanges with them over
 * plimsoll's own transports.
 */

export {
  type EnvironmentPreset,
  environmentPresets,
  freePort,
  type PortPlan,
  type PostgresPrograms,
  type PostgresServerOptions,
  type PrivateServer,
  type ProbeListener,
  probeListener,
  type Readiness,
  type RedisServerOptions,
  type ResourceSample,
  type ResourceWatchOptions,
  resourceObstacle,
  type RunAs,
  type Service,
  type ServiceDeath,
  type ServiceOptions,
  type ServiceParts,
  type ServicePlan,
  type Services,
  startPostgresServer,
  startRedisServer,
  startService,
  startServices,
  type TargetEnd,
  watchResources,
} from './measure/target/index.ts'
export {
  type Exchanges,
  type ExchangesOptions,
  type ExchangeWork,
  openExchanges,
} from './measure/load/exchanges/index.ts'
