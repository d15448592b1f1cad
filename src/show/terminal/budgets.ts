import type { BudgetVerdict } from '../../model/run.ts'
import { formatInterval, formatTogether } from '../text/quantity.ts'
import { budgetBound, budgetOwner, budgetStatistic } from '../text/sentences.ts'
import { countBudgets, sortBudgets } from '../text/verdicts.ts'
import { columnsOf, createInk, type Ink, type TerminalOptions } from './ansi.ts'
import { sanitise } from './sanitise.ts'
import { type Column, cellRow, layOut, type Row, textRow } from './table.ts'
import { budgetLook } from './verdict.ts'

const COLUMNS: readonly Column[] = [
  { align: 'left' },
  { align: 'left', flexible: true },
  { align: 'left' },
  { align: 'right' },
  { align: 'left' },
]

/** Budgets, broken ones first, those that are met folded to a count; empty without budgets. */
export function renderBudgets(budgets: readonly BudgetVerdict[], options: TerminalOptions): string {
  if (budgets.length === 0) return ''
  const ink = createInk(options.color)
  const heading = textRow(0, `Budgets: ${countBudgets(budgets)}`, ink.bold)
  const shown = sortBudgets(budgets).filter((each) => options.verbose || each.verdict !== 'met')
  const rows = [heading, ...shown.flatMap((budget) => budgetRows(budget, ink))]
  return `${layOut(COLUMNS, rows, columnsOf(options)).join('\n')}\n`
}

function budgetRows(budget: BudgetVerdict, ink: Ink): Row[] {
  const look = budgetLook(budget.verdict, ink)
  const [value = '', limit = ''] = formatTogether([budget.value, budget.limit], budget.unit)
  const cells = [
    { text: `${look.sign} ${budget.verdict}`, paint: look.paint },
    { text: sanitise(budgetOwner(budget)) },
    { text: sanitise(budgetStatistic(budget)) },
    { text: budget.value === null ? 'not measured' : value, paint: look.paint },
    { text: `${budgetBound(budget)} ${limit}` },
  ]
  return [cellRow(2, cells), ...explanation(budget).map((text) => textRow(6, text, ink.dim))]
}

/** Why a budget that is not plainly met or broken was judged so; and when the worst window was. */
function explanation(budget: BudgetVerdict): readonly string[] {
  if (budget.withinMs !== undefined && budget.verdict !== 'met') return [sanitise(budget.reason)]
  if (budget.verdict !== 'inconclusive' && budget.value !== null) return []
  const interval =
    budget.interval === null ? '' : `${formatInterval(budget.interval, budget.unit)}. `
  return [sanitise(interval + budget.reason)]
}
