import type { Budget } from '../../../model/budget.ts'
import type { LoadPhase, LoadSchedule, TransportPlace } from '../../../model/load.ts'
import type { ScenarioIdentity } from '../../../model/run.ts'
import type { TargetInfo } from '../../../model/target.ts'
import { scheduleDurationMs } from '../schedule/describe.ts'
import { laneUsers } from '../schedule/lane.ts'
import { WHOLE_LOAD } from '../schedule/share.ts'

/** What a load test is going to do, as data. */
export interface LoadPlan {
  /** At least one; they begin together, and go on side by side in the same processes. */
  readonly lanes: readonly LoadLane[]
  /** Processes that make the load, side by side. */
  readonly workers: number
  /** Iterations that may wait or run at a time, of all workers and lanes; arrivals beyond are dropped. Open model only. */
  readonly maxInFlight: number
  readonly timeoutMs: number
  /** Send lag beyond which an iteration counts as late; with more than 1 % late, the generator was the limit. */
  readonly lateBeyondMs: number
  readonly seed: number
  /** The project's folder: the workers' working directory. */
  readonly cwd: string
}

/** One scenario among those that a load test drives, with a schedule and a result of its own. */
export interface LoadLane {
  readonly identity: ScenarioIdentity
  readonly budget: Budget
  /** What the profile is called: `sustained`, `burst` … */
  readonly profile: string
  readonly schedule: LoadSchedule
  /** The schedule's named stretches; numbers are of the steady ones, or of everything when none is. */
  readonly phases: readonly LoadPhase[]
  readonly work: LoadWork
  /** Of all workers together. Code makes its own: 0. */
  readonly connections: number
  readonly pipelining: number
  /** What a scenario's `setup` gets; absent = it names none. */
  readonly target?: TargetInfo
  /** Its part of a schedule that several lanes share; absent = all of it. */
  readonly mix?: LaneMix
  /** Lanes of the same stream draw the same arrivals and inputs; absent = each its own, or its mix's. */
  readonly stream?: string
}

/** The arrivals, or users, of one kind, among those of a schedule. */
export interface LaneMix {
  /** By kind. */
  readonly weights: readonly number[]
  /** Which kind: the place of its weight, which is above 0. */
  readonly index: number
}

/** What an iteration does. */
export type LoadWork =
  | {
      /** One exchange over a connection of a transport. */
      readonly kind: 'exchange'
      readonly transport: TransportPlace
      /** What the transport is opened with; data that can be cloned. */
      readonly plan: unknown
      /** The scenario whose feeder gives each exchange's input; `undefined` = none. */
      readonly feed: ScenarioPlace | undefined
    }
  | {
      /** A scenario's `run`. */
      readonly kind: 'code'
      readonly scenario: ScenarioPlace
    }

/** A scenario in a perf file. */
export interface ScenarioPlace {
  /** Absolute path. */
  readonly path: string
  readonly exportName: string
  readonly paramsIndex: number
}

/** Late by more than this, a send is no longer what the schedule says: a scheduler's time slice or two. */
export const USUAL_LATE_BEYOND_MS = 10

/** A plan, and what follows from it. */
export interface ResolvedPlan extends Omit<LoadPlan, 'lanes'> {
  readonly lanes: readonly ResolvedLane[]
  /** Of the longest schedule. */
  readonly durationMs: number
}

/** A lane, and what follows from it. */
export interface ResolvedLane extends LoadLane {
  /** Those of the plan's that take part in it: the first ones. */
  readonly workers: number
  readonly durationMs: number
  /** Whether iterations have times of their own; else each user starts as soon as its answer has come. */
  readonly isPaced: boolean
}

/** Works out what follows from a plan. A worker without a connection or a user would do nothing: it is not started. */
export function resolvePlan(plan: LoadPlan): ResolvedPlan {
  const lanes = plan.lanes.map((lane) => resolveLane(lane, plan.workers))
  return {
    ...plan,
    lanes,
    workers: Math.max(1, ...lanes.map(({ workers }) => workers)),
    durationMs: Math.max(0, ...lanes.map(({ durationMs }) => durationMs)),
  }
}

function resolveLane(lane: LoadLane, mostWorkers: number): ResolvedLane {
  const { schedule, work, mix } = lane
  const workers = Math.min(
    mostWorkers,
    work.kind === 'exchange' ? lane.connections : mostWorkers,
    schedule.kind === 'closed' ? laneUsers(schedule.stages, mix, WHOLE_LOAD).length : mostWorkers,
  )
  return {
    ...lane,
    workers: Math.max(1, workers),
    durationMs: scheduleDurationMs(schedule),
    isPaced: schedule.kind !== 'closed' || schedule.thinkTimeMs > 0 || schedule.pacingMs > 0,
  }
}
