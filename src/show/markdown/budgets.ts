import type { BudgetVerdict } from '../../model/run.ts'
import { formatInterval, formatTogether } from '../text/quantity.ts'
import { budgetStatistic } from '../text/sentences.ts'
import { countBudgets, sortBudgets } from '../text/verdicts.ts'
import { type Column, details, table } from './blocks.ts'
import { code, prose } from './sanitise.ts'

const COLUMNS: readonly Column[] = [
  { heading: 'budget', align: 'left' },
  { heading: 'scenario', align: 'left' },
  { heading: 'of', align: 'left' },
  { heading: 'measured', align: 'right' },
  { heading: '95 % interval', align: 'right' },
  { heading: 'limit', align: 'right' },
]

const MARKS: Readonly<Record<BudgetVerdict['verdict'], string>> = {
  broken: '🔴 broken',
  inconclusive: '🟡 inconclusive',
  met: '🟢 met',
}

/** The first `limit` budgets, broken ones first, and those that are met folded. */
export function budgetBlock(budgets: readonly BudgetVerdict[], limit: number): string {
  if (budgets.length === 0) return ''
  const shown = sortBudgets(budgets).slice(0, limit)
  const telling = shown.filter((budget) => budget.verdict !== 'met')
  const met = shown.filter((budget) => budget.verdict === 'met')
  const heading = `Budgets: ${countBudgets(budgets)}`
  return [
    telling.length > 0 ? `**${heading}**` : '',
    table(COLUMNS, telling.map(budgetRow)),
    details(telling.length > 0 ? `${met.length} met` : heading, table(COLUMNS, met.map(budgetRow))),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
}

function budgetRow(budget: BudgetVerdict): readonly string[] {
  const { scenario, stage, unit, interval, verdict } = budget
  const [value = '', limit = ''] = formatTogether([budget.value, budget.limit], unit)
  return [
    MARKS[verdict],
    code(scenario) + (stage === undefined ? '' : ` ↳ ${code(stage)}`),
    prose(budgetStatistic(budget)),
    budget.value === null ? 'not measured' : value,
    interval === null ? '' : formatInterval(interval, unit),
    limit,
  ]
}
