import { ratio as toRatio, ratioToPercent } from '../kernel/units.ts'
import type { Verdict } from '../model/comparison.ts'
import type { Interval } from '../model/run.ts'
import { compareLaunches } from '../stats/index.ts'
import { type LaunchModes, modesOf } from './modes.ts'
import { changeReason, fewLaunchesReason, luckReason, modesText } from './reasons.ts'
import type { ChangeQuestion } from './question.ts'
import { callVerdict, type MeasuredChange } from './rule.ts'

/** What the launches say of it. */
export interface JudgedChange {
  readonly verdict: Verdict
  readonly reason: string
  /** Typical launch of each side, current ÷ baseline; `null` when a value is missing or not above 0. */
  readonly ratio: number | null
  /** `null` with fewer than two launches on a side. */
  readonly interval: Interval | null
  readonly smallestDetectablePercent: number | null
}

const NOTHING_KNOWN = { ratio: null, interval: null, smallestDetectablePercent: null } as const

/** Judges one quantity by the rule of DESIGN §5, with the launch as the unit of replication. */
export function judgeChange(question: ChangeQuestion): JudgedChange {
  const { current, baseline, confidence } = question
  if (current.length === 0 || baseline.length === 0) return judgeFew(question, null)
  const compared = compareLaunches(current, baseline, { confidence })
  if (compared.kind === 'not-positive') return judgeWithoutRatio(question)
  if (compared.kind === 'not-enough-launches') return judgeFew(question, compared.ratio)
  const { ratio, smallestDetectableRatio } = compared
  const interval: Interval = [compared.interval.lo, compared.interval.hi]
  const { tolerancePercent } = question.limits
  return {
    ...callChange({ ratio, interval }, question),
    ratio,
    interval,
    smallestDetectablePercent: Math.max(
      tolerancePercent,
      ratioToPercent(toRatio(smallestDetectableRatio)),
    ),
  }
}

/**
 * Where launches fall into modes (a compiler's tiers, say), a ratio may be nothing but how many launches of each side
 * drew the slow one. So a call then needs every launch of one side beyond every launch of the other.
 */
function callChange(
  change: MeasuredChange,
  question: ChangeQuestion,
): Pick<JudgedChange, 'verdict' | 'reason'> {
  const called = callVerdict(change, question.limits, question.better)
  const modes = modesOf(question.current, question.baseline)
  if (isCall(called) && modes.length > 0 && !standApart(question.current, question.baseline)) {
    return { verdict: 'inconclusive', reason: luckReason(change, modes, question) }
  }
  return {
    verdict: called,
    reason: withModes(changeReason(called, change, question), modes, question),
  }
}

function withModes(
  reason: string,
  modes: readonly LaunchModes[],
  question: ChangeQuestion,
): string {
  return modes.length === 0 ? reason : `${reason}; ${modesText(modes, question.unit)}`
}

const isCall = (verdict: Verdict): boolean => verdict === 'regressed' || verdict === 'improved'

function standApart(one: readonly number[], other: readonly number[]): boolean {
  return Math.min(...one) > Math.max(...other) || Math.max(...one) < Math.min(...other)
}

/** A ratio needs values above 0; two sides of nothing but zeros are alike all the same. */
function judgeWithoutRatio({ current, baseline }: ChangeQuestion): JudgedChange {
  const alike = [...current, ...baseline].every((value) => value === 0)
  return alike
    ? { ...NOTHING_KNOWN, verdict: 'unchanged', reason: '0 on both sides' }
    : {
        ...NOTHING_KNOWN,
        verdict: 'inconclusive',
        reason: 'a launch has 0 or less: there is no ratio',
      }
}

/** Too few launches for an interval: the ratio is shown, and nothing is called. */
function judgeFew(question: ChangeQuestion, ratio: number | null): JudgedChange {
  const { current, baseline, tooFew } = question
  const isMeasured = current.length > 0 && baseline.length > 0
  const reason =
    isMeasured && tooFew !== undefined ? tooFew : fewLaunchesReason(current.length, baseline.length)
  return { ...NOTHING_KNOWN, verdict: 'inconclusive', reason, ratio }
}
