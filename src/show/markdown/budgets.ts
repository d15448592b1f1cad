import type { BudgetVerdict } from '../../model/run.ts'
import { budgetNumbers } from '../text/sentences.ts'
import { countBudgets, sortBudgets } from '../text/verdicts.ts'
import { type Column, details, table } from './blocks.ts'
import { code, prose } from './sanitise.ts'

const COLUMNS: readonly Column[] = [
  { heading: 'budget', align: 'left' },
  { heading: 'scenario', align: 'left' },
  { heading: 'of', align: 'left' },
  { heading: 'measured', align: 'left' },
]

const MARKS: Readonly<Record<BudgetVerdict['verdict'], string>> = {
  broken: '🔴 broken',
  inconclusive: '🟡 inconclusive',
  met: '🟢 met',
}

/** Budgets, broken ones first; folded when all are met. The most telling `limit` of them. */
export function budgetBlock(budgets: readonly BudgetVerdict[], limit: number): string {
  if (budgets.length === 0) return ''
  const rows = sortBudgets(budgets).slice(0, limit).map(budgetRow)
  const heading = `Budgets: ${countBudgets(budgets)}`
  const allMet = budgets.every((budget) => budget.verdict === 'met')
  return allMet
    ? details(heading, table(COLUMNS, rows))
    : `**${heading}**\n\n${table(COLUMNS, rows)}`
}

function budgetRow(budget: BudgetVerdict): readonly string[] {
  const stage = budget.stage === undefined ? '' : ` ↳ ${code(budget.stage)}`
  const what =
    budget.metric === 'latency' ? budget.statistic : `${budget.metric} ${budget.statistic}`
  return [
    MARKS[budget.verdict],
    code(budget.scenario) + stage,
    prose(what),
    prose(budgetNumbers(budget)),
  ]
}
