import { joinBounds } from '../kernel/change.ts'
import type { Verdict } from '../model/comparison.ts'
import type { Interval, Unit } from '../model/run.ts'

import type { LaunchModes } from './modes.ts'
import { studentQuantile } from '../stats/index.ts'
import type { ChangeQuestion } from './question.ts'
import { type MeasuredChange, staysWithin } from './rule.ts'
import {
  changeText,
  countText,
  directionText,
  intervalText,
  percentText,
  quantityText,
} from './words.ts'

/** Why a change was judged as it was, in one sentence with its numbers and, where there is one, the next step. */

/** The reason for a verdict that the rule gave. */
export function changeReason(
  verdict: Verdict,
  change: MeasuredChange,
  question: ChangeQuestion,
): string {
  const { tolerancePercent, unchangedWithinPercent } = question.limits
  const measured = `${directionText(change.ratio, question.words)} ${intervalText(change.interval)}`
  if (verdict === 'regressed' || verdict === 'improved') {
    return `${measured}, more than the tolerance of ${percentText(tolerancePercent)}`
  }
  if (verdict === 'unchanged') {
    const around = `${changeText(change.ratio)} ${intervalText(change.interval)}`
    return `no change larger than ${percentText(unchangedWithinPercent)} either way: ${around}`
  }
  return inconclusiveReason(measured, change, question)
}

function inconclusiveReason(
  measured: string,
  change: MeasuredChange,
  question: ChangeQuestion,
): string {
  const { tolerancePercent, unchangedWithinPercent } = question.limits
  const [lo, hi] = change.interval
  const changed = lo > 1 || hi < 1
  if (changed && staysWithin([change.ratio, change.ratio], tolerancePercent)) {
    return (
      `${measured}: within the tolerance of ${percentText(tolerancePercent)}, ` +
      `but not shown to stay within ${percentText(unchangedWithinPercent)}; ${advice(change, question)}`
    )
  }
  if (changed) return `${measured}; neither way is better, so it is shown and not judged`
  return (
    `${sidesText(question.current.length, question.baseline.length)} can't tell: ` +
    `the interval ${intervalText(change.interval)} spans the limit; ${advice(change, question)}`
  )
}

/** `5 launches a side`, `5 launches against 3`. */
function sidesText(current: number, baseline: number): string {
  return current === baseline
    ? `${countText(current, 'launch')} a side`
    : `${countText(current, 'launch')} against ${baseline}`
}

/** Numbers of launches worth advising; where none of them would do, the machine is too noisy for the question. */
const ADVISED_LAUNCHES = [10, 15, 20, 30, 40]

function advice(change: MeasuredChange, question: ChangeQuestion): string {
  if (question.remedy !== undefined) return question.remedy
  const launches = Math.min(question.current.length, question.baseline.length)
  const needed = ADVISED_LAUNCHES.find(
    (more) => more > launches && wouldDecide(change, question, { launches, more }),
  )
  return needed === undefined
    ? `its launches differ so much that ${ADVISED_LAUNCHES.at(-1)} a side would not do: measure on a quieter machine`
    : `more launches a side (--launches ${needed}) narrow it`
}

/**
 * Whether so many launches would probably decide. An interval's half-width goes with t ÷ √n, and it decides when it
 * leaves out 1 or the unchanged limit, whichever is farther from the ratio.
 */
function wouldDecide(
  { ratio, interval: [lo, hi] }: MeasuredChange,
  { confidence, limits }: ChangeQuestion,
  { launches, more }: { readonly launches: number; readonly more: number },
): boolean {
  const distance = Math.abs(Math.log(ratio))
  const allowed = Math.max(distance, Math.log1p(limits.unchangedWithinPercent / 100) - distance)
  const quantile = (count: number): number => studentQuantile((1 + confidence) / 2, 2 * count - 2)
  const shrinks = (quantile(more) / quantile(launches)) * Math.sqrt(launches / more)
  return (Math.log(hi / lo) / 2) * shrinks <= allowed
}

/** Why a call was not made although the ratio looks like one. */
export function luckReason(
  change: MeasuredChange,
  modes: readonly LaunchModes[],
  question: ChangeQuestion,
): string {
  const measured = `${directionText(change.ratio, question.words)} ${intervalText(change.interval)}`
  return `${modesText(modes, question.unit)}, and the sides overlap: ${measured} may be which mode each launch fell into`
}

/** `launches of the current run fall into 2 modes (3 near 10.1 µs, 2 near 57 µs)`. */
export function modesText(modes: readonly LaunchModes[], unit: Unit): string {
  return modes
    .map(({ side, groups }) => {
      const near = groups.map((group) => `${group.launches} near ${quantityText(group.near, unit)}`)
      return `launches of the ${side} fall into ${groups.length} modes (${near.join(', ')})`
    })
    .join(', ')
}

/** Why there is no interval. */
export function fewLaunchesReason(current: number, baseline: number): string {
  if (current === 0 && baseline === 0) return 'not measured on either side'
  if (current === 0) return 'not measured in the current run'
  if (baseline === 0) return 'not measured in the baseline'
  const both = current === baseline
  const where = both
    ? 'on either side'
    : current < baseline
      ? 'in the current run'
      : 'in the baseline'
  return `only 1 launch ${where}: how much launches differ is unknown, so there is no interval (--launches 5)`
}

/** The bounds of a budget's interval, in the metric's unit: `(9.1 … 15.9 ms)`. */
export function boundsText([lo, hi]: Interval, unit: Unit): string {
  return `(${joinBounds(quantityText(lo, unit), quantityText(hi, unit))})`
}
