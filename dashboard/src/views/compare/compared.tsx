import type { Comparison } from '../../../../src/model/comparison.ts'
import type { Run } from '../../../../src/model/run.ts'
import {
  commonNotes,
  detectableSentence,
  ruleSentence,
  sortNotes,
  statusSentence,
} from '../../../../src/show/text/sentences.ts'
import { countBudgets, countVerdicts } from '../../../../src/show/text/verdicts.ts'
import { clip, visibleText } from '../../../../src/show/text/visible.ts'
import { Notice } from '../../parts/notice.tsx'
import { useTitle } from '../../parts/page-title.ts'
import { VerdictBadge } from '../../parts/verdict-badge.tsx'
import { Notes as RunNotes } from '../run/notes.tsx'
import { Budgets } from './budgets.tsx'
import './compare.css'
import { duetNote } from './duet-note.ts'
import { headlineOf } from './headline.ts'
import { Plot } from './plot.tsx'
import { type Runs, runOf } from './runs.ts'
import { Sides } from './sides.tsx'

/** A comparison: what came out, of what, and scenario by scenario why. */
export function Compared(props: { readonly comparison: Comparison; readonly runs: Runs }) {
  const { comparison, runs } = props
  const headline = headlineOf(comparison)
  useTitle(headline)
  return (
    <div class="compare">
      <p class="compare-kicker">
        <VerdictBadge verdict={comparison.verdict} /> Comparison
      </p>
      <h1>{headline}</h1>
      <p class="compare-counts">{countsOf(comparison, runOf(runs.current))}</p>
      <p class="measure muted">
        {ruleSentence(comparison)} {detectableSentence(comparison)}
      </p>
      <Notes comparison={comparison} runs={runs} />
      <Sides comparison={comparison} runs={runs} />
      <Plot comparison={comparison} runs={runs} />
      <Budgets comparison={comparison} run={runOf(runs.current)} />
    </div>
  )
}

/** `1 regressed, 2 inconclusive, 12 unchanged · budgets 1 broken, 3 met`. */
function countsOf({ scenarios, budgets }: Comparison, run: Run | undefined): string {
  const counted = countBudgets([...(run?.budgets ?? []), ...budgets])
  return [countVerdicts(scenarios), ...(counted === '' ? [] : [`budgets ${counted}`])].join(' · ')
}

/** What a reader should know before the numbers. */
function Notes({ comparison, runs }: { readonly comparison: Comparison; readonly runs: Runs }) {
  const current = runOf(runs.current)
  const status = current === undefined ? '' : statusSentence(current)
  const common = current === undefined ? [] : commonNotes(sortNotes(current))
  const asRuns = duetNote(comparison, current, runOf(runs.baseline))
  const warnings = [...comparison.notes, status, asRuns].filter((note) => note !== '')
  return (
    <>
      {warnings.map((note) => (
        <Notice key={note} tone="warning" title={visibleText(clip(note, NOTE_LENGTH))} />
      ))}
      {common.length === 0 ? null : (
        <>
          <p class="muted">Of the current run:</p>
          <RunNotes notes={common} />
        </>
      )}
    </>
  )
}

/** Longer ones are cut in their middle. */
const NOTE_LENGTH = 500
