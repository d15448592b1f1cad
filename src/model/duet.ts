import type { PlannedScenario } from './plan.ts'
import type { RunningTargets } from './target.ts'
import type { Calibration, ErrorCount, Interval, Result, ScenarioIdentity } from './run.ts'

/**
 * A duet: two revisions of a scenario in one process, their samples alternated at random. What the processes measured
 * is data, so that judging it needs no machine.
 */

/** Which of the two revisions. `baseline` is what `current` is judged by. */
export type Side = 'current' | 'baseline'

/** Where one side's code lies. */
export interface SideFolder {
  /** Top of the checkout, absolute: what belongs to this side lies below it. */
  readonly root: string
  /** The project's folder in it: working directory of what runs. */
  readonly cwd: string
}

/** A package that each side has its own installation of. */
export interface ReplacedPackage {
  readonly name: string
  /** The package's folder for each side, absolute. */
  readonly current: string
  readonly baseline: string
}

/** One scenario that both sides have. */
export interface DuetPair {
  readonly identity: ScenarioIdentity
  readonly current: PlannedScenario
  readonly baseline: PlannedScenario
}

/** What one clock said in one process. */
export interface ClockReading {
  /** Median over the pairs of current ÷ baseline. */
  readonly ratio: number
  /** Of ln ratio, from the pairs of this process alone: how far its pairs scatter, not how far processes do. */
  readonly logStandardError: number
  /** Typical iteration of each side, ns. */
  readonly currentNs: number
  readonly baselineNs: number
}

/** One process of a duet. */
export interface DuetLaunch {
  /** 0-based. */
  readonly launch: number
  /** Which side was loaded first. */
  readonly first: Side
  readonly pairs: number
  /** Iterations a sample, of each side. */
  readonly batchSize: number
  readonly wall: ClockReading
  /** `null` where the thread's CPU clock is unfit (too coarse, or missing). */
  readonly cpu: ClockReading | null
  /** Inside the samples of both sides, ns. */
  readonly spent: {
    readonly wallNs: number
    readonly cpuNs: number
    /** In which the event loop waited for something to happen. */
    readonly idleNs: number
    /** Times that the process gave up its core by itself: it waited for something. */
    readonly voluntarySwitches: number
    /** Times that its core was taken from it. */
    readonly involuntarySwitches: number
  }
  readonly stages: readonly DuetStage[]
}

/** A stage that at least one side has, in one process. */
export interface DuetStage {
  readonly name: string
  /** `null` when only one side has it. */
  readonly wall: ClockReading | null
}

/** One file or package that a side loaded. */
export interface LoadedModule {
  /** File URL without query. */
  readonly url: string
  /** `name@version` of the package it belongs to when it lies in `node_modules`, else `undefined`. */
  readonly package: string | undefined
}

/** What each side loaded. */
export type LoadedBySide = Readonly<Record<Side, readonly LoadedModule[]>>

/** What the processes of one scenario measured. */
export interface DuetEvidence {
  readonly pair: DuetPair
  readonly launches: readonly DuetLaunch[]
  /** The first failure, and which side it came from; nothing is judged then. */
  readonly failure: { readonly side: Side | undefined; readonly error: ErrorCount } | undefined
  /** Why the two sides can't be told apart, such as a changed file that both loaded; nothing is judged then. */
  readonly obstacle: string | undefined
  /** Code of which nothing tells whether each side has its own, in words: its worker threads, generated files. */
  readonly unchecked: readonly string[]
  /** In words: why measuring ended. */
  readonly ended: 'decided' | 'time-budget' | 'failed' | 'aborted'
}

/** What judging says while measuring goes on. */
export interface DuetProgress {
  /** Whether further processes could not change the answer. */
  readonly decided: boolean
  readonly ratio: number | null
  readonly interval: Interval | null
}

/** Asked after each process of a scenario, or after those that ran at a time. */
export type DuetStopRule = (launches: readonly DuetLaunch[]) => DuetProgress

/** How a duet is measured. */
export interface DuetPlan {
  readonly pairs: readonly DuetPair[]
  readonly current: SideFolder
  readonly baseline: SideFolder
  readonly replace: readonly ReplacedPackage[]
  /** Environment variables of the processes, beside this process's own. */
  readonly env: Readonly<Record<string, string>>
  /** Those that the scenarios name, the same for both sides; absent = none. */
  readonly targets?: RunningTargets
  readonly seed: number
  /** Longest measured time in each process, both sides together. */
  readonly timeMs: number
  /** Longest warm-up in each process, both sides together. */
  readonly warmUpMs: number
  /** Processes of a scenario at a time: 1, or an even number, so that each side is loaded first in half of them. */
  readonly concurrency: number
  /** Longest for one scenario, all its processes together; the fewest are run whatever it says. */
  readonly budgetMs: number
}

/** What carrying out a duet gave. */
export interface DuetMeasurement {
  /** In the order of the plan's pairs. */
  readonly evidence: readonly DuetEvidence[]
  /** Each side by itself, as runs keep it: the pairs that were measured at all. */
  readonly results: Readonly<Record<Side, readonly Result[]>>
  /** The reference kernels as timed in each process. */
  readonly calibrations: readonly Calibration[]
  /** Whether it was interrupted; the evidence then holds what was measured before. */
  readonly aborted: boolean
}

/** What happens while a duet is measured, for whoever shows progress. */
export type DuetEvent =
  | { readonly kind: 'duet-started'; readonly key: string; readonly launch: number }
  | {
      /** After each look at the processes so far. */
      readonly kind: 'duet-judged'
      readonly key: string
      readonly launches: number
      readonly progress: DuetProgress
    }
  | { readonly kind: 'duet-finished'; readonly key: string; readonly evidence: DuetEvidence }
  | {
      /** Of a scenario that was measured in fresh processes of each side in turn. */
      readonly kind: 'interleaved-finished'
      readonly key: string
      readonly failure: DuetEvidence['failure']
    }
  | { readonly kind: 'profile-started'; readonly key: string; readonly side: Side }
  | { readonly kind: 'output'; readonly key: string; readonly text: string }
