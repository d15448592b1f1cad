/** `plimsoll/run`: what the commands do, as library calls. */

import { type BenchmarkOutcome, runBenchmark } from './flows/benchmark.ts'
import { check as checkFlow, type CheckOutcome } from './flows/check.ts'
import { type CompareOutcome, compareRecorded } from './flows/compare.ts'
import { readHistory } from './flows/history.ts'
import { duet as duetFlow, type DuetOutcome } from './flows/duet.ts'
import { openProject, type Project } from './flows/project.ts'
import { allBenchmarks, type BenchmarkTable } from './flows/table.ts'
import type { History } from './model/history.ts'
import type { BenchPlan, MeasureEvent } from './model/plan.ts'

export type { BenchmarkOutcome } from './flows/benchmark.ts'
export type { CheckOutcome } from './flows/check.ts'
export type { CompareOutcome } from './flows/compare.ts'
export type { DuetOutcome } from './flows/duet.ts'
export type { BenchmarkEntry, BenchmarkTable } from './flows/table.ts'
export type { History } from './model/history.ts'
export type { BenchPlan, MeasureEvent } from './model/plan.ts'

/** What a library call works on; every setting may be given as the command line gives it. */
export interface CallOptions {
  /** The project's folder. Default: the process's. */
  readonly cwd?: string
  /** Substrings of scenario names or file paths. Default: everything. */
  readonly filters?: readonly string[]
  /** Settings by their flag in camelCase: `{ launches: 3, time: '200ms', store: 'sqlite:perf.db' }`. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** Aborting it keeps what was measured. */
  readonly signal?: AbortSignal
  /** Kept with the run. */
  readonly note?: string
  /** Shows what happens; called once the plan is known. */
  readonly watch?: (plan: BenchPlan) => (event: MeasureEvent) => void
  /** Takes notes that a user should see. Default: nobody. */
  readonly tell?: (line: string) => void
}

/**
 * Measures every scenario and gives `{ category: { scenario: { samples, summary } } }`. The run is recorded like any
 * other.
 * @throws PlimsollError as the `run` command does
 */
export async function runAllBenchmarks(options: CallOptions = {}): Promise<BenchmarkTable> {
  return allBenchmarks((await run(options)).run)
}

/** `plimsoll run`. @throws PlimsollError */
export async function run(options: CallOptions = {}): Promise<BenchmarkOutcome> {
  return runBenchmark(await projectOf(options), requestOf(options))
}

/**
 * `plimsoll check`.
 * @param options.against the revision to put everything beside; default: the baseline's, for what the run left open
 * @param options.advance whether the branch's baseline becomes this run where nothing speaks against it
 * @throws PlimsollError
 */
export async function check(
  options: CallOptions & { readonly against?: string; readonly advance?: boolean } = {},
): Promise<CheckOutcome> {
  const { against, advance } = options
  return checkFlow(await projectOf(options), { ...requestOf(options), against, advance })
}

/**
 * `plimsoll duet`: two revisions in one process.
 * @param options.baseline the revision to compare with
 * @param options.current the one to judge; default: the working tree
 * @throws PlimsollError
 */
export async function duet(
  options: Omit<CallOptions, 'watch'> & { readonly baseline: string; readonly current?: string },
): Promise<DuetOutcome> {
  const { baseline, current, filters = [], note = '' } = options
  const subject = { kind: 'revisions', baseline, current } as const
  return duetFlow(await projectOf(options), { subject, filters, note })
}

/** `plimsoll compare`. @param options.run id of a recorded run; default: the latest. @throws PlimsollError */
export async function compare(
  options: CallOptions & { readonly run?: string } = {},
): Promise<CompareOutcome> {
  return compareRecorded(await projectOf(options), {
    run: options.run,
    filters: options.filters ?? [],
  })
}

/** `plimsoll history`: what its flags say, by their names. @throws PlimsollError */
export async function history(options: HistoryOptions = {}): Promise<History> {
  const { stages = [], metrics = [], limit, ...rest } = options
  return readHistory(await projectOf(options), {
    ...rest,
    filters: options.filters ?? [],
    stages,
    metrics,
    limit: limit?.toString(),
  })
}

/** What to show of the store's history. */
export interface HistoryOptions
  extends Pick<CallOptions, 'cwd' | 'filters' | 'settings' | 'signal' | 'tell'> {
  /** Parts of stage names. Default: all, and the scenarios themselves. */
  readonly stages?: readonly string[]
  /** Default: `latency`. */
  readonly metrics?: readonly string[]
  /** `p50`, `p95`, `p99` or `mean`. */
  readonly statistic?: string
  readonly branch?: string
  /** A date, an age such as `30d`, or a commit that was measured. */
  readonly since?: string
  /** The newest so many runs of each series. */
  readonly limit?: number
}

function projectOf(options: CallOptions): Promise<Project> {
  return openProject({
    cwd: options.cwd ?? process.cwd(),
    env: process.env,
    flags: options.settings ?? {},
    signal: options.signal ?? new AbortController().signal,
    tell: options.tell ?? (() => undefined),
  })
}

function requestOf({ filters = [], note = '', watch }: CallOptions): {
  filters: readonly string[]
  note: string
  watch?: NonNullable<CallOptions['watch']>
} {
  return { filters, note, ...(watch === undefined ? {} : { watch }) }
}
