import type { Verdict } from '../model/comparison.ts'
import type { Interval, Unit } from '../model/run.ts'

import type { LaunchModes } from './modes.ts'
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

/** More launches than this are not worth advising: the machine is too noisy for the question. */
const MOST_ADVISED_LAUNCHES = 40

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
    `the interval ${changeText(lo)} … ${changeText(hi)} spans the limit; ${advice(change, question)}`
  )
}

/** `5 launches a side`, `5 launches against 3`. */
function sidesText(current: number, baseline: number): string {
  return current === baseline
    ? `${countText(current, 'launch')} a side`
    : `${countText(current, 'launch')} against ${baseline}`
}

function advice(change: MeasuredChange, question: ChangeQuestion): string {
  const fewest = Math.min(question.current.length, question.baseline.length)
  const needed = launchesNeeded(fewest, change, question.limits.unchangedWithinPercent)
  return needed > MOST_ADVISED_LAUNCHES
    ? `its launches differ so much that more than ${MOST_ADVISED_LAUNCHES} would be needed: measure on a quieter machine`
    : `more launches a side (--launches ${needed}) narrow it`
}

/**
 * About how many launches would decide: an interval narrows with the square root of their number, and decides when it
 * leaves out either 1 or the unchanged limit, whichever is farther from the ratio. In fives, and at least five more.
 */
function launchesNeeded(
  launches: number,
  { ratio, interval: [lo, hi] }: MeasuredChange,
  unchangedWithinPercent: number,
): number {
  const distance = Math.abs(Math.log(ratio))
  const halfWidth = Math.log(hi / lo) / 2
  const allowed = Math.max(distance, Math.log(1 + unchangedWithinPercent / 100) - distance)
  const needed = Math.max(launches + 1, launches * (halfWidth / allowed) ** 2)
  return Math.max(10, Math.ceil(needed / 5) * 5)
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

/** The bounds of a budget's interval, in the metric's unit: `[9.1 ms, 15.9 ms]`. */
export function boundsText([lo, hi]: Interval, unit: Unit): string {
  return `[${quantityText(lo, unit)}, ${quantityText(hi, unit)}]`
}
