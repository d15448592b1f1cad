import type { ErrorCount } from '../../../model/run.ts'
import type { Budget, Params } from '../../../model/scenario.ts'
import type { MachineReading } from '../../environment/machine-watch.ts'
import type { LaunchMeasurement } from '../launch/protocol.ts'

/**
 * What the processes of the Vitest front end say to each other.
 *
 *   plimsoll ── HostOrder ──▶ host (Vitest) ── TestOrder, by provide() ──▶ worker (the test file)
 *            ◀── HostMessage ──             ◀── TestReport, in task.meta ──
 */

/** The key of what is provided to the tests, and of what they leave in `task.meta`. */
export const META_KEY = 'plimsoll'

/** The type of the annotation by which a test says that it begins to measure; its message is a TestMeasurement in JSON. */
export const STARTED_ANNOTATION = 'plimsoll:started'

/** What a launch's tests are told. */
export interface TestOrder {
  readonly seed: number
  /** 0-based. */
  readonly launch: number
  readonly timeMs: number
  readonly warmUpMs: number
  /** As the first launch found them, by key. */
  readonly batchSizes: Readonly<Record<string, number>>
}

/** One call of `measure()` in a test. */
export interface TestMeasurement {
  readonly key: string
  readonly name: string
  readonly category: string
  readonly tags: readonly string[]
  readonly params: Params
  readonly budget: Budget
  readonly timeMs: number
  readonly outcome: TestOutcome
  /** Of the machine around it; `undefined` where nothing was measured, or nothing can be read. */
  readonly machine: MachineReading | undefined
}

/** How it ended. `pending` is what stays when its process, or its test, ended before it did. */
export type TestOutcome =
  | { readonly status: 'pending' }
  | { readonly status: 'measured'; readonly measurement: LaunchMeasurement }
  | { readonly status: 'failed'; readonly error: ErrorCount }

/** What one test leaves behind. */
export interface TestReport {
  readonly measurements: readonly TestMeasurement[]
  /** The limits that were asserted with `toMeetBudget`, by the scenario's key. */
  readonly asserted: Readonly<Record<string, Budget>>
}

/** What the host is asked to do: run one file, or load files without running their tests. */
export type HostOrder =
  | {
      readonly kind: 'run'
      readonly cwd: string
      readonly file: string
      readonly timeoutMs: number
      readonly test: TestOrder
    }
  | {
      readonly kind: 'load'
      readonly cwd: string
      readonly files: readonly string[]
      readonly timeoutMs: number
    }

/** From the host. Everything but `ready` and `done` also says that it is alive. */
export type HostMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'loading'; readonly file: string }
  /** Loaded or not; with its tests run, where they are to be. */
  | { readonly kind: 'loaded'; readonly file: string; readonly tests: number }
  | { readonly kind: 'test-started'; readonly test: string; readonly timeoutMs: number }
  | { readonly kind: 'scenario-started'; readonly about: TestMeasurement }
  | {
      readonly kind: 'test-finished'
      readonly test: string
      readonly report: TestReport | undefined
      readonly errors: readonly SaidError[]
    }
  /** A file that can't be loaded. */
  | { readonly kind: 'problem'; readonly file: string; readonly message: string }
  /** Something broke outside the tests: a hook, or the process itself. */
  | { readonly kind: 'broken'; readonly where: string; readonly error: SaidError }
  /** Vitest itself can't be used. */
  | { readonly kind: 'unusable'; readonly message: string }
  | { readonly kind: 'done' }

/** An error of a test, as Vitest passes it on. */
export interface SaidError {
  /** `assertion`: an expectation was not met. `budget`: it was `toMeetBudget`. `time-out`: the test took too long. */
  readonly kind: 'assertion' | 'budget' | 'time-out' | 'thrown'
  readonly message: string
  readonly stack: string
}
