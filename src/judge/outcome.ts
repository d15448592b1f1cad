import { ExitCode, mostSevere } from '../kernel/errors.ts'
import type { Comparison, ScenarioComparison, Verdict } from '../model/comparison.ts'
import type { BudgetVerdict, Result } from '../model/run.ts'
import { exitCodeOfBudget, failed } from './exit.ts'

/** What all verdicts come to: one word, one exit code. */

/** Only these are judged; the others are shown. Worst first. */
const JUDGED: readonly Verdict[] = ['regressed', 'inconclusive', 'unchanged', 'improved']

/** The worst that was said of a scenario or a budget; `not-comparable` where nothing was judged. */
export function overallVerdict(
  scenarios: readonly ScenarioComparison[],
  budgets: readonly BudgetVerdict[],
): Verdict {
  const said = new Set<Verdict>([
    ...scenarios.map((scenario) => scenario.verdict),
    ...budgets.flatMap((budget) => verdictOfBudget(budget)),
  ])
  return JUDGED.find((verdict) => said.has(verdict)) ?? 'not-comparable'
}

/** A budget that is met says nothing of a change. */
function verdictOfBudget(budget: BudgetVerdict): readonly Verdict[] {
  if (budget.verdict === 'met') return []
  return [budget.verdict === 'broken' ? 'regressed' : 'inconclusive']
}

/** The exit code of a comparison. @param results of the current run, those that were chosen */
export function exitCodeOfComparison(
  said: Pick<Comparison, 'scenarios' | 'budgets'>,
  results: readonly Result[],
  strict: boolean,
): ExitCode {
  const verdicts = new Set(said.scenarios.map((scenario) => scenario.verdict))
  const when = (condition: boolean, code: ExitCode): ExitCode[] => (condition ? [code] : [])
  return mostSevere([
    ...when(results.some(failed), ExitCode.scenarioFailed),
    ...when(verdicts.has('regressed'), ExitCode.red),
    ...when(!JUDGED.some((verdict) => verdicts.has(verdict)), ExitCode.noVerdict),
    ...when(strict && verdicts.has('inconclusive'), ExitCode.noVerdict),
    ...said.budgets.map((budget) => exitCodeOfBudget(budget, strict)),
  ])
}
