import type { BudgetVerdict, Metric, Result } from '../../../../src/model/run.ts'
import { formatCount } from '../../../../src/show/text/quantity.ts'
import {
  Distribution,
  type DistributionMark,
  type DistributionSeries,
} from '../../charts/distribution.tsx'
import { latencyMarks } from './latency-marks.ts'

/** How latencies are distributed; of a batched scenario both the batches and the iterations of its tail pass. */
export function LatencyDistribution(props: {
  readonly result: Result
  readonly budgets: readonly BudgetVerdict[]
}) {
  const { result, budgets } = props
  const { latency, tail } = result.metrics
  if (latency?.histogram === undefined) return null
  const series = seriesOf(latency, tail)
  const marks: readonly DistributionMark[] = latencyMarks(latency, tail, budgets)
  return (
    <section>
      <h4>Distribution of latencies</h4>
      {latency.batchSize === 1 ? null : (
        <p class="muted">
          An iteration is too short for the clock: {formatCount(latency.batchSize)} are timed
          together, and a sample is their mean.{' '}
          {tail === undefined
            ? 'It has no percentiles above p50.'
            : 'Percentiles above p50 are those of iterations timed one by one.'}
        </p>
      )}
      <Distribution title={`Latency of ${result.scenario.key}`} series={series} marks={marks} />
    </section>
  )
}

function seriesOf(latency: Metric, tail: Metric | undefined): readonly DistributionSeries[] {
  const { unit, batchSize, histogram = '' } = latency
  if (batchSize === 1) return [{ name: 'latency', histogram, unit }]
  const batches = { name: `batches of ${formatCount(batchSize)}`, histogram, unit }
  return tail?.histogram === undefined
    ? [batches]
    : [batches, { name: 'one by one', histogram: tail.histogram, unit: tail.unit }]
}
