import type { LiveLane } from '../../../../src/model/page.ts'
import {
  formatPercent,
  formatQuantity,
  formatTogether,
  MISSING,
} from '../../../../src/show/text/quantity.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import { Badge } from '../../parts/badge.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { endOf, type LaneNow, laneNow, RECENT_WINDOWS } from './now.ts'
import { clockText } from './words.ts'

const LONGEST_NAME = 200

interface Row {
  readonly lane: LiveLane
  readonly now: LaneNow | undefined
  readonly times: readonly string[]
}

const NUMBERS: readonly Column<Row>[] = [
  {
    id: 'scenario',
    title: 'Scenario',
    cell: ({ lane }) => visibleLine(clip(lane.scenario.key, LONGEST_NAME)),
  },
  { id: 'at', title: 'At', kind: 'number', cell: ({ lane, now }) => placeText(lane, now) },
  {
    id: 'rate',
    title: 'Throughput',
    kind: 'number',
    cell: ({ now }) => formatQuantity(now?.perSecond, 'perSecond'),
  },
  {
    id: 'p50',
    title: 'p50',
    kind: 'number',
    hint: 'of a second: the median of the last ten',
    cell: ({ times }) => times[0] ?? MISSING,
  },
  {
    id: 'p95',
    title: 'p95',
    kind: 'number',
    hint: 'of a second: the median of the last ten',
    cell: ({ times }) => times[1] ?? MISSING,
  },
  {
    id: 'errors',
    title: 'Errors',
    kind: 'number',
    cell: ({ now }) => formatPercent(now?.errorPercent ?? Number.NaN),
  },
  {
    id: 'generator',
    title: 'Generator',
    cell: ({ now }) => (now === undefined ? 'waiting' : <Generator now={now} />),
  },
]

/** How every scenario has been doing in the last seconds. */
export function LanesNow({ lanes }: { readonly lanes: readonly LiveLane[] }) {
  const rows = lanes.map((lane): Row => {
    const now = laneNow(lane)
    return { lane, now, times: formatTogether([now?.p50Ns, now?.p95Ns], 'ns') }
  })
  return (
    <Table
      caption={`The last ${RECENT_WINDOWS} seconds, scenario by scenario`}
      columns={NUMBERS}
      rows={rows}
      keyOf={({ lane }) => lane.scenario.key}
    />
  )
}

/** `0:12 of 1:30`. */
function placeText(lane: LiveLane, now: LaneNow | undefined): string {
  const whole = clockText(endOf(lane))
  return now === undefined ? `0:00 of ${whole}` : `${clockText(now.atMs)} of ${whole}`
}

const Generator = ({ now: { saturated, seconds } }: { readonly now: LaneNow }) =>
  saturated === 0 ? (
    <Badge tone="good" word="keeps up" />
  ) : (
    <Badge tone="warning" word={`the bottleneck in ${saturated} of ${seconds} s`} />
  )
