import type { Metric, Result } from '../../../../src/model/run.ts'
import { formatCount, formatQuantity, formatSpread } from '../../../../src/show/text/quantity.ts'
import { Distribution } from '../../charts/distribution.tsx'
import { Fold } from '../../parts/fold.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { shownName } from './names.ts'

/** Everything that was measured beside the stages, and the distributions of the scenario's own metrics. */
export function Measured({ result }: { readonly result: Result }) {
  const rows = Object.entries(result.metrics).map(([name, metric]) => ({ name, metric }))
  const own = rows.filter(({ metric }) => metric.kind !== undefined)
  const hasTotals = rows.some(({ metric }) => metric.total !== undefined)
  if (rows.length === 0) return null
  return (
    <section>
      <h4>Metrics</h4>
      <Table
        caption={`Metrics of ${shownName(result.scenario.key)}`}
        columns={hasTotals ? COLUMNS : COLUMNS.filter(({ id }) => id !== 'total')}
        rows={rows}
        keyOf={({ name }) => name}
      />
      {own.map(({ name, metric }) =>
        metric.histogram === undefined ? null : (
          <Fold key={name} title={`Distribution of ${shownName(name)}`}>
            {() => <OwnDistribution name={name} metric={metric} />}
          </Fold>
        ),
      )}
    </section>
  )
}

interface Row {
  readonly name: string
  readonly metric: Metric
}

function OwnDistribution({ name, metric }: Row) {
  const { histogram = '', unit, p50 } = metric
  return (
    <Distribution
      title={name}
      series={[{ name, histogram, unit }]}
      marks={[{ label: 'p50', value: p50, kind: 'percentile', series: 0 }]}
    />
  )
}

/** Names that plimsoll gives. */
const TITLES: Readonly<Record<string, string>> = {
  latency: 'latency',
  cpu: 'CPU time',
  tail: 'latency, one by one',
}

const statistic = (
  id: 'p50' | 'p95' | 'p99' | 'min' | 'mean' | 'max',
  title: string = id,
): Column<Row> => ({
  id,
  title,
  kind: 'number',
  cell: ({ metric }) => formatQuantity(metric[id], metric.unit),
})

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'name',
    title: 'Metric',
    cell: ({ name, metric }) => (
      <>
        {TITLES[name] ?? shownName(name)}
        {metric.kind === undefined ? null : <span class="muted"> {kindText(metric)}</span>}
      </>
    ),
  },
  {
    id: 'total',
    title: 'total',
    kind: 'number',
    cell: ({ metric }) =>
      metric.total === undefined ? '' : formatQuantity(metric.total, metric.unit),
  },
  statistic('p50'),
  {
    id: 'spread',
    title: '± 95 %',
    kind: 'number',
    cell: ({ metric }) => formatSpread(metric.p50, metric.medianCi95),
  },
  statistic('p95'),
  statistic('p99'),
  statistic('min', 'least'),
  statistic('mean'),
  statistic('max', 'most'),
  {
    id: 'samples',
    title: 'samples',
    kind: 'number',
    cell: ({ metric: { samples, batchSize } }) =>
      batchSize === 1
        ? formatCount(samples)
        : `${formatCount(samples)} × ${formatCount(batchSize)}`,
  },
]

/** `trend, higher is better`. */
function kindText({ kind, better }: Metric): string {
  return better === undefined ? `${kind}` : `${kind}, ${better} is better`
}
