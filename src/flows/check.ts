import { ExitCode, mostSevere, PlimsollError } from '../kernel/errors.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Revision, Run } from '../model/run.ts'
import {
  confirmComparison,
  holdToRun,
  matchesFilters,
  openScenarios,
  overThreshold,
} from '../judge/index.ts'
import { requireRevision } from '../measure/index.ts'
import { advanceBaseline } from './advance.ts'
import { requireNamedBaseline } from './baseline-of.ts'
import { type BenchmarkRequest, runBenchmark } from './benchmark.ts'
import { type CompareOutcome, judgeByBaseline } from './compare.ts'
import { duet, type DuetOutcome, type DuetRequest } from './duet.ts'
import { interruptedDuet, thresholdExceeded } from './errors.ts'
import { openStoreToRead, type Project } from './project.ts'
import { chooseRenderers, writeReports } from './report.ts'
import { Targets } from './targets.ts'

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
  /** Whether the baseline advanced, and why (not): one sentence; empty where that was not asked for. */
  readonly advance: string
  /**
   * What went wrong after the run had been recorded: no baseline (and then, first, scenarios above the threshold), a
   * report that can't be written.
   */
  readonly failures: readonly PlimsollError[]
}

/** What to check, and how. */
export interface CheckRequest extends BenchmarkRequest {
  /** The revision to put everything beside; `undefined` = the baseline's, for what the single run left open. */
  readonly against?: string | undefined
  /** Whether the branch's baseline becomes this run where nothing speaks against it. */
  readonly advance?: boolean | undefined
  /** Shows how a duet gets on; called once its plan is known. */
  readonly watchDuet?: DuetRequest['watch']
}

/**
 * run → compare → duet → report, and one exit code. What was measured is shown whatever fails behind it. What a single
 * run suggests is settled by a duet with the baseline's revision: only what the duet finds is red.
 */
export async function check(asked: Project, request: CheckRequest): Promise<CheckOutcome> {
  await refuseEarly(asked, request)
  // The run and the duet behind it are made against the same targets.
  await using targets = new Targets(asked)
  const project = { ...asked, targets }
  const { run, profiles, exitCode } = await runBenchmark(project, request)
  const said = await attempt(() => judge(project, { run, request }))
  const comparison = said.value?.comparison
  const reported = await attempt(() => writeReports(project, { run, comparison }))
  const capped = comparison === undefined ? judgeCap(project, run, request.filters) : []
  const left = [...capped, ...said.failures, ...(said.value?.failures ?? [])]
  const advanced =
    request.advance === true
      ? await advanceBaseline(project, {
          run,
          comparison,
          failures: left,
          filters: request.filters,
        })
      : { sentence: '', failures: left }
  const failures = [...advanced.failures, ...reported.failures]
  const codes = [exitCode, said.value?.exitCode ?? exitCode, ...failures.map(codeOf)]
  return {
    run,
    comparison,
    exitCode: mostSevere(codes),
    explanation: said.value?.explanation ?? '',
    reports: reported.value ?? [],
    profiles,
    advance: advanced.sentence,
    failures,
  }
}

const codeOf = (failure: PlimsollError): ExitCode => failure.exitCode

/** What is wrong from the start should not come up after minutes. @throws PlimsollError */
async function refuseEarly(project: Project, { against }: CheckRequest): Promise<void> {
  chooseRenderers(project.settings.reportFormats)
  if (against !== undefined) {
    await requireRevision(against, project)
    return
  }
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

interface Checked {
  readonly run: Run
  readonly request: CheckRequest
}

/** What judging gave; a failure is what kept a duet from settling it. */
interface Judged {
  readonly comparison: Comparison
  readonly exitCode: ExitCode
  readonly explanation: string
  readonly failures: readonly PlimsollError[]
}

async function judge(project: Project, checked: Checked): Promise<Judged> {
  const { run, request } = checked
  if (request.against !== undefined) return judgeAgainst(project, checked, request.against)
  const stored = await judgeByStored(project, checked)
  const within = run.status === 'aborted' ? [] : openScenarios(stored.comparison, run)
  if (within.length === 0) return { ...stored, failures: [] }
  const { revision } = stored.comparison.baseline
  if (revision === null) return { ...unsettled(stored, UNKNOWN_CODE), failures: [] }
  const found = await attempt(() => settle(project, checked, { revision: revision.commit, within }))
  if (found.value === undefined) {
    const why = found.failures[0]?.message ?? ''
    return { ...unsettled(stored, why), failures: found.failures }
  }
  const { strict } = project.settings
  const comparison = confirmComparison({
    suggested: stored.comparison,
    duet: withDirtNoted(found.value.comparison, revision),
    run,
    strict,
  })
  return judged(comparison, found.value, stored.explanation)
}

async function judgeByStored(project: Project, { run, request }: Checked): Promise<CompareOutcome> {
  await using store = await openStoreToRead(project)
  return await judgeByBaseline(project, store, { run, filters: request.filters })
}

/** Everything beside one revision, whatever is stored. */
async function judgeAgainst(project: Project, checked: Checked, revision: string): Promise<Judged> {
  const { run } = checked
  const found = await settle(project, checked, { revision, within: undefined })
  const { strict, thresholdMs = null } = project.settings
  const comparison = holdToRun(found.comparison, { run, thresholdMs, strict })
  return judged(comparison, found, `everything is put beside ${revision}`)
}

interface Open {
  readonly revision: string
  /** Keys; `undefined` = what the filters choose. */
  readonly within: readonly string[] | undefined
}

/** @throws PlimsollError as `duet` does */
async function settle(
  project: Project,
  { request }: Checked,
  { revision, within }: Open,
): Promise<DuetOutcome> {
  try {
    return await duet(project, {
      subject: { kind: 'revisions', baseline: revision, current: undefined },
      filters: within === undefined ? request.filters : [],
      ...(within === undefined ? {} : { within }),
      note: request.note,
      ...(request.watchDuet === undefined ? {} : { watch: request.watchDuet }),
    })
  } catch (thrown) {
    throw project.signal.aborted ? interruptedDuet() : thrown
  }
}

/** What was interrupted or failed on the way counts beside the verdict. */
function judged(comparison: Comparison, found: DuetOutcome, explanation: string): Judged {
  // What fails in the baseline alone is no failure of the code that is checked.
  const failed = found.failedIn.some((side) => side !== 'baseline')
  const beside = [
    ...(found.exitCode === ExitCode.interrupted ? [ExitCode.interrupted] : []),
    ...(failed ? [ExitCode.scenarioFailed] : []),
  ]
  const exitCode = mostSevere([comparison.exitCode as ExitCode, ...beside])
  return { comparison: { ...comparison, exitCode }, exitCode, explanation, failures: [] }
}

const UNKNOWN_CODE = 'the baseline was recorded outside a git repository, so its code is not known'

/** What a single run suggests stands where no duet could settle it, and is said to be no more than that. */
function unsettled(stored: CompareOutcome, why: string): CompareOutcome {
  const { comparison } = stored
  const note = `Not settled by a duet: ${why}.`
  return { ...stored, comparison: { ...comparison, notes: [...comparison.notes, note] } }
}

/** A commit is all that can be checked out. */
function withDirtNoted(comparison: Comparison, { dirty }: Revision): Comparison {
  if (!dirty) return comparison
  const note =
    'The baseline was recorded with uncommitted changes; the duet put its commit without them beside this.'
  return { ...comparison, notes: [...comparison.notes, note] }
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
