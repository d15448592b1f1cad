import type { Verdict } from '../../../src/model/comparison.ts'
import type { BudgetVerdict } from '../../../src/model/run.ts'
import { verdictWord } from '../../../src/show/text/verdicts.ts'
import type { Tone } from './notice.tsx'

/** How a verdict looks: the colour says no more than the sign and the word do. */
interface Look {
  readonly tone: Tone
  readonly sign: string
}

const LOOKS: Readonly<Record<Verdict | BudgetVerdict['verdict'], Look>> = {
  regressed: { tone: 'error', sign: '▲' },
  improved: { tone: 'good', sign: '▼' },
  unchanged: { tone: 'plain', sign: '=' },
  inconclusive: { tone: 'warning', sign: '?' },
  'not-comparable': { tone: 'warning', sign: '≠' },
  added: { tone: 'plain', sign: '+' },
  removed: { tone: 'plain', sign: '−' },
  met: { tone: 'good', sign: '✓' },
  broken: { tone: 'error', sign: '✕' },
}

/** A verdict of a comparison or of a budget, as a word with a sign. */
export function VerdictBadge({
  verdict,
}: {
  readonly verdict: Verdict | BudgetVerdict['verdict']
}) {
  const { tone, sign } = LOOKS[verdict]
  const word = verdict === 'met' || verdict === 'broken' ? verdict : verdictWord(verdict)
  return (
    <span class={`badge ${tone}`}>
      <span aria-hidden="true">{sign}</span>
      {word}
    </span>
  )
}
