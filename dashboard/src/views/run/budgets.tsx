import type { BudgetVerdict } from '../../../../src/model/run.ts'
import { formatInterval, formatTogether } from '../../../../src/show/text/quantity.ts'
import {
  budgetBound,
  budgetStatistic,
  worstWindowText,
} from '../../../../src/show/text/sentences.ts'
import { countBudgets } from '../../../../src/show/text/verdicts.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import { type Column, Table } from '../../parts/table.tsx'
import { VerdictBadge } from '../../parts/verdict-badge.tsx'
import { layOutBudget } from './budgets-layout.ts'
import { shownName } from './names.ts'

/** The limits of a scenario beside what was measured, broken ones first; nothing without limits. */
export function Budgets({ budgets }: { readonly budgets: readonly BudgetVerdict[] }) {
  if (budgets.length === 0) return null
  // Of what is met the numbers say enough.
  const columns = budgets.every(({ verdict }) => verdict === 'met') ? PLAIN : COLUMNS
  return (
    <section>
      <h4>Budgets: {countBudgets(budgets)}</h4>
      <Table
        caption={`Budgets of ${shownName(budgets[0]?.scenario ?? '')}, broken ones first`}
        columns={columns}
        rows={budgets}
        keyOf={(budget) => `${budgets.indexOf(budget)}`}
      />
    </section>
  )
}

/** Longest reason that is shown whole. */
const REASON_LENGTH = 400

/** Value and limit in one unit. */
const texts = ({ value, limit, unit }: BudgetVerdict): readonly string[] =>
  formatTogether([value, limit], unit)

const COLUMNS: readonly Column<BudgetVerdict>[] = [
  {
    id: 'what',
    title: 'Limit on',
    cell: (budget) => (
      <>
        {visibleLine(budgetStatistic(budget))}
        {budget.stage === undefined ? null : <> of {shownName(budget.stage)}</>}
      </>
    ),
  },
  {
    id: 'measured',
    title: 'Measured',
    kind: 'number',
    cell: (budget) =>
      budget.value === null
        ? 'not measured'
        : `${texts(budget)[0] ?? ''}${worstWindowText(budget)}`,
  },
  {
    id: 'interval',
    title: 'Interval',
    kind: 'number',
    cell: ({ interval, unit }) => formatInterval(interval, unit),
  },
  { id: 'limit', title: 'Limit', kind: 'number', cell: limitText },
  { id: 'drawing', title: 'Beside it', cell: (budget) => <Drawing budget={budget} /> },
  { id: 'verdict', title: 'Verdict', cell: ({ verdict }) => <VerdictBadge verdict={verdict} /> },
  {
    id: 'reason',
    title: 'Why',
    cell: ({ reason }) => <span class="reason">{visibleLine(clip(reason, REASON_LENGTH))}</span>,
  },
]

function limitText(budget: BudgetVerdict): string {
  const bound = budgetBound(budget)
  return `${bound === 'limit' ? '' : `${bound} `}${texts(budget)[1] ?? ''}`
}

/** Its numbers stand beside it. */
function Drawing({ budget }: { readonly budget: BudgetVerdict }) {
  const { zero, value, interval, limit } = layOutBudget(budget)
  return (
    <svg class={`budget-drawing ${budget.verdict}`} width="100%" height="20" aria-hidden="true">
      {value === null ? null : (
        <rect
          x={hundredths(Math.min(zero, value))}
          width={hundredths(Math.abs(value - zero))}
          y="5"
          height="10"
        />
      )}
      {interval === null ? null : (
        <line
          class="interval"
          x1={hundredths(interval[0])}
          x2={hundredths(interval[1])}
          y1="10"
          y2="10"
        />
      )}
      <line class="limit" x1={hundredths(limit)} x2={hundredths(limit)} y1="0" y2="20" />
    </svg>
  )
}

const hundredths = (share: number): string => `${(share * 100).toFixed(2)}%`

const PLAIN = COLUMNS.filter(({ id }) => id !== 'reason')
