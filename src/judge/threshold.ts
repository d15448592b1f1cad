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
  const over = overReason(current, thresholdMs)
  if (over === undefined) return comparison
  return { ...comparison, verdict: 'regressed', reason: `${over}; ${comparison.reason}` }
}

/** A scenario above the threshold. */
export interface OverThreshold {
  /** Its key. */
  readonly scenario: string
  /** `p95 13 ms is above the threshold of 2 ms`. */
  readonly reason: string
}

/** The scenarios of a run above the hard cap, judged without any baseline; none where there is no cap. */
export function overThreshold(
  results: readonly Result[],
  thresholdMs: number | null,
): readonly OverThreshold[] {
  return results.flatMap((result) => {
    const reason = overReason(result, thresholdMs)
    return reason === undefined ? [] : [{ scenario: result.scenario.key, reason }]
  })
}

/** Why a result is above the cap; `undefined` when it is not, or its numbers are not judged. */
function overReason(result: Result, thresholdMs: number | null): string | undefined {
  const latency = metricSubject(result, 'latency').pooled
  if (thresholdMs === null || latency === undefined || result.status !== 'ok') return undefined
  const value = latency.p95 ?? latency.p50
  const cap = msToNs(ms(thresholdMs))
  if (latency.unit !== 'ns' || value <= cap) return undefined
  const statistic = latency.p95 === undefined ? 'median (there is no p95)' : 'p95'
  return `${statistic} ${quantityText(value, 'ns')} is above the threshold of ${quantityText(cap, 'ns')}`
}
