import type {
  DuetLaunch,
  DuetPair,
  LoadedBySide,
  ReplacedPackage,
  Side,
  SideFolder,
} from '../../../model/duet.ts'
import type { PlannedExchange } from '../../../model/plan.ts'
import type { Calibration, Launch, Note, SlowIteration } from '../../../model/run.ts'
import type { TargetInfo } from '../../../model/target.ts'

/** What a launch's process and its parent say to each other (structured clone over IPC). */

/** What the process is asked to do. */
export type Order = LaunchOrder | DuetOrder

/** Measure one scenario. */
export interface LaunchOrder {
  readonly kind: 'launch'
  /** Repeated in every message that follows, since a scenario may send messages of its own. */
  readonly token: string
  readonly path: string
  readonly exportName: string
  readonly paramsIndex: number
  readonly seed: number
  /** 0-based. */
  readonly launch: number
  readonly timeMs: number
  readonly warmUpMs: number
  /** As the first launch found it, so that all launches' samples have one shape. */
  readonly batchSize: number | undefined
  /** Where to write a CPU profile of the measured part; its numbers are not used then. */
  readonly cpuProfile: string | undefined
  /** What `setup` gets; absent = the scenario names none. */
  readonly target?: TargetInfo
  /** Work that is data; absent = code. */
  readonly exchange?: PlannedExchange
  /** The two sides that it is one of: what it imports is then that side's own. */
  readonly sides?: TwoSides
}

/** Two revisions, and the packages that each has its own installation of. */
export interface TwoSides {
  readonly current: SideFolder
  readonly baseline: SideFolder
  readonly replace: readonly ReplacedPackage[]
}

/** Measure two revisions of a scenario beside each other. */
export interface DuetOrder extends TwoSides {
  readonly kind: 'duet'
  readonly token: string
  readonly pair: DuetPair
  readonly seed: number
  /** 0-based. */
  readonly launch: number
  readonly timeMs: number
  readonly warmUpMs: number
  /** What `setup` of both sides gets; absent = the scenario names none. */
  readonly target?: TargetInfo
}

/** What one process of a duet measured, and loaded. */
export interface DuetMeasured {
  readonly launch: DuetLaunch
  readonly loaded: LoadedBySide
  /** Where else code of the scenario ran; in words. */
  readonly elsewhere: readonly string[]
  /** Each side by itself. */
  readonly sides: Readonly<Record<Side, LaunchMeasurement>>
}

/** What one launch measured, before it is put together with the others. */
export interface LaunchMeasurement {
  readonly mode: 'sync' | 'async'
  readonly batchSize: number
  readonly iterations: number
  readonly launch: Launch
  /** HdrHistogram V2, uncompressed, by metric. */
  readonly histograms: Readonly<Record<string, Uint8Array>>
  /** By stage. */
  readonly stageHistograms: Readonly<Record<string, Uint8Array>>
  readonly slowest: readonly Omit<SlowIteration, 'launch'>[]
  readonly notes: readonly Note[]
  readonly calibration: Calibration
  /** What each side loaded, where the launch is one of two sides'. */
  readonly loaded?: LoadedBySide
  /** Likewise: where else its code ran; in words. */
  readonly elsewhere?: readonly string[]
  /** CPU time of the whole process, all threads, since it started. */
  readonly processCpuMs: number
}

/** A failure, as far as the process itself can tell. */
export interface LaunchFailure {
  readonly code: string
  readonly message: string
  readonly stack: string
}

/** The process is there, and waits for its order. */
export const READY = 'plimsoll-launch-ready'

/** From the process, once it has its order. `alive` says that it entered a step, or still gets on in it. */
export type LaunchMessage = { readonly token: string } & LaunchWord

/** What a message says. */
export type LaunchWord =
  | { readonly kind: 'alive'; readonly step: LaunchStep }
  | { readonly kind: 'measured'; readonly measurement: LaunchMeasurement }
  | { readonly kind: 'dueted'; readonly measurement: DuetMeasured }
  | {
      readonly kind: 'failed'
      readonly failure: LaunchFailure
      readonly step: LaunchStep
      /** Which side of a duet. */
      readonly side?: Side | undefined
    }

/** Where a launch is. */
export type LaunchStep = 'load' | 'setup' | 'warm-up' | 'measure' | 'teardown'
