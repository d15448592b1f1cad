import { resolve } from 'node:path'
import type {
  GivenTarget,
  ServerKind,
  ServerPlan,
  StartedTarget,
  TargetInfo,
  TargetPlan,
} from '../../model/target.ts'
import type { Service, ServiceDeath, ServicePlan } from './plan.ts'
import { findPostgres } from './servers/postgres-programs.ts'
import { startPostgresServer } from './servers/postgres.ts'
import { startRedisServer } from './servers/redis.ts'
import { startEach } from './services.ts'

/** How a target is started, and watched. */
export interface StartTargetOptions {
  /** The project's folder, absolute: a target's own is relative to it. */
  readonly cwd: string
  /** Ends the starting; a target that runs goes on. */
  readonly signal: AbortSignal
  /** Variables of an instance beside the target's own, by its name and by those that it would have without. */
  readonly envOf: (
    instance: string,
    own: Readonly<Record<string, string | undefined>>,
  ) => Readonly<Record<string, string>>
  /** The folder for the whole output of its instances; `undefined` = it is not kept. */
  readonly logs: string | undefined
  /** Called when an instance or a private server ends without having been asked to. */
  readonly onDeath: (death: ServiceDeath) => void
}

/** A target that can be used. Disposing of it stops what was started for it, and leaves alone what ran already. */
export interface RunningTarget extends AsyncDisposable {
  readonly info: TargetInfo
  /** What was started. */
  readonly instances: readonly Service[]
  readonly servers: readonly TargetServer[]
}

/** A server that a target uses. */
export interface TargetServer {
  /** The variable that tells the service. */
  readonly variable: string
  readonly kind: ServerKind
  /** May hold a password. */
  readonly url: string
  /** `undefined` = it ran already. */
  readonly service: Service | undefined
}

/**
 * Starts a target: its private servers side by side, then all of its instances.
 * @throws PlimsollError as `startService` does, with nothing left behind; and whatever the signal says
 */
export function startTarget(plan: TargetPlan, options: StartTargetOptions): Promise<RunningTarget> {
  return plan.kind === 'given' ? Promise.resolve(given(plan)) : started(plan, options)
}

function given({ name, urls, servers }: GivenTarget): RunningTarget {
  const known = Object.entries(servers).flatMap(([variable, { kind, url }]) =>
    url === undefined ? [] : [{ variable, kind, url, service: undefined }],
  )
  const names = instanceNames(name, urls.length)
  const instances = urls.map((url, index) => ({ name: names[index] ?? name, url, ports: {} }))
  return {
    info: { name, url: urls[0] ?? '', instances, servers: addressesOf(known) },
    instances: [],
    servers: known,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

async function started(plan: StartedTarget, options: StartTargetOptions): Promise<RunningTarget> {
  await using stack = new AsyncDisposableStack()
  const starting = new AbortController()
  const abort = (): void => starting.abort(options.signal.reason)
  options.signal.throwIfAborted()
  options.signal.addEventListener('abort', abort, { once: true })
  try {
    const within = { ...options, signal: starting.signal }
    const servers = await startServers(plan, within, stack)
    const instances = await startInstances(plan, { ...within, servers }, stack)
    options.signal.throwIfAborted()
    const kept = stack.move()
    return {
      info: infoOf(plan.name, instances, servers),
      instances,
      servers,
      [Symbol.asyncDispose]: () => kept.disposeAsync(),
    }
  } finally {
    // From here on it is stopped by its owner alone: what is in flight may end after a Ctrl-C.
    options.signal.removeEventListener('abort', abort)
  }
}

/** All or none: each is waited for, so that none is left behind. */
async function startServers(
  plan: StartedTarget,
  options: StartTargetOptions,
  stack: AsyncDisposableStack,
): Promise<readonly TargetServer[]> {
  const outcomes = await Promise.allSettled(
    Object.entries(plan.servers).map(([variable, server]) =>
      startServer({ ...server, variable, target: plan.name }, options, stack),
    ),
  )
  const failed = outcomes.find((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
}

async function startServer(
  {
    kind,
    url,
    variable,
    target,
  }: ServerPlan & Pick<TargetServer, 'variable'> & { readonly target: string },
  { cwd, signal, onDeath }: StartTargetOptions,
  stack: AsyncDisposableStack,
): Promise<TargetServer> {
  if (url !== undefined) return { variable, kind, url, service: undefined }
  const watched = {
    signal,
    onDeath: (death: ServiceDeath) => onDeath({ ...death, name: `${target}’s ${death.name}` }),
  }
  const server = stack.use(
    kind === 'redis'
      ? await startRedisServer(watched)
      : await startPostgresServer({ ...watched, binaries: await findPostgres(cwd) }),
  )
  return { variable, kind, url: server.url, service: server.service }
}

async function startInstances(
  plan: StartedTarget,
  options: StartTargetOptions & { readonly servers: readonly TargetServer[] },
  stack: AsyncDisposableStack,
): Promise<readonly Service[]> {
  const { signal, onDeath, logs, servers, cwd, envOf } = options
  const { service, name } = plan
  const own = { ...service.env, ...addressesOf(servers) }
  const plans = instanceNames(name, plan.instances).map(
    (instance): ServicePlan => ({
      ...service,
      name: instance,
      cwd: resolve(cwd, service.cwd ?? '.'),
      env: { ...own, ...envOf(instance, { ...process.env, ...own }) },
      ...(logs === undefined ? {} : { logs }),
    }),
  )
  return stack.use(await startEach(plans, { signal, onDeath })).instances
}

/** `bot`, or `bot 1`, `bot 2` … */
const instanceNames = (name: string, count: number): readonly string[] =>
  count === 1 ? [name] : Array.from({ length: count }, (_, index) => `${name} ${index + 1}`)

function infoOf(
  name: string,
  services: readonly Service[],
  servers: readonly TargetServer[],
): TargetInfo {
  const instances = services.map((service) => ({
    name: service.name,
    url: Object.keys(service.ports).length === 0 ? '' : service.url(),
    ports: service.ports,
  }))
  return { name, url: instances[0]?.url ?? '', instances, servers: addressesOf(servers) }
}

const addressesOf = (
  servers: readonly Pick<TargetServer, 'variable' | 'url'>[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(servers.map(({ variable, url }) => [variable, url]))
