import type { BudgetVerdict, Metric } from '../../../../src/model/run.ts'
import type { DistributionMark } from '../../charts/distribution-input.ts'

const PERCENTILES = ['p50', 'p95', 'p99'] as const

/** Percentiles of the record, and absolute limits on the whole iteration, for the chart of its latencies. */
export function latencyMarks(
  latency: Metric,
  tail: Metric | undefined,
  budgets: readonly BudgetVerdict[],
): readonly DistributionMark[] {
  const isBatched = latency.batchSize > 1
  const percentiles = PERCENTILES.flatMap((name) => {
    const value = latency[name]
    const series = isBatched && name !== 'p50' && tail !== undefined ? 1 : 0
    return value === undefined ? [] : [{ label: name, value, kind: 'percentile' as const, series }]
  })
  const limits = budgets
    .filter(
      ({ metric, stage, unit, withinMs }) =>
        metric === 'latency' &&
        stage === undefined &&
        unit === latency.unit &&
        withinMs === undefined,
    )
    .map(({ statistic, limit }) => ({
      label: `limit of ${statistic}`,
      value: limit,
      kind: 'limit' as const,
    }))
  return [...percentiles, ...limits]
}
