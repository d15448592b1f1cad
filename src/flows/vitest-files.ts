import { ExitCode } from '../kernel/errors.ts'
import type { BenchPlan, MeasureEvent, Measurement } from '../model/plan.ts'
import { type FailedTest, measureVitestFiles, type VitestMeasurement } from '../measure/index.ts'
import { packHistogram } from '../record/index.ts'
import type { Project } from './project.ts'
import type { Selection } from './select.ts'

/** What Vitest's perf tests gave, beside their results. */
export interface TestsOutcome extends Measurement {
  /** 2 for files that could not be run, 4 for tests that broke, 1 for expectations that were not met, else 0. */
  readonly exitCodes: readonly ExitCode[]
}

/** What to run. */
export interface TestsRequest {
  readonly selection: Selection
  readonly plan: BenchPlan
  readonly onEvent: (event: MeasureEvent) => void
  /** Whether the run was interrupted before it came to these files. */
  readonly aborted: boolean
}

const NOTHING: Measurement = { results: [], aborted: false, profiles: [], calibrations: [] }

/** Runs Vitest's perf tests, each file repeated as launches, and tells the user of what is in no record. */
export async function measureTests(project: Project, request: TestsRequest): Promise<TestsOutcome> {
  const { selection, plan, onEvent, aborted } = request
  if (aborted || selection.tests.length === 0) return { ...NOTHING, aborted, exitCodes: [] }
  const { launches, timeMs, warmUpMs, seed, cwd } = plan
  const outcome = await measureVitestFiles(
    {
      files: selection.tests,
      launches,
      timeMs,
      warmUpMs,
      timeoutMs: project.settings.timeoutMs,
      seed,
      cwd,
      budgets: project.loaded.config.budgets ?? {},
      takenNames: new Map(
        selection.known.map(({ identity, exportName }) => [
          identity.name,
          `${identity.file} (${exportName})`,
        ]),
      ),
    },
    { signal: project.signal, onEvent, packHistogram },
  )
  for (const line of linesOf(outcome)) project.tell(line)
  return { ...outcome, exitCodes: exitCodesOf(outcome) }
}

function linesOf({ problems, assertions, failures, notes }: VitestMeasurement): string[] {
  return [
    ...problems,
    ...failures.map((test) => describeTest(test, 'broke')),
    ...assertions.map((test) => describeTest(test, 'failed')),
    ...notes,
  ]
}

function describeTest(test: FailedTest, verb: string): string {
  const name = test.test === '' ? test.file : `${test.file} › ${test.test}`
  return `${name} ${verb} in ${test.failedLaunches} of ${test.launches} launches: ${test.message}`
}

/** A budget asserted with `toMeetBudget` is judged over all launches, with the other budgets, and not once more here. */
function exitCodesOf({ problems, assertions, failures }: VitestMeasurement): ExitCode[] {
  return [
    ...(problems.length > 0 ? [ExitCode.usage] : []),
    ...(failures.length > 0 ? [ExitCode.scenarioFailed] : []),
    ...(assertions.some(({ budget }) => !budget) ? [ExitCode.red] : []),
  ]
}
