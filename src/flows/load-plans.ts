import { usageError } from '../kernel/errors.ts'
import type { LoadSchedule, PhasedSchedule } from '../model/load.ts'
import type { PlannedScenario } from '../model/plan.ts'
import type { Budget } from '../model/scenario.ts'
import {
  type AddressRequest,
  isAddress,
  isLoopback,
  type LoadLane,
  type LoadPlan,
  transportModule,
  USUAL_LATE_BEYOND_MS,
  workOfAddress,
} from '../measure/index.ts'
import { mixLanes, refuseUnusedMix } from './load-mix.ts'
import type { LoadRequest } from './load-request.ts'
import type { Project } from './project.ts'
import { planScenarios } from './select.ts'

/** What load tests do, from what was asked for. */

/** What goes with an address. */
export interface AddressParts {
  readonly budget: Budget
  readonly phased: PhasedSchedule
}

/**
 * One address.
 * @throws PlimsollError (exit 2) HOST_NOT_ALLOWED for another machine that nobody named; as `workOfAddress`
 */
export function addressPlan(
  project: Project,
  asked: AddressRequest,
  { budget, phased }: AddressParts,
): LoadPlan {
  const { name, host, transport, plan } = workOfAddress(asked)
  requireAllowed(host, project)
  refuseUnusedMix(project)
  const lane: LoadLane = {
    ...laneParts(project, phased),
    identity: { key: name, name, category: 'load', tags: [], params: {}, file: '' },
    budget,
    work: { kind: 'exchange', transport: transportModule(transport), plan, feed: undefined },
  }
  return planOf(project, [lane])
}

/** Scenarios of perf files, one after the other; of the profile `mixed`, at once. @throws as {@link mixedPlan} */
export async function scenarioPlans(
  project: Project,
  request: LoadRequest,
  phased: PhasedSchedule,
): Promise<readonly LoadPlan[]> {
  if (isMixed(project, request)) return [await mixedPlan(project, request, phased)]
  refuseUnusedMix(project)
  const { scenarios } = await planScenarios(project, request.what)
  return lanesOf(project, scenarios, phased).map((lane) => planOf(project, [lane]))
}

/** Whether several scenarios are to share one schedule. */
export const isMixed = ({ settings }: Project, { what }: LoadRequest): boolean =>
  settings.loadProfile === 'mixed' && !what.some(isAddress)

/** Scenarios that share one schedule by weight. @throws PlimsollError (exit 2) as `planScenarios` and `mixLanes` */
export async function mixedPlan(
  project: Project,
  request: LoadRequest,
  phased: PhasedSchedule,
): Promise<LoadPlan> {
  const { scenarios, known } = await planScenarios(project, request.what)
  const weights = project.settings.loadMix
  return planOf(project, mixLanes(lanesOf(project, scenarios, phased), { weights, known }))
}

function lanesOf(
  project: Project,
  scenarios: readonly PlannedScenario[],
  phased: PhasedSchedule,
): readonly LoadLane[] {
  return scenarios.map(
    ({ identity, budget, path, exportName, paramsIndex }): LoadLane => ({
      ...laneParts(project, phased),
      identity,
      budget,
      connections: 0,
      work: { kind: 'code', scenario: { path, exportName, paramsIndex } },
    }),
  )
}

function laneParts(
  { settings }: Project,
  { schedule, phases }: PhasedSchedule,
): Omit<LoadLane, 'identity' | 'budget' | 'work'> {
  return {
    profile: schedule.kind === 'replay' ? 'replay' : settings.loadProfile,
    schedule,
    phases,
    connections: connectionsFor(schedule, settings.loadConnections),
    pipelining: settings.loadPipelining,
  }
}

function planOf({ settings, cwd, clock }: Project, lanes: readonly LoadLane[]): LoadPlan {
  return {
    lanes,
    workers: settings.loadWorkers,
    maxInFlight: settings.loadMaxInFlight,
    timeoutMs: settings.loadTimeoutMs,
    lateBeyondMs: USUAL_LATE_BEYOND_MS,
    seed: settings.seed ?? Math.trunc(clock.epoch()) >>> 0,
    cwd,
  }
}

/** A user needs no more than one. */
function connectionsFor(schedule: LoadSchedule, asked: number): number {
  if (schedule.kind !== 'closed') return asked
  const users = schedule.stages.flatMap(({ fromUsers, toUsers }) => [fromUsers, toUsers])
  return Math.min(asked, Math.max(...users))
}

/** No production system is loaded by a slip of the pen. */
function requireAllowed(host: string, { settings }: Project): void {
  if (isLoopback(host) || settings.loadAllowHosts.includes(host)) return
  throw usageError(
    'HOST_NOT_ALLOWED',
    `${host} is not this machine, and nobody said that it may be loaded`,
    `if it is yours to load: --allow-host ${host}, or load.allowHosts in the configuration`,
  )
}
