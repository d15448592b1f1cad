import type { BudgetVerdict, Interval, Result } from '../model/run.ts'
import type { Budget } from '../model/scenario.ts'
import { pooledInterval } from '../stats/index.ts'
import {
  type DeclaredLimit,
  declaredLimits,
  isFloor,
  lackingReason,
  limitedText,
  unavailableReason,
  unmeasuredReason,
} from './budget-subjects.ts'
import { judgeLoadLimits } from './load/limits.ts'
import { boundsText } from './reasons.ts'
import { launchesWithout, launchValues, type Subject } from './values.ts'
import { quantityText } from './words.ts'

/** Of the intervals that budgets are judged on. */
export const BUDGET_CONFIDENCE = 0.95

/**
 * How far a value must be from its limit to be judged without an interval: a factor of 2. One launch says nothing of
 * how launches differ, and processes running the same code were seen to differ by up to 85 %.
 */
const MARGIN_WITHOUT_INTERVAL = 2

/** What a scenario declares, by its key. */
export type BudgetOf = (key: string) => Budget | undefined

/**
 * Judges absolute limits: `met` when the value and its whole 95 % interval over launches are within the limit,
 * `broken` when both are beyond it, `inconclusive` when the limit lies within the noise. A limit on something that was
 * never measured is `broken` with a `null` value (exit code 4): no samples are never a pass. Under load the value alone
 * counts, and shares of errors and the throughput are judged as well; windows are judged as they close
 * (load/window-limit.ts).
 */
export function judgeBudgets(
  results: readonly Result[],
  budgetOf: BudgetOf,
): readonly BudgetVerdict[] {
  return results.flatMap((result) => {
    const budget = budgetOf(result.scenario.key) ?? {}
    return [
      ...declaredLimits(budget, result)
        .filter(({ limit }) => !limit.relative)
        .map((declared) => judgeLimit(result, declared)),
      ...(result.profile.kind === 'load' ? judgeLoadLimits(result, budget) : []),
    ]
  })
}

function judgeLimit(result: Result, declared: DeclaredLimit): BudgetVerdict {
  const { limit } = declared
  const subject = declared.find(result)
  const about = budgetHead(result, declared)
  if (subject.pooled === undefined) {
    return {
      ...about,
      value: null,
      interval: null,
      verdict: 'broken',
      reason: unmeasuredReason(declared),
    }
  }
  const value = subject.pooled[limit.statistic]
  if (value === undefined) {
    const reason = unavailableReason(declared, subject)
    return { ...about, value: null, interval: null, verdict: 'inconclusive', reason }
  }
  // What was seen under load is what users had: a fact of this run, and not an estimate from a few launches.
  const isFact = result.profile.kind === 'load'
  const interval = isFact ? null : overLaunches(subject, declared, value)
  const side = { value, interval, limit: limit.limit, floor: isFloor(subject) }
  if (result.status !== 'ok') {
    const reason = `the scenario ${result.status === 'failed' ? 'failed' : 'is invalid'}: its numbers are not judged`
    return { ...about, value, interval, verdict: 'inconclusive', reason }
  }
  const verdict = verdictOf(isFact ? { ...side, interval: [value, value] } : side)
  return {
    ...about,
    value,
    interval,
    verdict,
    reason: reasonFor(verdict, side, { declared, subject }),
  }
}

/** What a verdict is about, before anything is said. */
export function budgetHead(
  result: Result,
  { stage, metric, limit }: DeclaredLimit,
): Pick<
  BudgetVerdict,
  'scenario' | 'stage' | 'metric' | 'statistic' | 'unit' | 'limit' | 'confidence'
> {
  return {
    scenario: result.scenario.key,
    ...(stage === undefined ? {} : { stage }),
    metric,
    statistic: limit.statistic,
    unit: limit.unit,
    limit: limit.limit,
    confidence: BUDGET_CONFIDENCE,
  }
}

/**
 * The interval of a statistic over the launches, widened to hold the value of all of them together; `null` for fewer
 * than two, where one lacks the statistic, or is not above 0.
 */
function overLaunches(subject: Subject, { limit }: DeclaredLimit, value: number): Interval | null {
  if (launchesWithout(subject, limit.statistic) > 0) return null
  const values = launchValues(subject, limit.statistic)
  const interval = pooledInterval(values, value, BUDGET_CONFIDENCE)
  return interval === undefined ? null : [interval.lo, interval.hi]
}

/** A value beside its limit, all in one unit. */
export interface LimitedValue {
  readonly value: number
  readonly interval: Interval | null
  readonly limit: number
  /** Whether the limit is the least that is allowed, and not the most. */
  readonly floor: boolean
}

/**
 * The verdict: value and interval must agree. Without an interval the value must be a factor of two from the limit,
 * unless both are 0 or of different signs, which no factor can bridge.
 */
export function verdictOf({
  value,
  interval,
  limit,
  floor,
}: LimitedValue): BudgetVerdict['verdict'] {
  const [lo, hi] = interval ?? withoutInterval(value)
  const [least, most] = [Math.min(lo, value), Math.max(hi, value)]
  if (floor ? least >= limit : most <= limit) return 'met'
  return (floor ? most < limit : least > limit) ? 'broken' : 'inconclusive'
}

/** What stands for the interval of a value known from one launch. */
function withoutInterval(value: number): Interval {
  const bounds = [value / MARGIN_WITHOUT_INTERVAL, value * MARGIN_WITHOUT_INTERVAL] as const
  return value < 0 ? [bounds[1], bounds[0]] : bounds
}

function reasonFor(
  verdict: BudgetVerdict['verdict'],
  { value, interval, limit, floor }: LimitedValue,
  { declared, subject }: { readonly declared: DeclaredLimit; readonly subject: Subject },
): string {
  const { unit } = declared.limit
  const bounds = interval === null ? '' : ` ${boundsText(interval, unit)}`
  const measured = `${limitedText(declared)} ${quantityText(value, unit)}${bounds}`
  const bound = `the ${floor ? 'floor' : 'limit'} of ${quantityText(limit, unit)}`
  if (verdict === 'met') return `${measured} is within ${bound}`
  if (verdict === 'broken') return `${measured} is ${floor ? 'below' : 'above'} ${bound}`
  if (interval !== null) {
    return `${measured}: ${bound} lies within the noise; more launches (--launches) narrow it`
  }
  const near = `${measured} is too near ${bound} to judge without an interval over launches`
  const lacking = lackingReason(declared, subject)
  return lacking === undefined
    ? `${near}; more of them (--launches) or longer ones (--time) give one`
    : `${near}: ${lacking}; longer ones (--time) give one`
}
