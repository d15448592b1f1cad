import type { Baseline, NewBaseline } from './baseline.ts'
import type { Comparison } from './comparison.ts'
import type { History } from './history.ts'
import type { LoadFindings } from './load-findings.ts'
import type { NoiseFloor } from './noise.ts'
import type {
  BaselineList,
  LiveMessage,
  LiveState,
  PageDocument,
  PageProject,
  RunJudged,
  RunList,
  RunSummary,
} from './page.ts'
import type { BenchPlan, MeasureEvent, Measurement } from './plan.ts'
import type { Run, RunKind, RunStatus } from './run.ts'

export type { Baseline, NewBaseline } from './baseline.ts'

/** Where the steps meet. A flow wires one step's work to the next through these. */

/** Carries out plans. */
export interface Measurer {
  /** Resolves even when scenarios fail; an aborted signal ends it early with what was measured. */
  measure(plan: BenchPlan, options: MeasureOptions): Promise<Measurement>
}

/** How to carry out a plan. */
export interface MeasureOptions {
  readonly signal: AbortSignal
  readonly onEvent: (event: MeasureEvent) => void
  /** HdrHistogram V2 bytes → the text that a record keeps (compressed, base64); done by `record`. */
  readonly packHistogram: (encoded: Uint8Array) => string
}

/** Keeps runs and baselines. A run is committed whole or not at all. */
export interface Store extends AsyncDisposable {
  /** Where it is, secrets redacted. */
  readonly url: string
  /** @throws PlimsollError RUN_EXISTS when another document has this id; committing the same one again is harmless. */
  commit(run: Run): Promise<void>
  /** Commits all of these runs, or none. @throws PlimsollError RUN_EXISTS */
  commitAll(runs: readonly Run[]): Promise<CommitReport>
  /** The run with this id, or the only one whose id starts with it. @throws PlimsollError RUN_AMBIGUOUS */
  load(id: string): Promise<Run | undefined>
  /** The same as the text that was committed, byte for byte. */
  text(id: string): Promise<string | undefined>
  /** Newest first, without their results. */
  list(query?: RunQuery): Promise<readonly RunHeader[]>
  /** Newest first, with what became of their results; no record is read. @throws PlimsollError RUN_NOT_FOUND */
  summaries(query: SummaryQuery): Promise<readonly RunSummary[]>
  /** The history of one metric of one scenario (or stage) on one environment, oldest first. */
  series(query: SeriesQuery): Promise<readonly SeriesPoint[]>
  /** Every series there is. */
  seriesKeys(query?: { readonly filter?: string }): Promise<readonly SeriesKey[]>
  readonly baselines: BaselineStore
  readonly noise: NoiseStore
  /** Removes old runs; runs that a baseline points to (or pointed to) stay. */
  prune(rule: PruneRule): Promise<PruneReport>
  /** Reads everything and says what is damaged and what can be saved. */
  verify(): Promise<StoreReport>
  /** Another text whenever anything in it may have changed since it was opened. */
  state(): Promise<string>
  close(): Promise<void>
}

/** What committing several runs did, by id. */
export interface CommitReport {
  readonly added: readonly string[]
  /** The store held these very documents already. */
  readonly existing: readonly string[]
}

/** Which runs. */
export interface RunQuery {
  readonly kind?: RunKind
  readonly status?: RunStatus
  readonly branch?: string
  readonly commit?: string
  readonly limit?: number
}

/** Which part of the list of runs. */
export interface SummaryQuery {
  readonly limit: number
  /** Only those that are older than the run of this id; `null` = from the newest. */
  readonly before: string | null
}

/** A run without its results. */
export interface RunHeader {
  readonly id: string
  readonly kind: RunKind
  readonly status: RunStatus
  readonly startedAt: string
  readonly finishedAt: string
  readonly fingerprint: string
  readonly commit: string | null
  readonly branch: string | null
  readonly note: string
  readonly labels: Readonly<Record<string, string>>
  readonly scenarios: number
}

/** Names a series. */
export interface SeriesKey {
  readonly scenario: string
  readonly stage: string | null
  readonly metric: string
  readonly fingerprint: string
}

/** Which part of a series. */
export interface SeriesQuery extends SeriesKey {
  /** The newest so many. */
  readonly limit?: number
}

