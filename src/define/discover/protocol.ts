import type { TransportPlace } from '../../model/load.ts'
import type { Budget, Params, ScenarioExchange } from '../../model/scenario.ts'
import type { ImportProblem } from './import-problem.ts'

/** What the discovering process and its parent say to each other (structured clone over IPC). */

/** The parent's order: import these files, one after the other. */
export interface DiscoverOrder {
  /** Absolute paths: perf files, and modules of the user's transports. */
  readonly files: readonly string[]
  /** Every transport that there is, by name. */
  readonly transports: Readonly<Record<string, TransportPlace>>
  /** Those of them that can't be imported, as is known by now. */
  readonly broken: readonly string[]
  readonly cwd: string
}

/** The child's reports. */
export type DiscoverMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'importing'; readonly path: string }
  | { readonly kind: 'imported'; readonly path: string; readonly exports: readonly FoundExport[] }
  | { readonly kind: 'failed'; readonly path: string; readonly problem: ImportProblem }
  | { readonly kind: 'done' }

/** One exported scenario. */
export interface FoundExport {
  readonly exportName: string
  readonly name: string
  /** What is wrong with its definition, one line each. */
  readonly problems: readonly string[]
  /** Absent when there are problems. */
  readonly scenario?: FoundScenario
}

/** What there is to know of a scenario without running it. */
export interface FoundScenario {
  readonly category: string
  readonly tags: readonly string[]
  readonly params: readonly Params[]
  readonly budget: Budget
  readonly timeoutMs?: number
  readonly exclusive: boolean
  readonly target?: string
  /** Declarative work: one exchange for each set of params; none of code. */
  readonly exchanges: readonly ScenarioExchange[]
  readonly isFed: boolean
}

/** What became of one file. */
export type FileOutcome =
  | { readonly path: string; readonly exports: readonly FoundExport[] }
  | { readonly path: string; readonly problem: ImportProblem }
