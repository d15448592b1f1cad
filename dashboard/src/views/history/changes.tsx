import type { ChangeSide, HistorySeries, LevelChange } from '../../../../src/model/history.ts'
import {
  goodnessOf,
  isSameCode,
  levelChangeText,
  placeOfChange,
  SAME_CODE,
} from '../../../../src/show/text/history.ts'
import { RevisionText } from '../../parts/commit-link.tsx'
import { Time } from '../../parts/time.tsx'
import { isTold } from './groups.ts'
import { CompareLink, RunLink } from './links.tsx'
import { shown, timeText } from './words.ts'

const TONES = { good: 'good', bad: 'error', unknown: 'warning' } as const

/** The changes of a series in words, newest first. @param props.head of the scenario, if it is a stage's */
export function Changes(props: {
  readonly series: HistorySeries
  readonly head: HistorySeries | undefined
}) {
  const { series, head } = props
  if (series.changes.length === 0) return null
  return (
    <ol class="history-changes" aria-label="Changes of level, newest first">
      {series.changes.toReversed().map((change) => (
        <li key={change.index}>
          <ChangeText change={change} series={series} />
          {head !== undefined && isTold(change, head) ? (
            <p class="muted">At the same run as the scenario.</p>
          ) : (
            <Evidence change={change} series={series} />
          )}
        </li>
      ))}
    </ol>
  )
}

/** `▲ 10.4 % slower (+9.1 … +11.6 %): 118 µs → 130 µs`. */
export function ChangeText(props: {
  readonly change: LevelChange
  readonly series: HistorySeries
}) {
  const { change, series } = props
  const tone = TONES[goodnessOf(series.better, change.difference > 0)]
  return <strong class={`history-change ${tone}`}>{levelChangeText(change, series)}</strong>
}

/** The runs on either side, and where else it may have come. */
function Evidence(props: { readonly change: LevelChange; readonly series: HistorySeries }) {
  const { change, series } = props
  const { last, first } = change
  const where = placeOfChange(change, series, timeText)
  return (
    <>
      <p>
        until <Side side={last} />
        <br />
        since <Side side={first} />
      </p>
      <p class="muted">
        {where === '' ? null : `${where}. `}
        {isSameCode(change) ? `${SAME_CODE} ` : null}
        <CompareLink current={first.run} baseline={last.run}>
          Compare the two runs
        </CompareLink>
      </p>
    </>
  )
}

/** A run, and what it measured. */
function Side({ side: { run, startedAt, revision } }: { readonly side: ChangeSide }) {
  return (
    <>
      <RunLink run={run}>
        <Time iso={startedAt} />
      </RunLink>
      , <RevisionText revision={revision} />
      {revision === null || revision.subject === '' ? null : `: ${shown(revision.subject)}`}
    </>
  )
}
