import { isAbsolute, resolve } from 'node:path'
import { usageError } from '../../kernel/errors.ts'
import { PLACEHOLDER, type PortPlan, type Readiness } from '../../model/target.ts'
import type { ServicePlan } from './plan.ts'
import { environmentPresets } from './presets.ts'

/** A plan with every default in its place, checked. */
export type ResolvedPlan = Required<Omit<ServicePlan, Optional>> & Pick<ServicePlan, Optional>

type Optional = 'runAs' | 'logs' | 'before' | 'sharedMemory'

const DEFAULT_READY_TIMEOUT_MS = 30_000
const DEFAULT_STOP_GRACE_MS = 5_000
const DEFAULT_KEPT_LINES = 200
const DEFAULT_PORTS: Readonly<Record<string, PortPlan>> = { main: { env: 'PORT' } }

/** Fills in the defaults. @throws PlimsollError (exit 2) with all that is wrong with the plan */
export function resolvePlan(plan: ServicePlan): ResolvedPlan {
  const ports = plan.ports ?? DEFAULT_PORTS
  const hasPort = Object.keys(ports).length > 0
  const resolved: ResolvedPlan = {
    ...plan,
    args: plan.args ?? [],
    cwd: resolve(plan.cwd ?? '.'),
    preset: plan.preset ?? 'production',
    env: plan.env ?? {},
    ports,
    ready: plan.ready ?? { kind: hasPort ? 'tcp' : 'started' },
    readyTimeoutMs: plan.readyTimeoutMs ?? DEFAULT_READY_TIMEOUT_MS,
    stopSignal: plan.stopSignal ?? 'SIGTERM',
    stopGraceMs: plan.stopGraceMs ?? DEFAULT_STOP_GRACE_MS,
    keptLines: plan.keptLines ?? DEFAULT_KEPT_LINES,
    temporaryFolders: plan.temporaryFolders ?? [],
    files: plan.files ?? {},
  }
  const problems = problemsOf(resolved)
  if (problems.length === 0) return resolved
  throw usageError(
    'SERVICE_PLAN_INVALID',
    `the service ${plan.name || '(without a name)'} can't be started as it is described`,
    'mend what is listed',
    problems,
  )
}

/** An argument or variable with its ports and its number filled in. */
export function fillIn(
  text: string,
  ports: Readonly<Record<string, number>>,
  instance: number,
): string {
  const first = Object.keys(ports)[0] ?? ''
  return text.replaceAll(PLACEHOLDER, (whole: string, name?: string, isInstance?: string) => {
    if (isInstance !== undefined) return String(instance)
    return String(ports[name ?? first] ?? whole)
  })
}

/** The variables of an instance: this process's own, then the preset's, the ports, and the plan's. */
export function environmentOf(
  plan: ResolvedPlan,
  ports: Readonly<Record<string, number>>,
  instance: number,
): Readonly<Record<string, string>> {
  const told = Object.entries(plan.ports).flatMap(([name, { env }]) =>
    env === undefined ? [] : [[env, String(ports[name])] as const],
  )
  const all = {
    ...process.env,
    ...environmentPresets[plan.preset],
    ...Object.fromEntries(told),
    ...plan.env,
  }
  const set: Record<string, string> = {}
  for (const [name, value] of Object.entries(all)) {
    if (value === undefined) continue
    set[name] = name in plan.env ? fillIn(value, ports, instance) : value
  }
  return set
}

function problemsOf(plan: ResolvedPlan): readonly string[] {
  const problems: string[] = []
  const check = (isFine: boolean, problem: string): void => {
    if (!isFine) problems.push(problem)
  }
  check(plan.name !== '', 'name: it needs one')
  check(plan.command !== '', 'command: there is none')
  check(plan.preset in environmentPresets, `preset: there is none named ${plan.preset}`)
  check(isPositive(plan.readyTimeoutMs), 'readyTimeoutMs: more than 0')
  check(plan.stopGraceMs >= 0 && Number.isFinite(plan.stopGraceMs), 'stopGraceMs: 0 or more')
  check(isPositive(plan.keptLines), 'keptLines: more than 0')
  check(plan.temporaryFolders.every(isAbsolute), 'temporaryFolders: absolute paths only')
  for (const [name, { fixed }] of Object.entries(plan.ports)) {
    check(fixed === undefined || isPort(fixed), `ports.${name}.fixed: 1 to 65535`)
  }
  return [...problems, ...unknownPorts(plan)]
}

function unknownPorts({ args, env, ports, ready }: ResolvedPlan): readonly string[] {
  const texts = [...args, ...Object.values(env)].filter((text) => text !== undefined)
  const used = texts.flatMap((text) =>
    [...text.matchAll(PLACEHOLDER)].flatMap(([whole, name, isInstance]) => {
      if (isInstance !== undefined) return []
      return isKnown(name, ports) ? [] : [`${whole}: the service has no such port`]
    }),
  )
  const asked = portAsked(ready)
  if (asked === undefined || isKnown(asked.name, ports)) return used
  return [...used, `ready.port: the service has no port ${asked.name ?? 'at all'}`]
}

function portAsked(ready: Readiness): { readonly name: string | undefined } | undefined {
  return ready.kind === 'http' || ready.kind === 'tcp' ? { name: ready.port } : undefined
}

/** Without a name the first one is meant. */
function isKnown(name: string | undefined, ports: ResolvedPlan['ports']): boolean {
  return name === undefined ? Object.keys(ports).length > 0 : Object.hasOwn(ports, name)
}

const isPositive = (value: number): boolean => value > 0 && Number.isFinite(value)

const isPort = (port: number): boolean => Number.isInteger(port) && port > 0 && port <= 65_535
