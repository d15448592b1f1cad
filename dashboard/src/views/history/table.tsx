import { useState } from 'preact/hooks'
import type { HistoryPoint, HistorySeries } from '../../../../src/model/history.ts'
import { normalisationText } from '../../../../src/show/text/history.ts'
import {
  formatChange,
  formatCount,
  formatTogether,
  MISSING,
} from '../../../../src/show/text/quantity.ts'
import { CommitLink } from '../../parts/commit-link.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { RunLink } from './links.tsx'
import { shown, wholeName } from './words.ts'

/** Nobody reads more of them; filters show others. */
const MOST_ROWS = 1000

interface PointRow {
  readonly point: HistoryPoint
  readonly value: string
  readonly level: string
}

/** The points of a series, for whoever asks for them; on paper only where they were. */
export function PointTable({ series }: { readonly series: HistorySeries }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details class="history-points" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        Table<span class="visually-hidden"> of {wholeName(series)}</span>
      </summary>
      {isOpen ? (
        <>
          <p class="muted">{normalisationText(series.normalisation)}</p>
          <Points series={series} />
        </>
      ) : null}
    </details>
  )
}

/** Newest first. */
function Points({ series }: { readonly series: HistorySeries }) {
  const { points, unit, normalisation } = series
  const newest = points.slice(-MOST_ROWS).toReversed()
  const values = formatTogether(
    newest.map(({ value }) => value),
    unit,
  )
  const levels = formatTogether(
    newest.map(({ level }) => level),
    unit,
  )
  const rows = newest.map((point, at) => ({
    point,
    value: values[at] ?? MISSING,
    level: levels[at] ?? MISSING,
  }))
  return (
    <>
      {points.length > newest.length ? (
        <p class="muted">
          The newest {formatCount(MOST_ROWS)} of {formatCount(points.length)} runs.
        </p>
      ) : null}
      <Table
        caption={`Runs in the history of ${wholeName(series)}`}
        columns={normalisation.applied ? [...COLUMNS, ...NORMALISED] : COLUMNS}
        rows={rows}
        keyOf={({ point }) => point.run}
      />
    </>
  )
}

const COLUMNS: readonly Column<PointRow>[] = [
  {
    id: 'run',
    title: 'Run',
    cell: ({ point: { run, startedAt } }) => (
      <RunLink run={run}>
        <Time iso={startedAt} />
      </RunLink>
    ),
    sortBy: ({ point }) => point.startedAt,
  },
  {
    id: 'branch',
    title: 'Branch',
    cell: ({ point: { branch } }) => (branch === null ? MISSING : shown(branch)),
    sortBy: ({ point }) => point.branch,
  },
  {
    id: 'commit',
    title: 'Commit',
    cell: ({ point: { commit } }) => (commit === null ? MISSING : <CommitLink commit={commit} />),
  },
  {
    id: 'value',
    title: 'Measured',
    kind: 'number',
    cell: ({ value }) => value,
    sortBy: ({ point }) => point.value,
  },
]

const NORMALISED: readonly Column<PointRow>[] = [
  {
    id: 'level',
    title: 'Judged',
    kind: 'number',
    hint: 'Divided by the machine’s speed',
    cell: ({ level }) => level,
    sortBy: ({ point }) => point.level,
  },
  {
    id: 'slowness',
    title: 'Machine’s time',
    kind: 'number',
    cell: ({ point: { slowness } }) => (slowness === null ? MISSING : formatChange(slowness)),
    sortBy: ({ point }) => point.slowness,
  },
]
