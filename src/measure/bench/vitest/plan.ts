import type { Budget } from '../../../model/budget.ts'
import type { Measurement } from '../../../model/plan.ts'

/** What a benchmark of Vitest's perf tests is going to do. */
export interface VitestPlan {
  /** Absolute paths of the perf tests. */
  readonly files: readonly string[]
  /** Fresh processes for each file. */
  readonly launches: number
  /** Measured time of each scenario in each launch, unless its test says otherwise. */
  readonly timeMs: number
  /** Longest warm-up of each scenario in each launch, unless its test says otherwise. */
  readonly warmUpMs: number
  /** Time-out of a test and of a hook. */
  readonly timeoutMs: number
  readonly seed: number
  /** The project's folder: the tests' working directory. */
  readonly cwd: string
  /** Budgets of the configuration, by the scenario's name. */
  readonly budgets: Readonly<Record<string, Budget>>
  /** Names already used by the scenarios of other perf files → where. */
  readonly takenNames: ReadonlyMap<string, string>
}

/** What carrying it out gave. `results` have the budgets declared, configured and asserted with `toMeetBudget`. */
export interface VitestMeasurement extends Measurement {
  /** Why files could not be run, one line each: exit code 2. */
  readonly problems: readonly string[]
  /** Expectations that were not met: exit code 1. */
  readonly assertions: readonly FailedTest[]
  /** Tests and hooks that broke outside a scenario: exit code 4. A scenario that breaks is a failed result. */
  readonly failures: readonly FailedTest[]
  /** What else a reader should know, one line each. */
  readonly notes: readonly string[]
}

/** A test that failed. */
export interface FailedTest {
  /** Relative to the project, with `/`. */
  readonly file: string
  /** Its full name, `suite > test`; empty when it is not known. */
  readonly test: string
  /** Of the first launch in which it failed. */
  readonly message: string
  /** Launches in which it failed. */
  readonly failedLaunches: number
  /** Launches in which its file was run. */
  readonly launches: number
  /**
   * Whether the expectation was `toMeetBudget`. Its limits are then in the result's budget too, where they are judged
   * over all launches.
   */
  readonly budget: boolean
}

/** Vitest's own files → what is wrong with them, before anything is measured. */
export interface VitestCheck {
  /** One line each: exit code 2. */
  readonly problems: readonly string[]
  /** Absolute path → how many tests it has. */
  readonly tests: ReadonlyMap<string, number>
  readonly aborted: boolean
}
