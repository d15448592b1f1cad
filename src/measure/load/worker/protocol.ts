import type { LoadPhase, LoadSchedule } from '../../../model/load.ts'
import type { Calibration } from '../../../model/run.ts'
import type { TargetInfo } from '../../../model/target.ts'
import type { LaunchFailure } from '../../bench/launch/protocol.ts'
import type { WorkerWindow } from '../engine/parts.ts'
import type { LaneMix, LoadWork } from '../engine/plan.ts'
import type { LoadShare } from '../schedule/share.ts'

/**
 * What a worker of a load test and its supervisor say to each other (structured clone over IPC).
 *
 *   worker       ready ─────── ready to start ──── window, window … ──── done
 *   supervisor         order ─┘                 start at ─┘    (drain) ─┘
 */

/** Of which load this worker makes its share. Iterations in flight are its own already. */
export interface LoadOrder {
  readonly kind: 'order'
  /** Repeated in every message that follows, since a scenario may send messages of its own. */
  readonly token: string
  /** Those in which it takes part: at least one. */
  readonly lanes: readonly LaneOrder[]
  readonly maxInFlight: number
  readonly timeoutMs: number
  readonly lateBeyondMs: number
  readonly seed: number
}

/** What it does of one lane. Connections are its own already. */
export interface LaneOrder {
  /** The lane's place in the plan. */
  readonly lane: number
  readonly share: LoadShare
  readonly schedule: LoadSchedule
  readonly phases: readonly LoadPhase[]
  readonly work: LoadWork
  readonly connections: number
  readonly pipelining: number
  readonly target: TargetInfo | undefined
  readonly mix: LaneMix | undefined
  /** What tells its random choices from those of other lanes; of arrivals, and of inputs. */
  readonly streams: LaneStreams
}

/** Names of random streams below the run's seed. */
export interface LaneStreams {
  readonly schedule: string
  /** Of one worker. */
  readonly inputs: string
}

/** To the worker. */
export type ToWorker =
  | LoadOrder
  /** Time 0 of the schedule, on the monotonic clock: the same for all workers, and a little ahead. */
  | { readonly kind: 'start'; readonly startNs: number }
  /** Start no more; what is in flight may end. */
  | { readonly kind: 'drain' }

/** Where a worker is, or one of its lanes: only those that carry out data `connect`. */
export type WorkerStep = 'load' | 'setup' | 'connect' | 'measure' | 'teardown'

/** From the worker. */
export type FromWorker = { readonly token: string } & WorkerWord

/** What a message says. */
export type WorkerWord =
  | { readonly kind: 'alive'; readonly step: WorkerStep }
  | { readonly kind: 'ready'; readonly calibration: Calibration }
  | { readonly kind: 'window'; readonly window: WorkerWindow }
  | { readonly kind: 'done' }
  | {
      readonly kind: 'failed'
      readonly failure: LaunchFailure
      readonly step: WorkerStep
      /** Whose failure it was, where that is known: its place in the plan. */
      readonly lane: number | undefined
    }
