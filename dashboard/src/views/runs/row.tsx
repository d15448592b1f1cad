import { Badge } from '../../parts/badge.tsx'
import { RevisionText } from '../../parts/commit-link.tsx'
import { Time } from '../../parts/time.tsx'
import { hrefOf } from '../../routing/route.ts'
import type { RunSummary } from '../../../../src/model/page.ts'
import {
  durationText,
  environmentText,
  remarksText,
  runText,
  scenariosText,
  shown,
  statusOf,
  type Told,
  verdictsOf,
} from './words.ts'

/** What a row says, column by column. */
export const COLUMNS = [
  { id: 'choose', title: 'Compare' },
  { id: 'when', title: 'Started' },
  { id: 'state', title: 'Kind and status' },
  { id: 'code', title: 'Revision' },
  { id: 'verdicts', title: 'Verdicts' },
  { id: 'what', title: 'Scenarios and note' },
  { id: 'machine', title: 'Environment' },
] as const

/** What a row needs beside its run. */
export interface RowProps {
  readonly run: RunSummary
  /** In the list, from 0. */
  readonly index: number
  /** From the top of a list that is drawn in part; `undefined` = rows follow one another. */
  readonly topPx: number | undefined
  readonly isChosen: boolean
  readonly onChoose: (id: string) => void
}

/** One run of the list. */
export function Row({ run, index, topPx, isChosen, onChoose }: RowProps) {
  const took = durationText(run)
  return (
    <div
      role="row"
      class="run"
      aria-rowindex={index + 2}
      data-index={index}
      style={topPx === undefined ? undefined : { top: `${topPx}px` }}
    >
      <div role="cell" class="choose">
        <input
          type="checkbox"
          data-control="choose"
          checked={isChosen}
          aria-label={`Choose to compare: ${runText(run)}`}
          onChange={() => onChoose(run.id)}
        />
      </div>
      <div role="rowheader" class="when">
        <a href={hrefOf(['runs', run.id])} data-control="open">
          <Time iso={run.startedAt} />
        </a>
        {took === '' ? null : <Line text={`took ${took}`} />}
      </div>
      <div role="cell" class="state">
        <span class="kind">{shown(run.kind)}</span> <Badge {...statusOf(run)} />
      </div>
      <Code run={run} />
      <div role="cell" class="verdicts">
        <Verdicts run={run} />
      </div>
      <div role="cell" class="what">
        <Line text={scenariosText(run)} strong />
        <Line text={remarksText(run)} />
      </div>
      <div role="cell" class="machine">
        <Line text={environmentText(run.environment)} />
      </div>
    </div>
  )
}

function Code({ run: { revision, baselines } }: { readonly run: RunSummary }) {
  return (
    <div role="cell" class="code">
      <div class="line">
        {baselines.map((name) => (
          <span
            key={name}
            class="badge plain baseline"
            title={`The baseline ${shown(name)} is this run`}
          >
            <span aria-hidden="true">⚑</span>
            <span class="visually-hidden">baseline </span>
            {shown(name)}
          </span>
        ))}
        <RevisionText revision={revision} />
      </div>
      <Line text={shown(revision?.subject ?? '')} />
    </div>
  )
}

/** Budgets and results; `all well` needs no count. */
function Verdicts({ run }: { readonly run: RunSummary }) {
  const told: readonly Told[] = verdictsOf(run)
  const { ok } = run.results
  return (
    <>
      {told.map(({ tone, word }) => (
        <Badge key={word} tone={tone} word={word} />
      ))}
      {ok > 0 ? <span class="muted">{ok} ok</span> : null}
    </>
  )
}

/** A line that is cut where it is too long, whole on hovering. */
function Line({ text, strong }: { readonly text: string; readonly strong?: true }) {
  if (text === '') return null
  return (
    <div class={strong ? 'line' : 'line muted'} title={text}>
      {text}
    </div>
  )
}
