import { useEffect, useMemo } from 'preact/hooks'
import type { Comparison } from '../../../../src/model/comparison.ts'
import type { RunJudged } from '../../../../src/model/page.ts'
import type { Run } from '../../../../src/model/run.ts'
import {
  commonNotes,
  detectableSentence,
  ruleSentence,
  sortNotes,
} from '../../../../src/show/text/sentences.ts'
import { countBudgets, countVerdicts } from '../../../../src/show/text/verdicts.ts'
import { readAhead } from '../../charts/distribution-histograms.ts'
import { Loading, Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/section.tsx'
import { readJudged } from '../../source/documents.ts'
import type { Problem } from '../../source/source.ts'
import { useDocument } from '../../source/use-document.ts'
import { RunEnvironment } from './environment.tsx'
import { RunHead } from './head.tsx'
import { shownName } from './names.ts'
import { Notes } from './notes.tsx'
import { Overview } from './overview.tsx'
import { judgeScenarios } from './scenarios.ts'
import { ScenarioSections } from './sections.tsx'

/** A run of benchmarks, or a side of a duet. */
export function BenchRun({ run }: { readonly run: Run }) {
  const judged = useDocument(`runs/${run.id}/judged`, (source) => readJudged(source, run.id))
  useReadAhead(run)
  if (judged.state === 'loading') {
    return (
      <>
        <RunHead run={run} />
        <Loading what="what judging says of it" />
      </>
    )
  }
  const comparison = judged.state === 'ready' ? comparisonFor(run, judged.document) : null
  return (
    <>
      <RunHead run={run} comparison={comparison} />
      {judged.state === 'failed' ? <NotJudged problem={judged.problem} /> : null}
      <Scenarios run={run} comparison={comparison} />
      <Section id="environment" title="Environment">
        <RunEnvironment run={run} />
      </Section>
    </>
  )
}

/** One side of a duet is no run that stands by itself: beside a stored one it says nothing. */
const comparisonFor = ({ kind }: Run, { comparison }: RunJudged): Comparison | null =>
  kind === 'duet' && comparison?.method !== 'duet' ? null : comparison

/** Charts that are printed, or opened, are there at once. */
function useReadAhead(run: Run): void {
  useEffect(() => {
    const over = new AbortController()
    const texts = run.results.flatMap(({ metrics: { latency, tail } }) =>
      [latency, tail].flatMap((metric) => metric?.histogram ?? []),
    )
    void readAhead(texts, over.signal)
    return () => over.abort()
  }, [run])
}

const NotJudged = ({ problem }: { readonly problem: Problem }) => (
  <Notice tone="warning" title={`It could not be judged: ${problem.message}`}>
    {problem.hint}
  </Notice>
)

interface ScenariosProps {
  readonly run: Run
  readonly comparison: Comparison | null
}

function Scenarios({ run, comparison }: ScenariosProps) {
  const scenarios = useMemo(() => judgeScenarios(run, comparison), [run, comparison])
  const notes = useMemo(() => sortNotes(run), [run])
  return (
    <>
      <Section id="scenarios" title="Scenarios">
        <Verdict run={run} comparison={comparison} />
        <Notes notes={[...(comparison?.notes ?? []), ...commonNotes(notes)]} />
        <Overview scenarios={scenarios} />
        <Missing comparison={comparison} />
      </Section>
      <ScenarioSections scenarios={scenarios} comparison={comparison} notes={notes} />
    </>
  )
}

/** `1 regressed, 12 unchanged. Budgets: 1 broken, 3 met.`, and the rule that it was judged by. */
function Verdict({ run, comparison }: ScenariosProps) {
  const budgets = countBudgets([...run.budgets, ...(comparison?.budgets ?? [])])
  return (
    <div class="measure">
      <p>
        <strong>{comparedText(run, comparison)}</strong>{' '}
        <strong>{budgets === '' ? 'There are no budgets.' : `Budgets: ${budgets}.`}</strong>
      </p>
      {comparison === null ? null : (
        <p class="muted">
          {ruleSentence(comparison)} {detectableSentence(comparison)}
        </p>
      )}
    </div>
  )
}

function comparedText({ kind }: Run, comparison: Comparison | null): string {
  if (comparison !== null) return `Beside its baseline: ${countVerdicts(comparison.scenarios)}.`
  return kind === 'duet'
    ? 'It was judged with the other side of its duet, which ran in the same processes.'
    : 'There is no baseline to compare it with.'
}

/** What the baseline has, and this run has not. */
function Missing({ comparison }: Pick<ScenariosProps, 'comparison'>) {
  const removed = comparison?.scenarios.filter(({ verdict }) => verdict === 'removed') ?? []
  if (removed.length === 0) return null
  return <p>Only in its baseline: {removed.map(({ key }) => shownName(key)).join(', ')}.</p>
}
