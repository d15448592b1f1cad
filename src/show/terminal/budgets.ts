import type { BudgetVerdict } from '../../model/run.ts'
import { budgetNumbers, budgetSubject } from '../text/sentences.ts'
import { countBudgets, sortBudgets } from '../text/verdicts.ts'
import { columnsOf, createInk, type Ink, type TerminalOptions } from './ansi.ts'
import { sanitise } from './sanitise.ts'
import { type Column, cellRow, layOut, type Row, textRow } from './table.ts'
import { budgetLook } from './verdict.ts'

const COLUMNS: readonly Column[] = [
  { align: 'left' },
  { align: 'left', flexible: true },
  { align: 'left', flexible: true },
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
  const cells = [
    { text: `${look.sign} ${budget.verdict}`, paint: look.paint },
    { text: sanitise(budgetSubject(budget)) },
    { text: budgetNumbers(budget) },
  ]
  const reason = sanitise(budget.reason)
  const explains = budget.verdict === 'inconclusive' || budget.value === null
  return [cellRow(2, cells), ...(explains && reason ? [textRow(6, reason, ink.dim)] : [])]
}
