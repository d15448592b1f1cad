import type { PartComparison, ScenarioComparison } from '../../model/comparison.ts'
import type { DuetEvidence } from '../../model/duet.ts'
import { judgeDuets } from './judge.ts'
import { type DuetRuleOptions, DUET_RULE } from './rule.ts'

/** A load on both revisions at a time, slice by slice: each round, with instances of its own, is a process of a duet. */

/** What the rounds of one scenario measured: the median of each slice, and its 95th percentile. */
export interface LoadEvidence {
  readonly p50: DuetEvidence
  readonly p95: DuetEvidence
}

/**
 * Judges a load by the median and by the tail: callers feel both, and one may move alone. The two share what a scenario
 * may err (C. E. Bonferroni, 1936). Where both moved, or neither, the median speaks; the other stands beside it.
 *
 * @throws PlimsollError RULE_INVALID when the options make no sense
 */
export function judgeLoads(
  evidence: readonly LoadEvidence[],
  options: DuetRuleOptions = {},
): ScenarioComparison[] {
  const confidence = options.confidence ?? DUET_RULE.confidence
  const judged = judgeDuets(
    evidence.flatMap(({ p50, p95 }) => [p50, p95]),
    {
      ...options,
      remedy: 'give it more rounds (--rounds)',
      clock: 'wall',
      confidence: 1 - (1 - confidence) / 2,
    },
  )
  return evidence.map((_, index) => {
    const [median, tail] = [judged[2 * index], judged[2 * index + 1]]
    if (median === undefined || tail === undefined) throw new RangeError('a verdict is missing')
    return joined(named(median, 'latency p50'), named(tail, 'latency p95'))
  })
}

const named = (comparison: ScenarioComparison, metric: string): ScenarioComparison => ({
  ...comparison,
  metric,
  method: 'interleaved',
})

function joined(median: ScenarioComparison, tail: ScenarioComparison): ScenarioComparison {
  const [shown, other] = tailSpeaks(median, tail) ? [tail, median] : [median, tail]
  return { ...shown, metrics: [...shown.metrics, partOf(other)] }
}

/** The worse news first; an improvement of the tail alone is worth telling too. */
function tailSpeaks(median: ScenarioComparison, tail: ScenarioComparison): boolean {
  if (median.verdict === 'regressed' || tail.verdict === 'regressed') {
    return median.verdict !== 'regressed'
  }
  return tail.verdict === 'improved' && median.verdict !== 'improved'
}

function partOf({
  metric,
  verdict,
  ratio,
  interval,
  confidence,
  ...rest
}: ScenarioComparison): PartComparison {
  const { reason, currentNs, baselineNs } = rest
  return {
    name: metric,
    verdict,
    ratio,
    interval,
    confidence,
    reason,
    ...(currentNs === null ? {} : { currentNs }),
    ...(baselineNs === null ? {} : { baselineNs }),
  }
}
