import type { ErrorBurst } from '../../../../src/model/load-findings.ts'
import type {
  BudgetVerdict,
  ErrorCount,
  LoadResult,
  Metric,
  SlowIteration,
} from '../../../../src/model/run.ts'
import { burstSentences } from '../../../../src/show/text/load-errors.ts'
import { LOAD_METRICS, loadCells, secondText } from '../../../../src/show/text/load.ts'
import {
  formatCount,
  formatPercent,
  formatQuantity,
  MISSING,
} from '../../../../src/show/text/quantity.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import { StageWaterfall } from '../../charts/waterfall.tsx'
import { Facts } from '../../parts/facts.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { LatencyDistribution } from '../run/latency.tsx'
import { shownName } from '../run/names.ts'
import { SlowestIterations } from '../run/slowest.tsx'

/** Longest example of an error. */
const EXAMPLE_LENGTH = 600
/** Everything that is told in numbers of one scenario. */
export function LaneNumbers(props: {
  readonly result: LoadResult
  readonly budgets: readonly BudgetVerdict[]
  readonly bursts: readonly ErrorBurst[]
}) {
  const { result, budgets, bursts } = props
  return (
    <>
      <h3>Percentiles</h3>
      <Table
        caption="Percentiles"
        columns={METRIC_COLUMNS}
        rows={metricRows(result)}
        keyOf={({ name }) => name}
        empty="Nothing completed."
      />
      <Errors result={result} bursts={bursts} />
      {result.stages.length === 0 ? null : (
        <>
          <h3>Stages</h3>
          <StageWaterfall result={result} />
        </>
      )}
      <LatencyDistribution result={result} budgets={budgets} />
      <SlowestIterations
        slowest={result.slowest}
        caption="The slowest iterations"
        which={SLOW_AT}
        latency={SLOW_LATENCY}
      />
      <h3>Connections and bytes</h3>
      <Connections result={result} />
    </>
  )
}

interface MetricRow {
  readonly name: string
  readonly metric: Metric
}

/** Those of every load first, in the order of reading. */
function metricRows({ metrics }: LoadResult): readonly MetricRow[] {
  const known = Object.entries(LOAD_METRICS).flatMap(([key, name]) => {
    const metric = metrics[key]
    return metric === undefined ? [] : [{ name, metric }]
  })
  const own = Object.entries(metrics)
    .filter(([key]) => !(key in LOAD_METRICS) && key !== 'throughput')
    .map(([name, metric]) => ({ name: shownName(name), metric }))
  return [...known, ...own]
}

const metricColumn = (title: string, index: number): Column<MetricRow> => ({
  id: title,
  title,
  kind: 'number',
  cell: ({ metric }) => (metric.total === undefined ? (loadCells(metric)[index] ?? MISSING) : ''),
})

const METRIC_COLUMNS: readonly Column<MetricRow>[] = [
  {
    id: 'name',
    title: 'Of',
    cell: ({ name, metric: { total, unit } }) =>
      total === undefined ? name : `${name}: ${formatQuantity(total, unit)} in all`,
  },
  ...['p50', 'p90', 'p95', 'p99', 'p99.9', 'max'].map(metricColumn),
  {
    id: 'count',
    title: 'samples',
    kind: 'number',
    cell: ({ metric }) => formatCount(metric.samples),
  },
]

function Errors(props: { readonly result: LoadResult; readonly bursts: readonly ErrorBurst[] }) {
  const { result, bursts } = props
  if (result.errors.length === 0) return null
  const { completed, failed, rejected } = result.counts
  const ended = Math.max(1, completed + failed + rejected)
  return (
    <>
      <h3>Errors by code</h3>
      <Table
        caption="Errors by code"
        columns={[
          { id: 'code', title: 'Code', cell: ({ code }) => <code>{shownName(code)}</code> },
          ...errorColumns(ended),
          {
            id: 'when',
            title: 'When',
            cell: (error) => <BurstTexts texts={burstSentences(error, bursts)} />,
          },
        ]}
        rows={result.errors}
        keyOf={({ code }) => code}
      />
    </>
  )
}

const errorColumns = (ended: number): readonly Column<ErrorCount>[] => [
  {
    id: 'count',
    title: 'Times',
    kind: 'number',
    cell: ({ count }) => formatCount(count),
    sortBy: ({ count }) => count,
  },
  {
    id: 'share',
    title: 'Of all that ended',
    kind: 'number',
    cell: ({ count }) => formatPercent((100 * count) / ended),
  },
  {
    id: 'example',
    title: 'Example',
    cell: ({ example, where }) => (
      <>
        {visibleLine(clip(example, EXAMPLE_LENGTH))}
        {where === undefined ? null : (
          <span class="muted"> first at {visibleLine(clip(where, EXAMPLE_LENGTH))}</span>
        )}
      </>
    ),
  },
]

const BurstTexts = ({ texts }: { readonly texts: readonly string[] }) =>
  texts.length === 0 ? (
    <span class="muted">all along</span>
  ) : (
    <ul class="plain-list">
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  )

/** Of the slowest iterations, when they came: a load has a clock. */
const SLOW_AT: Column<SlowIteration> = {
  id: 'at',
  title: 'Was to start at',
  cell: ({ atMs }) => (atMs === undefined ? MISSING : secondText(atMs)),
  sortBy: ({ atMs }) => atMs ?? 0,
}

const SLOW_LATENCY: Column<SlowIteration> = {
  id: 'latency',
  title: 'Latency',
  kind: 'number',
  cell: ({ latencyNs }) => formatQuantity(latencyNs, 'ns'),
  sortBy: ({ latencyNs }) => latencyNs,
}

function Connections({ result }: { readonly result: LoadResult }) {
  const { profile, bytesIn, bytesOut, counts } = result
  const { connections, pipelining, maxInFlight, timeoutMs, lateBeyondMs, launches } = profile
  const ms = (value: number): string => formatQuantity(value * 1e6, 'ns')
  return (
    <Facts
      facts={[
        ['Connections', connections === 0 ? 'made by the code itself' : formatCount(connections)],
        ['Exchanges on each', connections === 0 ? null : `${formatCount(pipelining)} at a time`],
        ['In flight', `${formatCount(maxInFlight)} at most; beyond it arrivals are dropped`],
        ['Time-out', ms(timeoutMs)],
        ['Late beyond', ms(lateBeyondMs)],
        ['Workers', formatCount(launches)],
        ['Sent', bytesText(bytesOut, counts.started)],
        ['Received', bytesText(bytesIn, counts.completed)],
      ]}
    />
  )
}

/** `12.3 MB, 410 B an iteration`. */
function bytesText(bytes: number | undefined, iterations: number): string | null {
  if (bytes === undefined) return null
  const each =
    iterations === 0 ? '' : `, ${formatQuantity(bytes / iterations, 'bytes')} an iteration`
  return `${formatQuantity(bytes, 'bytes')}${each}`
}
