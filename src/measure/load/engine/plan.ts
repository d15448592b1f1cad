import type { Budget } from '../../../model/budget.ts'
import type { LoadPhase, LoadSchedule } from '../../../model/load.ts'
import type { ScenarioIdentity } from '../../../model/run.ts'
import { scheduleDurationMs } from '../schedule/describe.ts'
import { mostUsers } from '../schedule/users.ts'

/** What a load test is going to do, as data. */
export interface LoadPlan {
  readonly identity: ScenarioIdentity
  readonly budget: Budget
  /** What the profile is called: `sustained`, `burst` … */
  readonly profile: string
  readonly schedule: LoadSchedule
  /** The schedule's named stretches; numbers are of the steady ones, or of everything when none is. */
  readonly phases: readonly LoadPhase[]
  readonly work: LoadWork
  /** Processes that make the load, side by side. */
  readonly workers: number
  /** Of all workers together. Code makes its own: 0. */
  readonly connections: number
  readonly pipelining: number
  /** Iterations that may wait or run at a time, of all workers; arrivals beyond are dropped. Open model only. */
  readonly maxInFlight: number
  readonly timeoutMs: number
  /** Send lag beyond which an iteration counts as late; with more than 1 % late, the generator was the limit. */
  readonly lateBeyondMs: number
  readonly seed: number
  /** The project's folder: the workers' working directory. */
  readonly cwd: string
}

/** What an iteration does. */
export type LoadWork =
  | {
      /** One exchange over a connection of a transport. */
      readonly kind: 'exchange'
      readonly transport: ModuleExport
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

/** What a module exports, as a process finds it. */
export interface ModuleExport {
  /** Of the module. */
  readonly url: string
  readonly exportName: string
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
export interface ResolvedPlan extends LoadPlan {
  readonly durationMs: number
  /** Whether iterations have times of their own; else each user starts as soon as its answer has come. */
  readonly isPaced: boolean
}

/** Works out what follows from a plan. A worker without a connection or a user would do nothing: it is not started. */
export function resolvePlan(plan: LoadPlan): ResolvedPlan {
  const { schedule, work } = plan
  const isPaced = schedule.kind !== 'closed' || schedule.thinkTimeMs > 0 || schedule.pacingMs > 0
  const workers = Math.min(
    plan.workers,
    work.kind === 'exchange' ? plan.connections : plan.workers,
    schedule.kind === 'closed' ? mostUsers(schedule.stages) : plan.workers,
  )
  return {
    ...plan,
    workers: Math.max(1, workers),
    durationMs: scheduleDurationMs(schedule),
    isPaced,
  }
}
