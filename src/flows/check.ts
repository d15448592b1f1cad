import { type ExitCode, mostSevere, PlimsollError } from '../kernel/errors.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Run } from '../model/run.ts'
import { matchesFilters, overThreshold } from '../judge/index.ts'
import { requireNamedBaseline } from './baseline-of.ts'
import { type BenchmarkRequest, runBenchmark } from './benchmark.ts'
import { type CompareOutcome, judgeByBaseline } from './compare.ts'
import { thresholdExceeded } from './errors.ts'
import { openStoreToRead, type Project } from './project.ts'
import { chooseRenderers, writeReports } from './report.ts'

/** What a check gave. */
export interface CheckOutcome {
  readonly run: Run
  /** `undefined` when there was no baseline to compare with; `failures` says so. */
  readonly comparison: Comparison | undefined
  /** The most severe of what was measured, what was said of it, and what failed. */
  readonly exitCode: ExitCode
  /** Which baseline, and why: one sentence; empty without one. */
  readonly explanation: string
  /** Reports written, absolute paths. */
  readonly reports: readonly string[]
  /** CPU profiles written, absolute paths. */
  readonly profiles: readonly string[]
  /**
   * What went wrong after the run had been recorded: no baseline (and then, first, scenarios above the threshold), a
   * report that can't be written.
   */
  readonly failures: readonly PlimsollError[]
}

/**
 * Settles what a single run can only suggest: given a comparison, gives the one to go by. Today the suggestion stands;
 * a duet against the baseline's commit takes this place.
 */
export type Confirm = (suggested: CompareOutcome) => Promise<CompareOutcome>

const asSuggested: Confirm = (suggested) => Promise.resolve(suggested)

/** run → compare → confirm → report, and one exit code. What was measured is shown whatever fails behind it. */
export async function check(
  project: Project,
  request: BenchmarkRequest,
  confirm: Confirm = asSuggested,
): Promise<CheckOutcome> {
  await refuseEarly(project)
  const { run, profiles, exitCode } = await runBenchmark(project, request)
  const judged = await attempt(async () => confirm(await judge(project, run, request.filters)))
  const comparison = judged.value?.comparison
  const reported = await attempt(() => writeReports(project, { run, comparison }))
  const capped = comparison === undefined ? judgeCap(project, run, request.filters) : []
  const failures = [...capped, ...judged.failures, ...reported.failures]
  const codes = [exitCode, judged.value?.exitCode ?? exitCode, ...failures.map(codeOf)]
  return {
    run,
    comparison,
    exitCode: mostSevere(codes),
    explanation: judged.value?.explanation ?? '',
    reports: reported.value ?? [],
    profiles,
    failures,
  }
}

const codeOf = (failure: PlimsollError): ExitCode => failure.exitCode

/** What is wrong from the start should not come up after minutes. @throws PlimsollError */
async function refuseEarly(project: Project): Promise<void> {
  chooseRenderers(project.settings.reportFormats)
  await using store = await openStoreToRead(project)
  await requireNamedBaseline(project, store)
}

/** A cap needs no baseline: where there is no comparison to hold it, the run is held to it alone. */
function judgeCap(
  { settings }: Project,
  run: Run,
  filters: readonly string[],
): readonly PlimsollError[] {
  const asked = run.results.filter(({ scenario }) => matchesFilters(scenario, filters))
  const over = overThreshold(asked, settings.thresholdMs ?? null)
  return over.length === 0 ? [] : [thresholdExceeded(over)]
}

async function judge(
  project: Project,
  run: Run,
  filters: readonly string[],
): Promise<CompareOutcome> {
  await using store = await openStoreToRead(project)
  return await judgeByBaseline(project, store, { run, filters })
}

/** What a step gave, or why it gave nothing. */
interface Attempt<T> {
  readonly value?: T
  readonly failures: readonly PlimsollError[]
}

async function attempt<T>(step: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await step(), failures: [] }
  } catch (thrown) {
    if (!(thrown instanceof PlimsollError)) throw thrown
    return { failures: [thrown] }
  }
}
