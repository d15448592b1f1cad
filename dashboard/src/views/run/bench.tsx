import { useEffect, useMemo } from 'preact/hooks'
import type { Comparison } from '../../../../src/model/comparison.ts'
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
  const found = judged.state === 'ready' ? judged.document.comparison : null
  const comparison = found !== null && isTelling(run, found) ? found : null
  return (
    <>
      <RunHead run={run} comparison={comparison} />
      {judged.state === 'failed' ? <NotJudged problem={judged.problem} /> : null}
      <Scenarios run={run} comparison={comparison} standing={standingOf(run, found)} />
      <Section id="environment" title="Environment">
        <RunEnvironment run={run} />
      </Section>
    </>
  )
}

/** One side of a duet is no run that stands by itself, and a baseline beside itself says nothing. */
const isTelling = ({ id, kind }: Run, { method, baseline }: Comparison): boolean =>
  baseline.run !== id && (kind !== 'duet' || method === 'duet')

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
  /** Why there is or is no comparison, in words. */
  readonly standing: string
}

function standingOf(run: Run, found: Comparison | null): string {
  if (run.kind === 'duet' && found?.method !== 'duet') {
    return 'It was judged with the other side of its duet, which ran in the same processes: plimsoll duet printed what came out.'
  }
  if (found === null) return 'There is no baseline to compare it with.'
  if (found.baseline.run === run.id)
    return `It is the baseline ${shownName(found.baseline.name)} itself.`
  return `Beside its baseline: ${countVerdicts(found.scenarios)}.`
}

function Scenarios({ run, comparison, standing }: ScenariosProps) {
  const scenarios = useMemo(() => judgeScenarios(run, comparison), [run, comparison])
  const notes = useMemo(() => sortNotes(run), [run])
  return (
    <>
      <Section id="scenarios" title="Scenarios">
        <Verdict run={run} comparison={comparison} standing={standing} />
        <Notes notes={[...(comparison?.notes ?? []), ...commonNotes(notes)]} />
        <Overview scenarios={scenarios} />
        <Missing comparison={comparison} />
      </Section>
      <ScenarioSections scenarios={scenarios} comparison={comparison} notes={notes} />
    </>
  )
}

/** `1 regressed, 12 unchanged. Budgets: 1 broken, 3 met.`, and the rule that it was judged by. */
function Verdict({ run, comparison, standing }: ScenariosProps) {
  const budgets = countBudgets([...run.budgets, ...(comparison?.budgets ?? [])])
  return (
    <div class="measure">
      <p>
        <strong>{standing}</strong>{' '}
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

/** What the baseline has, and this run has not. */
function Missing({ comparison }: Pick<ScenariosProps, 'comparison'>) {
  const removed = comparison?.scenarios.filter(({ verdict }) => verdict === 'removed') ?? []
  if (removed.length === 0) return null
  return <p>Only in its baseline: {removed.map(({ key }) => shownName(key)).join(', ')}.</p>
}