/** One run's value in a series, in the metric's unit. */
export interface SeriesPoint {
  readonly run: string
  readonly startedAt: string
  readonly commit: string | null
  readonly p50: number
  readonly p95: number | null
  readonly p99: number | null
  readonly mean: number
  /** For normalising by the machine's speed at that time. */
  readonly aluNs: number
  readonly allocNs: number
}

/** Named pointers to runs, each with its past. */
export interface BaselineStore {
  /** Points `name` at a run that the store holds. @throws PlimsollError RUN_NOT_FOUND */
  set(entry: NewBaseline): Promise<Baseline>
  get(name: string): Promise<Baseline | undefined>
  list(): Promise<readonly Baseline[]>
  /** All that `name` ever pointed at, newest first. */
  past(name: string): Promise<readonly Baseline[]>
  /** Back to what it pointed at before; `undefined` when there is nothing before. */
  rollback(name: string): Promise<Baseline | undefined>
  /** Whether there was one. */
  remove(name: string): Promise<boolean>
}

/**
 * What identical code differs by: one floor for each scenario, method and environment, the one that was measured last.
 * Pruning leaves them alone.
 */
export interface NoiseStore {
  /** Keeps all of these, or none; one that was measured earlier than what is there changes nothing. */
  keep(floors: readonly NoiseFloor[]): Promise<void>
  /** By scenario and method. @param query of one environment; default: all */
  list(query?: { readonly fingerprint?: string }): Promise<readonly NoiseFloor[]>
}

/** What to keep. Both conditions must allow a removal when both are given. */
export interface PruneRule {
  /** Keep the newest so many. */
  readonly keep?: number
  /** Remove only what started before this (ISO 8601). */
  readonly olderThan?: string
  /** Say what would be removed, and remove nothing. */
  readonly dryRun?: boolean
}

/** What pruning removed. */
export interface PruneReport {
  readonly removed: readonly string[]
  readonly kept: number
  /** Of the kept, how many because a baseline needs them. */
  readonly keptForBaselines: number
}

/** What verifying found. */
export interface StoreReport {
  readonly url: string
  readonly ok: boolean
  readonly runs: number
  readonly readable: number
  readonly baselines: number
  /** One line each. */
  readonly problems: readonly string[]
  /** Ids of runs that can be exported from a damaged store. */
  readonly savable: readonly string[]
}

/** What is shown: a run, and what was said of it. */
export interface ReportInput {
  readonly run: Run
  readonly comparison: Comparison | undefined
  /** Of load tests: what their timelines told. */
  readonly findings?: readonly LoadFindings[]
  /** For formats that are pages. */
  readonly page?: ReportPage
}

/** What a page is made of beside the run. */
export interface ReportPage {
  /** The built page, as one file. */
  readonly template: string
  /** ISO 8601. */
  readonly writtenAt: string
  /** What else it shows, by the names of model/page.ts: the project, the baseline's run. */
  readonly documents: Readonly<Record<string, PageDocument>>
}

/** Turns records and verdicts into text; writes nothing. */
export interface Renderer {
  /** As in `--format`. */
  readonly format: string
  /** Of the file that `report --out` writes. */
  readonly fileName: string
  render(input: ReportInput): string
}

/** Where a page's documents come from; each is named in model/page.ts. */
export interface PageDocuments {
  project(): Promise<PageProject>
  /** Newest first. @param before the id of the run behind which to begin */
  runs(query: { readonly limit: number; readonly before: string | null }): Promise<RunList>
  /** The record as text, byte for byte as it is kept; `undefined` = there is none of this id. */
  run(id: string): Promise<string | undefined>
  judged(id: string): Promise<RunJudged | undefined>
  /** @throws PlimsollError where the two can't be compared; `undefined` = one of them is not there */
  compare(current: string, baseline: string): Promise<Comparison | undefined>
  baselines(): Promise<BaselineList>
  /** @throws PlimsollError as the command `history` does */
  history(query: PageHistoryQuery): Promise<History>
}

/** Which series a page asks for; empty lists and `null` = everything. */
export interface PageHistoryQuery {
  readonly scenarios: readonly string[]
  readonly stages: readonly string[]
  readonly metrics: readonly string[]
  readonly statistic: string | null
  readonly branch: string | null
  readonly since: string | null
  readonly limit: number | null
}

/** What is under way, for whoever watches. */
export interface LiveFeed extends AsyncDisposable {
  state(): LiveState
  /** Called at most four times a second with what has happened since. @returns what ends it */
  subscribe(listener: (update: LiveMessage & { readonly kind: 'update' }) => void): () => void
}
