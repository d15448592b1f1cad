import {
  type ServerKind,
  type ServerPlan,
  SERVER_KINDS,
  type TargetPlan,
} from '../../model/target.ts'
import { parseDurationMs } from '../duration.ts'
import type { GivenTargetConfig, StartedTargetConfig, TargetConfig } from './target.ts'

/** The targets of a configuration that has been checked, by name. */
export function resolveTargets(
  targets: Readonly<Record<string, TargetConfig>> | undefined,
): ReadonlyMap<string, TargetPlan> {
  return new Map(Object.entries(targets ?? {}).map(([name, config]) => [name, plan(name, config)]))
}

/** Hosts of targets that run already: whoever names one means it to be loaded. */
export function givenHosts(
  targets: Readonly<Record<string, TargetConfig>> | undefined,
): readonly string[] {
  return [...resolveTargets(targets).values()].flatMap((target) =>
    target.kind === 'given' ? target.urls.map((url) => new URL(url).hostname) : [],
  )
}

/** What starts an address of a server, and which kind it is of. */
const KIND_OF_SCHEME: Readonly<Record<string, ServerKind>> = {
  'redis:': 'redis',
  'rediss:': 'redis',
  'postgres:': 'postgres',
  'postgresql:': 'postgres',
}

/** A server from what the configuration says; `undefined` when that is neither a kind nor an address of one. */
export function serverPlan(written: unknown): ServerPlan | undefined {
  const kind = SERVER_KINDS.find((each) => each === written)
  if (kind !== undefined) return { kind, url: undefined }
  if (typeof written !== 'string' || !URL.canParse(written)) return undefined
  const ofScheme = KIND_OF_SCHEME[new URL(written).protocol]
  return ofScheme === undefined ? undefined : { kind: ofScheme, url: written }
}

function plan(name: string, config: TargetConfig): TargetPlan {
  return config.url === undefined ? started(name, config) : given(name, config)
}

function given(name: string, { url, servers }: GivenTargetConfig): TargetPlan {
  const urls = typeof url === 'string' ? [url] : url
  return { kind: 'given', name, urls, servers: serverPlans(servers) }
}

function started(name: string, config: StartedTargetConfig): TargetPlan {
  const { command, args, cwd, env, preset, ports, ready, stopSignal } = config
  return {
    kind: 'started',
    name,
    service: {
      command,
      ...withoutMissing({ args, cwd, env, preset, ports, ready, stopSignal }),
      ...withoutMissing({
        readyTimeoutMs: parseDurationMs(config.readyTimeout),
        stopGraceMs: parseDurationMs(config.stopGrace),
      }),
    },
    instances: config.instances ?? 1,
    probe: config.probe ?? true,
    servers: serverPlans(config.servers),
  }
}

function serverPlans(
  servers: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, ServerPlan>> {
  const entries = Object.entries(servers ?? {}).flatMap(([variable, written]) => {
    const server = serverPlan(written)
    return server === undefined ? [] : [[variable, server] as const]
  })
  return Object.fromEntries(entries)
}

/** A key that is not set is one that is not there. */
function withoutMissing<T extends object>(
  parts: T,
): { [key in keyof T]?: Exclude<T[key], undefined> } {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as { [key in keyof T]?: Exclude<T[key], undefined> }
}
