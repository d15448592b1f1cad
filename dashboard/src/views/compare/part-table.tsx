import type { PartComparison, ScenarioComparison } from '../../../../src/model/comparison.ts'
import type { Metric, Result } from '../../../../src/model/run.ts'
import {
  formatChange,
  formatChangeInterval,
  formatTogether,
  MISSING,
} from '../../../../src/show/text/quantity.ts'
import { formatConfidence } from '../../../../src/show/text/sentences.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import { type Column, Table } from '../../parts/table.tsx'
import { VerdictBadge } from '../../parts/verdict-badge.tsx'

/** Longer names are cut in their middle. */
const NAME_LENGTH = 200

interface PartTableProps {
  readonly kind: 'stage' | 'metric'
  readonly parts: readonly PartComparison[]
  readonly scenario: ScenarioComparison
  readonly results: { readonly current: Result | undefined; readonly baseline: Result | undefined }
}

/** One line of it. */
interface PartRow {
  readonly part: PartComparison
  readonly baseline: string
  readonly current: string
  readonly now: number | null
  readonly before: number | null
}

/** Stages, or metrics beside latency: both sides, what moved, and why it was judged so. */
export function PartTable(props: PartTableProps) {
  const { kind, parts, scenario } = props
  return (
    <Table
      caption={`${kind === 'stage' ? 'Stages' : 'Other metrics'} of ${visibleLine(scenario.key)}, compared`}
      columns={columnsOf(kind, scenario)}
      rows={parts.map((part) => rowOf(part, props))}
      keyOf={({ part }) => part.name}
    />
  )
}

function columnsOf(
  kind: PartTableProps['kind'],
  { confidence }: ScenarioComparison,
): readonly Column<PartRow>[] {
  return [
    {
      id: 'name',
      title: kind === 'stage' ? 'Stage' : 'Metric',
      cell: ({ part }) => visibleLine(clip(part.name, NAME_LENGTH)),
      sortBy: ({ part }) => part.name,
    },
    {
      id: 'verdict',
      title: 'Verdict',
      cell: ({ part }) => <VerdictBadge verdict={part.verdict} />,
      sortBy: ({ part }) => part.verdict,
    },
    number(
      'baseline',
      'Baseline',
      ({ baseline }) => baseline,
      ({ before }) => before,
    ),
    number(
      'current',
      'Current',
      ({ current }) => current,
      ({ now }) => now,
    ),
    number(
      'change',
      'Change',
      ({ part }) => formatChange(part.ratio),
      ({ part }) => part.ratio,
    ),
    {
      id: 'interval',
      title: 'Interval',
      kind: 'number',
      cell: ({ part }) =>
        part.interval === null ? (
          MISSING
        ) : (
          <span title={`at ${formatConfidence(part.confidence ?? confidence)} confidence`}>
            {formatChangeInterval(part.interval)}
          </span>
        ),
    },
    { id: 'why', title: 'Why', cell: ({ part }) => visibleLine(part.reason) },
  ]
}

const number = (
  id: string,
  title: string,
  cell: (row: PartRow) => string,
  sortBy: (row: PartRow) => number | null,
): Column<PartRow> => ({ id, title, kind: 'number', cell, sortBy })

/** What was compared, where the comparison says it; else the medians of the runs. */
function rowOf(part: PartComparison, { kind, results }: PartTableProps): PartRow {
  const [before, now] = [
    metricOf(results.baseline, kind, part.name),
    metricOf(results.current, kind, part.name),
  ]
  const values = {
    before: part.baselineNs ?? typical(before),
    now: part.currentNs ?? typical(now),
  }
  const [baseline = MISSING, current = MISSING] = formatTogether(
    [values.before, values.now],
    part.currentNs === undefined ? ((now ?? before)?.unit ?? 'count') : 'ns',
  )
  return { part, baseline, current, ...values }
}

function metricOf(
  result: Result | undefined,
  kind: PartTableProps['kind'],
  name: string,
): Metric | undefined {
  if (kind === 'metric') return result?.metrics[name]
  return result?.stages.find((stage) => stage.name === name)?.metrics['latency']
}

/** The mean of what adds up, the median of everything else. */
const typical = (metric: Metric | undefined): number | null =>
  metric === undefined ? null : metric.kind === 'counter' ? metric.mean : metric.p50
