import type { HistorySeries } from '../../../../src/model/history.ts'
import { formatQuantity } from '../../../../src/show/text/quantity.ts'
import type { HistoryValues } from '../../charts/history-chart-layout.ts'
import { CommitLink } from '../../parts/commit-link.tsx'
import { Time } from '../../parts/time.tsx'
import { CompareLink, RunLink } from './links.tsx'
import { shown, slownessText } from './words.ts'

/** The point that is looked at: what was measured, of what, when, and the ways from there. */
export function Readout(props: {
  readonly series: HistorySeries
  readonly at: number
  readonly values: HistoryValues
  /** That point to the run. */
  readonly names: readonly string[] | undefined
  readonly isPinned: boolean
  readonly onPin: () => void
}) {
  const { series, at, values, names, isPinned, onPin } = props
  const point = series.points[at]
  if (point === undefined) return null
  const { run, commit, branch, startedAt, slowness } = point
  const previous = series.points[at - 1]
  return (
    <div class="history-readout">
      <strong>
        {formatQuantity(values === 'judged' ? point.level : point.value, series.unit)}
      </strong>
      <span>
        <RunLink run={run}>
          run of <Time iso={startedAt} />
        </RunLink>
      </span>
      <span>
        {branch === null ? null : `${shown(branch)} @ `}
        {commit === null ? 'no revision' : <CommitLink commit={commit} />}
      </span>
      {names === undefined ? null : <span>⚑ baseline {names.map(shown).join(', ')}</span>}
      <span class="muted">{slownessText(slowness)}</span>
      {previous === undefined ? null : (
        <CompareLink current={run} baseline={previous.run}>
          compare with the run before
        </CompareLink>
      )}
      <button type="button" class="small" aria-pressed={isPinned} onClick={onPin}>
        Pin
      </button>
    </div>
  )
}
