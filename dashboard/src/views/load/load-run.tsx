import { useMemo } from 'preact/hooks'
import type { LoadFindings } from '../../../../src/model/load-findings.ts'
import type { BudgetVerdict, LoadResult, Run } from '../../../../src/model/run.ts'
import { isLoadResult } from '../../../../src/show/text/load.ts'
import { commonNotes, sortNotes } from '../../../../src/show/text/sentences.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/section.tsx'
import { readJudged } from '../../source/documents.ts'
import { useDocument } from '../../source/use-document.ts'
import { RunEnvironment } from '../run/environment.tsx'
import { RunHead } from '../run/head.tsx'
import { shownName } from '../run/names.ts'
import { type CourseLane, LoadCourse } from './course.tsx'
import { chosenLane, LaneChoice } from './lane-choice.tsx'
import { LaneNumbers } from './lane-numbers.tsx'
import { LaneVerdict } from './lane-verdict.tsx'

const NO_FINDINGS: readonly LoadFindings[] = []
/** Longest note that is shown whole. */
const NOTE_LENGTH = 2000

/** A load test: what became of it, how it went over time, and all its numbers. */
export function LoadRun({ run }: { readonly run: Run }) {
  const judged = useDocument(`runs/${run.id}/judged`, (source) => readJudged(source, run.id))
  const results = useMemo(() => run.results.filter(isLoadResult), [run])
  const findings = judged.state === 'ready' ? judged.document.findings : NO_FINDINGS
  const notes = useMemo(() => sortNotes(run), [run])
  const chosen = chosenLane(results)
  return (
    <>
      <RunHead run={run} />
      <Section id="scenarios" title={results.length === 1 ? 'What became of it' : 'Scenarios'}>
        {judged.state === 'failed' ? (
          <Notice tone="warning" title={`It could not be judged: ${judged.problem.message}`}>
            {judged.problem.hint}
          </Notice>
        ) : null}
        {commonNotes(notes).map((note) => (
          <Notice key={note} tone="plain" title={visibleLine(clip(note, NOTE_LENGTH))} />
        ))}
        {results.map((result) => (
          <LaneVerdict
            key={result.scenario.key}
            result={result}
            budgets={budgetsOf(run, result)}
            notes={notes.ownOf(result)}
          />
        ))}
      </Section>
      <Section id="course" title="Over time">
        <Course results={results} findings={findings} />
      </Section>
      {chosen === undefined ? null : (
        <Section id="numbers" title={`Numbers: ${shownName(chosen.scenario.key)}`}>
          {results.length > 1 ? <LaneChoice lanes={results} chosen={chosen} /> : null}
          <LaneNumbers
            key={chosen.scenario.key}
            result={chosen}
            budgets={budgetsOf(run, chosen)}
            bursts={findings.find(({ scenario }) => scenario === chosen.scenario.key)?.bursts ?? []}
          />
        </Section>
      )}
      <Section id="environment" title="Environment">
        <RunEnvironment run={run} />
      </Section>
    </>
  )
}

const budgetsOf = ({ budgets }: Run, { scenario: { key } }: LoadResult): readonly BudgetVerdict[] =>
  budgets.filter(({ scenario }) => scenario === key)

function Course(props: {
  readonly results: readonly LoadResult[]
  readonly findings: readonly LoadFindings[]
}) {
  const { results, findings } = props
  const lanes = useMemo(() => results.map(laneOf), [results])
  const marks = useMemo(() => results.flatMap((result) => result.marks ?? []), [results])
  if (results.every(({ timeline }) => timeline.length === 0)) {
    return <p class="muted">This record holds no windows.</p>
  }
  return <LoadCourse lanes={lanes} marks={marks} causes={findings} />
}

function laneOf({ scenario, profile, timeline, budget }: LoadResult): CourseLane {
  const { schedule, phases, share } = profile
  return {
    scenario,
    schedule,
    phases,
    windows: timeline,
    ...(share === undefined ? {} : { share }),
    ...(budget === undefined ? {} : { budget }),
  }
}
