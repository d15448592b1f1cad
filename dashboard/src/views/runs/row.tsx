import { Badge } from '../../parts/badge.tsx'
import { CommitLink } from '../../parts/commit-link.tsx'
import { Time } from '../../parts/time.tsx'
import { hrefOf } from '../../routing/route.ts'
import type { RunSummary } from '../../../../src/model/page.ts'
import type { Revision } from '../../../../src/model/run.ts'
import {
  budgetsOf,
  codeText,
  durationText,
  machineText,
  platformText,
  remarksText,
  resultsOf,
  runText,
  scenariosText,
  shown,
  statusOf,
  type Verdicts,
  verdictText,
} from './words.ts'

/** What a row says, column by column. */
export const COLUMNS = [
  { id: 'run-choose', title: 'Compare' },
  { id: 'run-when', title: 'Started' },
  { id: 'run-state', title: 'Kind and status' },
  { id: 'run-code', title: 'Revision' },
  { id: 'run-verdicts', title: 'Verdicts' },
  { id: 'run-what', title: 'Scenarios and note' },
  { id: 'run-machine', title: 'Environment' },
] as const

/** What a row needs beside its run. */
export interface RowProps {
  readonly run: RunSummary
  /** In the list, from 0. */
  readonly index: number
  /** From the top of a list that is drawn in part; `undefined` = rows follow one another. */
  readonly topPx: number | undefined
  /** Drawn for the keyboard alone, which is at it. */
  readonly isAway: boolean
  readonly isChosen: boolean
  readonly onChoose: (id: string) => void
}

/** One run of the list. */
export function Row({ run, index, topPx, isAway, isChosen, onChoose }: RowProps) {
  const took = durationText(run)
  return (
    <div
      role="row"
      class={isAway ? 'run-row away' : 'run-row'}
      aria-rowindex={index + 2}
      data-index={index}
      style={topPx === undefined ? undefined : { top: `${topPx}px` }}
    >
      <div role="cell" class="run-choose">
        <input
          type="checkbox"
          checked={isChosen}
          aria-label={`Choose to compare: ${runText(run)}`}
          onChange={() => onChoose(run.id)}
        />
      </div>
      <div role="rowheader" class="run-when">
        <a href={hrefOf(['runs', run.id])}>
          <Time iso={run.startedAt} />
        </a>
        {took === '' ? null : <Line text={`took ${took}`} />}
      </div>
      <div role="cell" class="run-state">
        <span class="run-kind">{shown(run.kind)}</span> <Badge {...statusOf(run)} />
      </div>
      <Code run={run} />
      <div role="cell" class="run-verdicts">
        <Said verdicts={budgetsOf(run)} />
        <Said verdicts={resultsOf(run)} />
      </div>
      <div role="cell" class="run-what">
        <Line text={scenariosText(run)} strong />
        <Line text={remarksText(run)} />
      </div>
      <div role="cell" class="run-machine">
        <Line text={machineText(run.environment)} strong />
        <Line text={platformText(run.environment)} />
      </div>
    </div>
  )
}

function Code({ run: { revision, baselines } }: { readonly run: RunSummary }) {
  return (
    <div role="cell" class="run-code">
      <div class="run-line">
        {baselines.map((name) => (
          <span
            key={name}
            class="badge plain run-baseline"
            title={`The baseline ${shown(name)} is this run`}
          >
            <span aria-hidden="true">⚑</span>
            <span class="visually-hidden">baseline </span>
            {shown(name)}
          </span>
        ))}
        <Place revision={revision} />
      </div>
      <Line text={codeText(revision)} />
    </div>
  )
}

/** `main @ 5895b50`; that there were uncommitted changes is told on the next line, where it has room. */
function Place({ revision }: { readonly revision: Revision | null }) {
  if (revision === null) return <>no revision</>
  const { branch, commit } = revision
  return (
    <>
      {branch === null ? null : `${shown(branch)} @ `}
      <CommitLink commit={commit} />
    </>
  )
}

/** What is not well first, as badges. */
function Said({ verdicts }: { readonly verdicts: Verdicts }) {
  const text = verdictText(verdicts)
  if (text === '') return null
  return (
    <div class="run-line" title={text}>
      {verdicts.troubles.map(({ tone, word }) => (
        <Badge key={word} tone={tone} word={word} />
      ))}
      <span class="muted">{verdicts.rest}</span>
    </div>
  )
}

/** A line that is cut where it is too long, whole on hovering. */
function Line({ text, strong }: { readonly text: string; readonly strong?: true }) {
  if (text === '') return null
  return (
    <div class={strong ? 'run-line' : 'run-line muted'} title={text}>
      {text}
    </div>
  )
}
