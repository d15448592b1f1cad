import { ratio as toRatio, ratioToPercent } from '../kernel/units.ts'
import type { BudgetVerdict, Interval } from '../model/run.ts'
import { compareLaunches } from '../stats/index.ts'
import {
  type DeclaredLimit,
  declaredLimits,
  isFloor,
  lackingReason,
  limitedText,
  unavailableReason,
  unmeasuredReason,
} from './budget-subjects.ts'
import { BUDGET_CONFIDENCE, type BudgetOf, budgetHead, verdictOf } from './budgets.ts'
import { obstacleBetween } from './obstacles.ts'
import { launchValues, type Pair, type Subject } from './values.ts'
import { changeText, intervalText, percentText } from './words.ts'

/**
 * Judges the limits of one scenario that are relative to the baseline (`p95Percent: 5`: at most 5 % more). Value, limit
 * and interval are percents of change; where more is better the limit is a floor (at most 5 % less: −5). The interval
 * (95 %) is that of the ratio of launch statistics; a limit within it is `inconclusive`. What the baseline did not
 * measure has nothing to be relative to, and is left out.
 */
export function judgeRelativeBudgets(
  pair: Pair,
  budgetOf: BudgetOf | undefined,
): readonly BudgetVerdict[] {
  const budget = budgetOf?.(pair.current.scenario.key) ?? {}
  return declaredLimits(budget, pair.current)
    .filter((declared) => declared.limit.relative)
    .filter((declared) => declared.find(pair.baseline).pooled !== undefined)
    .map((declared) => judgeLimit(pair, declared))
}

function judgeLimit(pair: Pair, declared: DeclaredLimit): BudgetVerdict {
  const current = declared.find(pair.current)
  const floor = isFloor(current)
  const limit = floor ? -declared.limit.limit : declared.limit.limit
  const about = { ...budgetHead(pair.current, declared), limit, value: null, interval: null }
  if (current.pooled === undefined) {
    return { ...about, verdict: 'broken', reason: unmeasuredReason(declared) }
  }
  const obstacle = obstacleBetween(pair)
  if (obstacle !== undefined) return { ...about, verdict: 'inconclusive', reason: obstacle }
  const measured = measureChange(pair, declared)
  if (typeof measured === 'string') return { ...about, verdict: 'inconclusive', reason: measured }
  const { ratio, interval } = measured
  const change = { value: percentOf(ratio), interval: toPercent(interval) }
  const verdict = verdictOf({ ...change, limit, floor })
  const words = `${limitedText(declared)} ${changeText(ratio)} ${intervalText(interval)}`
  return {
    ...about,
    ...change,
    verdict,
    reason: `${words} ${OUTCOME[verdict]} ${percentText(limit)}`,
  }
}

const OUTCOME: Readonly<Record<BudgetVerdict['verdict'], string>> = {
  met: 'is within the limit of',
  broken: 'is beyond the limit of',
  inconclusive: 'can’t be told from the limit of',
}

/** The ratio of a statistic over launches, or why there is none. */
function measureChange(
  { current, baseline }: Pair,
  declared: DeclaredLimit,
): { readonly ratio: number; readonly interval: Interval } | string {
  const { statistic } = declared.limit
  const subjects = [declared.find(current), declared.find(baseline)] as const
  const [now, before] = [launchValues(subjects[0], statistic), launchValues(subjects[1], statistic)]
  if (now.length === 0) return unavailableReason(declared, subjects[0])
  if (before.length === 0) return `in the baseline, ${unavailableReason(declared, subjects[1])}`
  const lacking = lackingOf(declared, subjects)
  if (lacking !== undefined) return `${lacking}, so there is no ratio: measure longer (--time)`
  const compared = compareLaunches(now, before, { confidence: BUDGET_CONFIDENCE })
  const what = limitedText(declared)
  if (compared.kind === 'not-positive')
    return `a launch has a ${what} of 0 or less: there is no ratio`
  if (compared.kind === 'not-enough-launches') {
    return `only 1 launch has a ${what}: there is no interval (--launches 5)`
  }
  return { ratio: compared.ratio, interval: [compared.interval.lo, compared.interval.hi] }
}

/** Which side's launches do not all have the statistic. */
function lackingOf(
  declared: DeclaredLimit,
  [current, baseline]: readonly [Subject, Subject],
): string | undefined {
  const now = lackingReason(declared, current)
  if (now !== undefined) return now
  const before = lackingReason(declared, baseline)
  return before === undefined ? undefined : `in the baseline, ${before}`
}

const percentOf = (ratio: number): number => ratioToPercent(toRatio(ratio))
const toPercent = ([lo, hi]: Interval): Interval => [percentOf(lo), percentOf(hi)]
