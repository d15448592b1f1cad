import type { Comparison } from '../../../../src/model/comparison.ts'
import type { BudgetVerdict, Run } from '../../../../src/model/run.ts'
import { budgetSentence } from '../../../../src/show/text/sentences.ts'
import { countBudgets, sortBudgets } from '../../../../src/show/text/verdicts.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import { Fold } from '../../parts/fold.tsx'
import { Section } from '../../parts/section.tsx'
import { VerdictBadge } from '../../parts/verdict-badge.tsx'

/** Longer ones are cut in their middle. */
const SENTENCE_LENGTH = 400

/** Limits relative to the baseline, which are part of the comparison, and the current run's own beside them. */
export function Budgets(props: { readonly comparison: Comparison; readonly run: Run | undefined }) {
  const { comparison, run } = props
  const relative = comparison.budgets
  const absolute = run?.budgets ?? []
  if (relative.length + absolute.length === 0) return null
  return (
    <Section id="budgets" title="Budgets">
      {relative.length === 0 ? null : (
        <>
          <h3>Relative to the baseline</h3>
          <BudgetList budgets={relative} />
        </>
      )}
      {absolute.length === 0 ? null : (
        <Fold
          title={`Absolute limits of the current run: ${countBudgets(absolute)}`}
          isOpen={absolute.some(({ verdict }) => verdict !== 'met')}
        >
          <BudgetList budgets={absolute} />
        </Fold>
      )}
    </Section>
  )
}

const BudgetList = ({ budgets }: { readonly budgets: readonly BudgetVerdict[] }) => (
  <ul class="compare-budgets">
    {sortBudgets(budgets).map((budget, index) => (
      <li key={index}>
        <VerdictBadge verdict={budget.verdict} />{' '}
        {visibleLine(clip(budgetSentence(budget), SENTENCE_LENGTH))}
        {budget.verdict === 'met' ? null : (
          <span class="muted"> – {visibleLine(clip(budget.reason, SENTENCE_LENGTH))}</span>
        )}
      </li>
    ))}
  </ul>
)
