import type { BudgetVerdict, LoadResult } from '../../../../src/model/run.ts'
import {
  countsSentence,
  generatorSentence,
  LOAD_COLUMNS,
  loadCells,
  markSentence,
  scheduleSentence,
  throughputSentence,
} from '../../../../src/show/text/load.ts'
import { MISSING } from '../../../../src/show/text/quantity.ts'
import { errorSentence } from '../../../../src/show/text/sentences.ts'
import { countBudgets } from '../../../../src/show/text/verdicts.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import { Badge } from '../../parts/badge.tsx'
import { Notice, type Tone } from '../../parts/notice.tsx'
import { Budgets } from '../run/budgets.tsx'
import { shownName } from '../run/names.ts'

/** Errors that are told before anything else. */
const ERRORS_FIRST = 3
const TEXT_LENGTH = 1000

interface Verdict {
  readonly tone: Tone
  readonly word: string
}

/** The worst of what is known: whether it can be trusted, whether it failed, whether it kept its limits. */
function verdictOf(result: LoadResult, budgets: readonly BudgetVerdict[]): Verdict {
  if (result.status === 'invalid') return { tone: 'error', word: 'invalid' }
  if (result.status === 'failed') return { tone: 'error', word: 'failed' }
  const has = (wanted: BudgetVerdict['verdict']): boolean =>
    budgets.some(({ verdict }) => verdict === wanted)
  if (has('broken')) return { tone: 'error', word: 'budget broken' }
  if (has('inconclusive')) return { tone: 'warning', word: 'budget inconclusive' }
  return budgets.length > 0
    ? { tone: 'good', word: 'budgets met' }
    : { tone: 'plain', word: 'measured, no budget' }
}

/** What became of one scenario, in words. */
export function LaneVerdict(props: {
  readonly result: LoadResult
  readonly budgets: readonly BudgetVerdict[]
  readonly notes: readonly string[]
}) {
  const { result, budgets, notes } = props
  const { scenario, health, marks = [] } = result
  const { tone, word } = verdictOf(result, budgets)
  const name = shownName(scenario.key)
  const deaths = marks.filter(({ kind }) => kind === 'death').map(markSentence)
  const failures = result.status === 'failed' ? result.errors.slice(0, ERRORS_FIRST) : []
  const said = [
    countsSentence(result.counts),
    throughputSentence(result),
    latencySentence(result),
    health.generator === 'ok' ? generatorSentence(result) : '',
    ...deaths,
    ...notes,
  ].filter((text) => text !== '')
  return (
    <article class="panel lane-verdict" aria-label={`${name}: ${word}`}>
      <h3>
        {name} <Badge tone={tone} word={word} />
      </h3>
      <p class="muted">{visibleLine(clip(scheduleSentence(result.profile), TEXT_LENGTH))}</p>
      <GeneratorNotice result={result} />
      {failures.map((error) => (
        <Notice
          key={error.code}
          tone="error"
          title={visibleLine(clip(errorSentence(error), TEXT_LENGTH))}
        />
      ))}
      <ul class="measure">
        {said.map((text) => (
          <li key={text}>{visibleLine(clip(text, TEXT_LENGTH))}</li>
        ))}
      </ul>
      <p class="visually-hidden">{countBudgets(budgets)}</p>
      <Budgets budgets={budgets} />
    </article>
  )
}

/** `latency: p50 3.68 ms, p90 120 ms, p99 125 ms, max 153 ms`; empty when nothing completed. */
function latencySentence({ metrics: { latency } }: LoadResult): string {
  if (latency === undefined) return ''
  const cells = loadCells(latency)
  const told = LOAD_COLUMNS.flatMap((name, index) => {
    const cell = cells[index] ?? MISSING
    return cell === MISSING ? [] : [`${name} ${cell}`]
  })
  return `latency: ${told.join(', ')}`
}

/** Notes begin small, since they stand behind others elsewhere. */
const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`

/** Why the generator was the limit, and what to change. */
function GeneratorNotice({ result }: { readonly result: LoadResult }) {
  const { health } = result
  const notes = health.notes.map((note) => visibleLine(clip(note, TEXT_LENGTH)))
  if (health.generator === 'ok') {
    return notes.length === 0 ? null : (
      <>
        {notes.map((note) => (
          <Notice key={note} tone="warning" title={note} />
        ))}
      </>
    )
  }
  return (
    <Notice
      tone="error"
      title="Invalid: the generator, not the target, was the bottleneck, so these numbers are not to be trusted."
    >
      {[generatorSentence(result), ...notes]
        .filter((text) => text !== '')
        .map(sentence)
        .join(' ')}
    </Notice>
  )
}
