import type { TransportPlace } from './load.ts'
import type { Budget, ScenarioExchange } from './scenario.ts'
import type { RunningTargets } from './target.ts'
import type { Calibration, ErrorCount, Launch, Note, Result, ScenarioIdentity } from './run.ts'

/** A plan is frozen data; engines interpret it. */

/** One scenario with one set of params, found in a perf file. */
export interface PlannedScenario {
  readonly identity: ScenarioIdentity
  readonly budget: Budget
  /** Absolute path of the perf file. */
  readonly path: string
  /** The name it is exported by. */
  readonly exportName: string
  /** Which set of its params. */
  readonly paramsIndex: number
  /** Time-out of each step of a launch, beyond the time that the step is given to measure. */
  readonly timeoutMs: number
  readonly exclusive: boolean
  /** As the scenario says. */
  readonly target?: string
  readonly exchange?: PlannedExchange
}

/** Declarative work, and what carries it out. */
export interface PlannedExchange extends ScenarioExchange {
  readonly from: TransportPlace
  /** Whether each exchange gets an input. */
  readonly isFed: boolean
}

/** What a benchmark run is going to do. */
export interface BenchPlan {
  readonly kind: 'bench'
  readonly scenarios: readonly PlannedScenario[]
  /** Fresh processes for each scenario. */
  readonly launches: number
  /** Measured time in each launch. */
  readonly timeMs: number
  /** Longest warm-up in each launch. */
  readonly warmUpMs: number
  readonly seed: number
  /** The project's folder: the launches' working directory. */
  readonly cwd: string
  /** Where to write one CPU profile a scenario; `undefined` = none. */
  readonly cpuProfileDir: string | undefined
  /** Those that the scenarios name; absent = none. */
  readonly targets?: RunningTargets
}

/** What happens while a plan is carried out, for whoever shows progress. */
export type MeasureEvent =
  | {
      readonly kind: 'launch-started'
      readonly key: string
      readonly launch: number
      readonly launches: number
    }
  | {
      readonly kind: 'launch-finished'
      readonly key: string
      readonly launch: number
      readonly outcome: LaunchOutcome
    }
  | { readonly kind: 'scenario-finished'; readonly key: string; readonly result: Result }
  | { readonly kind: 'output'; readonly key: string; readonly text: string }

/** How one launch ended. */
export type LaunchOutcome =
  | { readonly status: 'ok'; readonly launch: Launch; readonly notes: readonly Note[] }
  | { readonly status: 'failed'; readonly error: ErrorCount }
  | { readonly status: 'aborted' }

/** What carrying out a plan gave. */
export interface Measurement {
  readonly results: readonly Result[]
  /** Whether it was interrupted; `results` then holds what was measured before. */
  readonly aborted: boolean
  /** CPU profiles written, absolute paths. */
  readonly profiles: readonly string[]
  /** The reference kernels as timed in each launch. */
  readonly calibrations: readonly Calibration[]
}
