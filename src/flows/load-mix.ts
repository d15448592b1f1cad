import { refuseProblems, usageError } from '../kernel/errors.ts'
import { suggestion } from '../define/index.ts'
import { laneUsers, type LoadLane, shareOfMix, WHOLE_LOAD } from '../measure/index.ts'
import type { PlannedScenario } from '../model/plan.ts'
import { plural } from '../show/index.ts'
import type { Project } from './project.ts'

/** Several scenarios at once, each with its part of one schedule. */

/** What is shared. */
export interface MixRequest {
  /** Weights by the name or key of a scenario; 1 unless given. */
  readonly weights: Readonly<Record<string, number>>
  /** Every scenario there is, chosen or not. */
  readonly known: readonly PlannedScenario[]
}

/**
 * The lanes with their parts: of the schedule by weight, and so of the connections. Those of weight 0 are left out.
 * @throws PlimsollError (exit 2) MIX_UNKNOWN with every name that is none; MIX_EMPTY; MIX_TOO_FEW_USERS
 */
export function mixLanes(
  lanes: readonly LoadLane[],
  { weights, known }: MixRequest,
): readonly LoadLane[] {
  refuseUnknown(Object.keys(weights), known)
  const weighted = lanes
    .map((lane) => ({ lane, weight: weightOf(lane, weights) }))
    .filter(({ weight }) => weight > 0)
  if (weighted.length === 0) {
    throw usageError(
      'MIX_EMPTY',
      'every scenario that was chosen has the weight 0',
      'give one of them another (--mix, load.mix), or choose others',
    )
  }
  const all = weighted.map(({ weight }) => weight)
  const shared = weighted.map(({ lane }, index) => partOf(lane, { weights: all, index }))
  refuseIdle(shared)
  return shared
}

/** Weights that nothing would come of. @throws PlimsollError (exit 2) MIX_WITHOUT_SCENARIOS */
export function refuseUnusedMix({ loaded: { origins } }: Project): void {
  const { from, name } = origins.loadMix
  // In a configuration it waits for the runs that are mixed.
  if (from !== 'flag' && from !== 'environment') return
  throw usageError(
    'MIX_WITHOUT_SCENARIOS',
    `${name} divides one load among several scenarios, and this load has none to share it`,
    'load scenarios of perf files with --profile mixed, or leave it out',
  )
}

const weightOf = ({ identity }: LoadLane, weights: MixRequest['weights']): number =>
  weights[identity.key] ?? weights[identity.name] ?? 1

type Mix = NonNullable<LoadLane['mix']>

const partOf = (lane: LoadLane, mix: Mix): LoadLane => ({
  ...lane,
  mix,
  connections: lane.connections === 0 ? 0 : Math.max(1, connectionsOf(lane, mix)),
})

/** By weight; where every user has one, as many as the lane has users. */
function connectionsOf({ schedule, connections }: LoadLane, mix: Mix): number {
  const byWeight = Math.round(connections * shareOfMix(mix))
  if (schedule.kind !== 'closed') return byWeight
  const usersOf = (part: Mix | undefined): number =>
    laneUsers(schedule.stages, part, WHOLE_LOAD).length
  return connections < usersOf(undefined) ? byWeight : usersOf(mix)
}

function refuseUnknown(names: readonly string[], known: readonly PlannedScenario[]): void {
  const all = new Set(known.flatMap(({ identity }) => [identity.key, identity.name]))
  const problems = names
    .filter((name) => !all.has(name))
    .map((name) => `no scenario is called "${name}"${suggestion(name, all)}`)
  refuseProblems({
    code: 'MIX_UNKNOWN',
    problems,
    several: (count) => `${count} weights are of no scenario`,
    hint: 'correct the names in --mix (or load.mix, PLIMSOLL_LOAD_MIX)',
  })
}

/** A scenario without a single user would measure nothing. */
function refuseIdle(lanes: readonly LoadLane[]): void {
  const idle = lanes.filter(
    ({ schedule, mix }) =>
      schedule.kind === 'closed' && laneUsers(schedule.stages, mix, WHOLE_LOAD).length === 0,
  )
  if (idle.length === 0) return
  const names = idle.map(({ identity }) => identity.key).join(', ')
  throw usageError(
    'MIX_TOO_FEW_USERS',
    `there are too few users for ${plural(lanes.length, 'scenario')}: by weight none is left for ${names}`,
    'give more --users, other weights (--mix), or fewer scenarios',
  )
}
