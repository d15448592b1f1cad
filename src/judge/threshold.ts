import type { ScenarioComparison } from '../model/comparison.ts'
import type { Result } from '../model/run.ts'
import { metricSubject } from './values.ts'
import { quantityText } from './words.ts'
import { msToNs, ms } from '../kernel/units.ts'

/**
 * The hard cap of `--threshold`: the current p95, whatever the baseline says. The value itself is judged, not its
 * interval: a cap is a cap. Where a scenario has no p95 (fast ones are timed in batches), its median stands in.
 *
 * @param current the result that the comparison is of; one that failed or is invalid is left as it is
 */
export function judgeThreshold(
  comparison: ScenarioComparison,
  current: Result,
  thresholdMs: number | null,
): ScenarioComparison {
  const latency = metricSubject(current, 'latency').pooled
  if (thresholdMs === null || latency === undefined || current.status !== 'ok') return comparison
  const value = latency.p95 ?? latency.p50
  const cap = msToNs(ms(thresholdMs))
  if (latency.unit !== 'ns' || value <= cap) return comparison
  const statistic = latency.p95 === undefined ? 'median (there is no p95)' : 'p95'
  const over = `${statistic} ${quantityText(value, 'ns')} is above the threshold of ${quantityText(cap, 'ns')}`
  return { ...comparison, verdict: 'regressed', reason: `${over}; ${comparison.reason}` }
}
