import type { ClockReading } from '../../model/duet.ts'
import { staysWithin } from '../rule.ts'
import {
  changeText,
  countText,
  directionText,
  intervalText,
  percentText,
  SPEED_WORDS,
} from '../words.ts'
import type { Finding } from './finding.ts'
import { describeModes, slowerSides } from './modes.ts'
import { type DuetRule, FALSE_DISCOVERY_RATE, logOf } from './rule.ts'

/** Why a duet's verdict is what it is, in one sentence with its numbers. */

/** The reason for a finding. */
export function findingReason(
  finding: Finding,
  readings: readonly ClockReading[],
  by: DuetRule,
): string {
  const modes = describeModes(readings)
  const reason = bareReason(finding, readings, by)
  return modes === undefined ? reason : `${reason}; ${modes}`
}

function bareReason(finding: Finding, readings: readonly ClockReading[], by: DuetRule): string {
  if (finding.why === 'mode-frequency') return frequencyReason(readings, by)
  if (finding.verdict === 'unchanged') {
    const around = `${changeText(finding.ratio)} ${intervalText(finding.interval)}`
    return `no change larger than ${percentText(by.limits.unchangedWithinPercent)} either way: ${around}`
  }
  const measured = measuredText(finding)
  if (finding.verdict !== 'inconclusive') {
    return `${measured}, more than the tolerance of ${percentText(by.limits.tolerancePercent)}`
  }
  return `${measured}: ${doubt(finding, readings.length, by)}`
}

/** By how much, with the interval. */
export const measuredText = ({ ratio, interval }: Finding): string =>
  `${directionText(ratio, SPEED_WORDS)} ${intervalText(interval)}`

/** What is in the way of a verdict. */
function doubt(
  { why, interval }: Finding,
  processes: number,
  { limits, remedy }: DuetRule,
): string {
  if (why === 'few') return `${countText(processes, 'process')} can't tell`
  if (why === 'luck') {
    return `the ${countText(processes, 'process')} don't agree enough to exclude luck`
  }
  if (why === 'modes') {
    return `some of the ${countText(processes, 'process')} ran much slower on one side than the others did, and which side does so more often can't be told`
  }
  const [lo, hi] = interval
  const changed = lo > 1 || hi < 1
  const within = changed && staysWithin(interval, limits.tolerancePercent)
  if (within) return `within the tolerance of ${percentText(limits.tolerancePercent)}`
  return `the ${countText(processes, 'process')} differ too much to tell; ${remedy}`
}

function frequencyReason(readings: readonly ClockReading[], { limits }: DuetRule): string {
  const logs = readings.map(({ ratio }) => Math.log(ratio))
  const sides = slowerSides(logs, logOf(Math.max(2, limits.tolerancePercent)))
  const of = countText(readings.length, 'process')
  return `its slow mode came up for the current side alone in ${sides.current}, for the baseline alone in ${sides.baseline} of ${of}`
}

/** That a call does not stand among so many scenarios. */
export function discoveryReason(
  measured: string,
  scenarios: number,
  remedy = 'measure it alone, or give it more time',
): string {
  return (
    `${measured}: among ${countText(scenarios, 'scenario')} such a change is too likely by luck ` +
    `(false discoveries are held at ${percentText(100 * FALSE_DISCOVERY_RATE)}); ${remedy}`
  )
}

/** That wall time is far above CPU time, and nothing tells why. */
export function unexplainedReason(finding: Finding, offCpu: number): string {
  return (
    `${measuredText(finding)} of CPU time, but the thread did not run in ${percentText(100 * offCpu)} of the wall time, ` +
    'and neither waiting nor busy neighbours explain it: measure on a quieter machine, or name the clock'
  )
}

/** That the core was taken away, and wall time says something else than CPU time. */
export function takenReason(finding: Finding, offCpu: number, wall: Finding): string {
  return (
    `${measuredText(finding)} of CPU time, ${measuredText(wall)} of wall time: its core was taken away for ` +
    `${percentText(100 * offCpu)} of the time; measure on a quieter machine`
  )
}

/** That wall time moved and CPU time did not, or otherwise, and no neighbour explains it. */
export function clocksApartReason(finding: Finding, wall: Finding): string {
  return (
    `${measuredText(finding)} of CPU time, but ${measuredText(wall)} of wall time: ` +
    'one side waits where the other does not; --clock wall judges by wall time'
  )
}

/** That the core was taken away, and the evidence is not strong enough for that. */
export function busyReason(finding: Finding, offCpu: number): string {
  return (
    `${measuredText(finding)} of CPU time, with its core taken away for ${percentText(100 * offCpu)} of the time: ` +
    'too little to exclude luck on so busy a machine; measure on a quieter one'
  )
}
