import type { LoadSchedule, PhasedSchedule } from '../model/load.ts'
import type { PlannedScenario } from '../model/plan.ts'
import type { Budget } from '../model/scenario.ts'
import type { TargetInfo } from '../model/target.ts'
import {
  type AddressRequest,
  isAddress,
  type LoadLane,
  type LoadPlan,
  requireSensible,
  transportModule,
  USUAL_LATE_BEYOND_MS,
  workOfAddress,
} from '../measure/index.ts'
import { requireAllowed } from './allowed-hosts.ts'
import { mixLanes, refuseUnusedMix } from './load-mix.ts'
import type { LoadRequest } from './load-request.ts'
import type { Project } from './project.ts'
import { scenarioWork } from './scenario-work.ts'
import { planScenarios } from './select.ts'
import type { TargetKeeper } from './target-keeper.ts'

/** What load tests do, from what was asked for. */

/** What goes with an address. */
export interface AddressParts {
  readonly budget: Budget
  readonly phased: PhasedSchedule
}

/**
 * One address.
 * @throws PlimsollError (exit 2) HOST_NOT_ALLOWED for another machine that nobody named; as `workOfAddress` and
 * `requireSensible`
 */
export async function addressPlan(
  project: Project,
  asked: AddressRequest,
  { budget, phased }: AddressParts,
): Promise<LoadPlan> {
  const { name, host, transport: kind, plan } = workOfAddress(asked)
  requireAllowed(host, project)
  const transport = transportModule(kind)
  await requireSensible(transport, plan)
  refuseUnusedMix(project)
  const lane: LoadLane = {
    ...laneParts(project, phased),
    identity: { key: name, name, category: 'load', tags: [], params: {}, file: '' },
    budget,
    work: { kind: 'exchange', transport, plan, feed: undefined },
  }
  return planOf(project, [lane])
}

/** How scenarios are loaded. */
export interface Loading {
  readonly phased: PhasedSchedule
  /** Starts what they need; absent = nothing is going to be loaded. */
  readonly targets?: TargetKeeper
}

/** Scenarios of perf files, one after the other; of the profile `mixed`, at once. @throws as {@link mixedPlan} */
export async function scenarioPlans(
  project: Project,
  request: LoadRequest,
  loading: Loading,
): Promise<readonly LoadPlan[]> {
  if (isMixed(project, request)) return [await mixedPlan(project, request, loading)]
  refuseUnusedMix(project)
  const { scenarios } = await planScenarios(project, request.what)
  const met = await withTargets(scenarios, loading)
  return lanesOf(project, met, loading).map((lane) => planOf(project, [lane]))
}

/** Whether several scenarios are to share one schedule. */
export const isMixed = ({ settings }: Project, { what }: LoadRequest): boolean =>
  settings.loadProfile === 'mixed' && !what.some(isAddress)

/** Scenarios that share one schedule by weight. @throws PlimsollError (exit 2) as `planScenarios` and `mixLanes` */
export async function mixedPlan(
  project: Project,
  request: LoadRequest,
  loading: Loading,
): Promise<LoadPlan> {
  const { scenarios, known } = await planScenarios(project, request.what)
  const weights = project.settings.loadMix
  const met = await withTargets(scenarios, loading)
  return planOf(project, mixLanes(lanesOf(project, met, loading), { weights, known }))
}

/** What a scenario is loaded by, with the target that it is to meet. */
export interface LanePlan {
  readonly lane: LoadLane
  readonly common: Omit<LoadPlan, 'lanes'>
}

/** One scenario on one target. @throws as {@link scenarioPlans} */
export function lanePlan(
  project: Project,
  scenario: PlannedScenario,
  { phased, target }: { readonly phased: PhasedSchedule; readonly target: TargetInfo },
): LanePlan {
  const [lane] = lanesOf(project, [{ scenario, target }], { phased })
  if (lane === undefined) throw new RangeError('a scenario has a lane')
  return { lane: { ...lane, target }, common: planOf(project, []) }
}

/** A scenario, and the target that it meets. */
interface MetScenario {
  readonly scenario: PlannedScenario
  readonly target: TargetInfo | undefined
}

/** @throws PlimsollError as `Targets.need` */
async function withTargets(
  scenarios: readonly PlannedScenario[],
  { targets }: Loading,
): Promise<readonly MetScenario[]> {
  const running = (await targets?.need(scenarios)) ?? {}
  return scenarios.map((scenario) => {
    const name = targets?.nameFor(scenario)
    return { scenario, target: name === undefined ? undefined : running[name] }
  })
}

function lanesOf(
  project: Project,
  scenarios: readonly MetScenario[],
  { phased, targets }: Loading,
): readonly LoadLane[] {
  const parts = laneParts(project, phased)
  return scenarios.map(({ scenario, target }): LoadLane => {
    const { connections } = parts
    const isDry = targets === undefined && target === undefined
    return {
      ...parts,
      ...(target === undefined ? {} : { target }),
      identity: scenario.identity,
      budget: scenario.budget,
      ...scenarioWork(scenario, { connections, target, isDry }),
    }
  })
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
