import { ExitCode, mostSevere } from '../kernel/errors.ts'
import { wasEndedByLimit } from '../model/ended.ts'
import type { BudgetVerdict, Result, Run } from '../model/run.ts'
import { hasSamples } from './values.ts'

/** What a run or a budget means for the exit code (DESIGN §6). */

/** How strictly to read what can't be told. */
export interface ExitOptions {
  /** Whether an inconclusive budget is exit code 3 instead of a pass. Default false. */
  readonly strict?: boolean | undefined
}

/**
 * The exit code of a recorded run by itself: 130 interrupted (1 when a limit ended it), 4 when a scenario failed or there are no samples where
 * some are needed, 1 when an absolute budget is broken, 3 when it is invalid (or, if `strict`, a budget is
 * inconclusive), else 0; the most severe wins.
 */
export function exitCodeOfRun(run: Run, options: ExitOptions = {}): ExitCode {
  return mostSevere([
    exitCodeOfStatus(run),
    run.results.length === 0 || run.results.some(failed)
      ? ExitCode.scenarioFailed
      : ExitCode.passed,
    run.results.some((result) => result.status === 'invalid')
      ? ExitCode.noVerdict
      : ExitCode.passed,
    ...run.budgets.map((budget) => exitCodeOfBudget(budget, options.strict ?? false)),
  ])
}

/** A limit that ended a run was broken by the target, unless the generator was the limit. */
function exitCodeOfStatus(run: Run): ExitCode {
  if (!wasEndedByLimit(run)) return EXIT_OF_STATUS[run.status]
  const isInvalid = run.results.some(({ status }) => status === 'invalid')
  return isInvalid ? ExitCode.noVerdict : ExitCode.red
}

const EXIT_OF_STATUS = {
  complete: ExitCode.passed,
  aborted: ExitCode.interrupted,
  failed: ExitCode.scenarioFailed,
  invalid: ExitCode.noVerdict,
} as const satisfies Record<Run['status'], ExitCode>

/** Whether a scenario is a failure: it failed, or was measured and gave nothing. */
export function failed(result: Result): boolean {
  return result.status === 'failed' || !hasSamples(result)
}

/** The exit code of one budget. A broken one without a value is a limit on something that was never measured: 4. */
export function exitCodeOfBudget(budget: BudgetVerdict, strict: boolean): ExitCode {
  if (budget.verdict === 'met') return ExitCode.passed
  if (budget.verdict === 'inconclusive') return strict ? ExitCode.noVerdict : ExitCode.passed
  return budget.value === null ? ExitCode.scenarioFailed : ExitCode.red
}
