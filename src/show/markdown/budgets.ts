import type { BudgetVerdict } from '../../model/run.ts'
import { formatInterval, formatTogether } from '../text/quantity.ts'
import { budgetBound, budgetStatistic, worstWindowText } from '../text/sentences.ts'
import { countBudgets, sortBudgets } from '../text/verdicts.ts'
import { type Column, details, table } from './blocks.ts'
import { code, prose } from './sanitise.ts'

/** A column, and what it says of a budget. */
interface BudgetColumn extends Column {
  readonly cell: (budget: BudgetVerdict) => string
}

const INTERVAL: BudgetColumn = {
  heading: '95 % interval',
  align: 'right',
  cell: ({ interval, unit }) => (interval === null ? '' : formatInterval(interval, unit)),
}

/** Under load nothing is estimated, and no limit has an interval. */
const columnsOf = (budgets: readonly BudgetVerdict[]): readonly BudgetColumn[] => [
  { heading: 'budget', align: 'left', cell: ({ verdict }) => MARKS[verdict] },
  { heading: 'scenario', align: 'left', cell: ownerCell },
  { heading: 'of', align: 'left', cell: (budget) => prose(budgetStatistic(budget)) },
  { heading: 'measured', align: 'right', cell: measuredCell },
  ...(budgets.some(({ interval }) => interval !== null) ? [INTERVAL] : []),
  { heading: 'limit', align: 'right', cell: limitCell },
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
  const columns = columnsOf(budgets)
  const row = (budget: BudgetVerdict): readonly string[] => columns.map(({ cell }) => cell(budget))
  const heading = `Budgets: ${countBudgets(budgets)}`
  return [
    telling.length > 0 ? `**${heading}**` : '',
    table(columns, telling.map(row)),
    details(telling.length > 0 ? `${met.length} met` : heading, table(columns, met.map(row))),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
}

const ownerCell = ({ scenario, stage }: BudgetVerdict): string =>
  code(scenario) + (stage === undefined ? '' : ` ↳ ${code(stage)}`)

/** Of a limit on windows the worst one, with its time. */
function measuredCell(budget: BudgetVerdict): string {
  const [value = ''] = formatTogether([budget.value, budget.limit], budget.unit)
  if (budget.value === null) return 'not measured'
  return value + worstWindowText(budget)
}

function limitCell(budget: BudgetVerdict): string {
  const [, limit = ''] = formatTogether([budget.value, budget.limit], budget.unit)
  const bound = budgetBound(budget)
  return bound === 'limit' ? limit : `${bound} ${limit}`
}
