import { type LoadLimit, parseLoadLimits } from '../../model/load-limits.ts'
import type { BudgetVerdict, Result } from '../../model/run.ts'
import type { Budget } from '../../model/scenario.ts'
import { shareOf } from './reading.ts'
import { amountText, boundText, limitedWord, verbOf } from './said.ts'

/** Judges what only load tests have, over the whole steady state: shares of errors, a floor of the throughput. */
export function judgeLoadLimits(result: Result, budget: Budget): readonly BudgetVerdict[] {
  return parseLoadLimits(budget).map((limit) => ({
    ...headOf(result, limit),
    ...judgeLimit(result, limit),
  }))
}

type Said = Pick<BudgetVerdict, 'value' | 'verdict' | 'reason'>

function headOf(
  { scenario }: Result,
  { metric, statistic, unit, limit }: LoadLimit,
): Omit<BudgetVerdict, keyof Said> {
  return { scenario: scenario.key, metric, statistic, unit, limit, interval: null }
}

/** Counts are facts, so that a failed load may break a limit; but it meets none. */
function judgeLimit(result: Result, limit: LoadLimit): Said {
  const value = valueOf(result, limit)
  if (value === undefined) {
    return {
      value: null,
      verdict: 'broken',
      reason: 'no iteration ended: there is nothing to judge',
    }
  }
  if (result.status === 'invalid') {
    const reason = 'the load is invalid: its numbers are not judged'
    return { value, verdict: 'inconclusive', reason }
  }
  const measured = `${limitedWord(limit)} ${verbOf(limit)} ${amountText(value, limit.unit)}`
  const isBroken = limit.floor ? value < limit.limit : value > limit.limit
  if (isBroken) {
    const reason = `${measured}, ${limit.floor ? 'below' : 'above'} ${boundText(limit)}`
    return { value, verdict: 'broken', reason }
  }
  if (result.status === 'failed') {
    return {
      value,
      verdict: 'inconclusive',
      reason: 'the scenario failed: its numbers are not judged',
    }
  }
  return { value, verdict: 'met', reason: `${measured}, within ${boundText(limit)}` }
}

function valueOf({ counts, metrics }: Result, { metric }: LoadLimit): number | undefined {
  if (metric === 'latency') return undefined
  if (metric !== 'throughput') return shareOf(metric, counts)
  return metrics['throughput']?.mean ?? (counts.started > 0 ? 0 : undefined)
}
