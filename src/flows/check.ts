import { type ExitCode, mostSevere } from '../kernel/errors.ts'
import { type BenchmarkRequest, runBenchmark } from './benchmark.ts'
import { type CompareOutcome, judgeByBaseline } from './compare.ts'
import { openProjectStore, type Project } from './project.ts'
import { writeReports } from './report.ts'

/** What a check gave. */
export interface CheckOutcome extends CompareOutcome {
  /** Reports written, absolute paths. */
  readonly reports: readonly string[]
  readonly profiles: readonly string[]
}

/**
 * Settles what a single run can only suggest: given a comparison, gives the one to go by. Today the suggestion stands;
 * a duet against the baseline's commit takes this place.
 */
export type Confirm = (suggested: CompareOutcome) => Promise<CompareOutcome>

const asSuggested: Confirm = (suggested) => Promise.resolve(suggested)

/** run → compare → confirm → report, and one exit code. */
export async function check(
  project: Project,
  request: BenchmarkRequest,
  confirm: Confirm = asSuggested,
): Promise<CheckOutcome> {
  const measured = await runBenchmark(project, request)
  await using store = await openProjectStore(project)
  const suggested = await judgeByBaseline(project, store, {
    run: measured.run,
    filters: request.filters,
  })
  const confirmed = await confirm(suggested)
  const reports = await writeReports(project, {
    run: measured.run,
    comparison: confirmed.comparison,
  })
  const exitCode: ExitCode = mostSevere([measured.exitCode, confirmed.exitCode])
  return { ...confirmed, exitCode, reports, profiles: measured.profiles }
}
