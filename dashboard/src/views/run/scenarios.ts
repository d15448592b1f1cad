import type { Comparison, ScenarioComparison, Verdict } from '../../../../src/model/comparison.ts'
import type { BudgetVerdict, Result, Run } from '../../../../src/model/run.ts'
import { sortBudgets } from '../../../../src/show/text/verdicts.ts'
import { addressOf } from './names.ts'

/** A scenario with everything that was said of it. */
export interface JudgedScenario {
  readonly result: Result
  /** In the page's address. */
  readonly address: string
  /** Beside the baseline; `undefined` = it was not compared. */
  readonly judged: ScenarioComparison | undefined
  /** Its own and its stages', worst first. */
  readonly budgets: readonly BudgetVerdict[]
  /** Lower is worse. */
  readonly rank: number
}

/** Scenarios of one category, worst first. */
export interface Category {
  readonly name: string
  readonly scenarios: readonly JudgedScenario[]
}

/** Results in the order in which a reader wants to see them: worst first, then as they were measured. */
export function judgeScenarios(
  run: Pick<Run, 'results' | 'budgets'>,
  comparison: Comparison | null,
): readonly JudgedScenario[] {
  const compared = new Map(comparison?.scenarios.map((scenario) => [scenario.key, scenario]))
  const budgets = Map.groupBy(
    [...run.budgets, ...(comparison?.budgets ?? [])],
    ({ scenario }) => scenario,
  )
  return run.results
    .map((result) => {
      const judged = compared.get(result.scenario.key)
      const own = sortBudgets(budgets.get(result.scenario.key) ?? [])
      return {
        result,
        address: addressOf(result.scenario.key),
        judged,
        budgets: own,
        rank: rankOf(result, judged, own),
      }
    })
    .sort((a, b) => a.rank - b.rank || sizeOf(b.judged) - sizeOf(a.judged))
}

/** By category, the one with the worst scenario first; `scenarios` are sorted already. */
export function byCategory(scenarios: readonly JudgedScenario[]): readonly Category[] {
  const groups = Map.groupBy(scenarios, ({ result }) => result.scenario.category)
  return [...groups].map(([name, members]) => ({ name, scenarios: members }))
}

const FINE = 10

const RANKS: Readonly<Record<Verdict, number>> = {
  regressed: 2,
  inconclusive: 4,
  'not-comparable': 5,
  removed: FINE,
  added: FINE,
  improved: FINE,
  unchanged: FINE + 1,
}

function rankOf(
  { status }: Result,
  judged: ScenarioComparison | undefined,
  budgets: readonly BudgetVerdict[],
): number {
  if (status === 'failed') return 0
  if (status === 'invalid') return 1
  if (budgets.some(({ verdict }) => verdict === 'broken')) return 2
  const byBudget = budgets.some(({ verdict }) => verdict === 'inconclusive') ? 4 : FINE + 1
  return Math.min(byBudget, judged === undefined ? FINE + 1 : RANKS[judged.verdict])
}

/** Twice as slow and twice as fast are changes of one size. */
const sizeOf = (judged: ScenarioComparison | undefined): number =>
  judged?.ratio === undefined || judged.ratio === null || judged.ratio <= 0
    ? 0
    : Math.abs(Math.log(judged.ratio))
