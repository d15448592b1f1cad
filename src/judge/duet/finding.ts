import { ratio as toRatio, ratioToPercent } from '../../kernel/units.ts'
import type { Verdict } from '../../model/comparison.ts'
import type { Interval } from '../../model/run.ts'
import { staysWithin } from '../rule.ts'
import { apartFrom, fallIntoModes, modeFrequencyPValue, slowerSides } from './modes.ts'
import {
  beyondLuck,
  detectableBy,
  detectableLater,
  intervalOf,
  type Processes,
  type ProcessReading,
  pValueOf,
  reachOf,
  summariseProcesses,
} from './processes.ts'
import {
  CALL_LOOKS,
  type DuetRule,
  FALSE_DISCOVERY_RATE,
  FEWEST,
  FEWEST_FOR_EXACT,
  FEWEST_FOR_UNCHANGED,
  FINAL_SHARE,
  logOf,
  MODE_SHARE,
  SOUGHT_CONFIDENCE,
  SOUGHT_TO_TOLERANCE,
  UNCHANGED_SHARE,
} from './rule.ts'

/** What the processes measured so far come to. */
export interface Finding {
  readonly verdict: Extract<Verdict, 'regressed' | 'improved' | 'unchanged' | 'inconclusive'>
  readonly why: Why
  readonly ratio: number
  readonly interval: Interval
  /** How often identical code would be called as this was, all looks together; for the false discovery rate. */
  readonly pValue: number
  readonly smallestDetectablePercent: number
}

/**
 * What the verdict rests on: the location of the processes; how often each mode came up; or, for `inconclusive`, what
 * is in the way: too few processes, their spread, luck that can't be excluded, modes that the processes can't tell.
 */
export type Why = 'location' | 'mode-frequency' | 'few' | 'spread' | 'luck' | 'modes'

/** Whether these are all the processes that there will be. */
export type Look = 'last' | 'interim'

/** In a scenario with modes a process counts for a side when its ratio is beyond this many percent. */
const LEAST_MODE_PERCENT = 2

/**
 * Looks at the processes of one scenario. At an interim look a verdict other than `inconclusive` ends measuring; the
 * last look spends what is left of the allowance.
 *
 *     n = 3 …               the last look only: whatever the time sufficed for
 *     n = 4, 6, 8 …         may be shown unchanged, with +2 % mostly ruled out as well
 *     n = 8, 12, 16, 20 …   may be called changed, each with its share of the allowance
 */
export function findIn(readings: readonly ProcessReading[], by: DuetRule, look: Look): Finding {
  const processes = summariseProcesses(readings)
  return look === 'last' ? lastLook(processes, by) : interimLook(processes, by)
}

function lastLook(processes: Processes, by: DuetRule): Finding {
  const error = FINAL_SHARE * by.allowance
  const finding = describe(processes, by, FINAL_SHARE)
  if (processes.logs.length < FEWEST) return { ...finding, why: 'few' }
  const off = isOff(processes, error, by)
  if (off && beyondLuck(processes, by.allowance)) return called(finding, processes)
  if (fallIntoModes(processes.logs)) return judgeModes(processes, finding, by)
  if (!staysWithin(finding.interval, by.limits.unchangedWithinPercent)) {
    return off ? { ...finding, why: 'luck' } : finding
  }
  const { slower, faster } = apartFrom(processes.logs)
  if (Math.abs(slower - faster) > 1) return { ...finding, why: 'modes' }
  return { ...finding, verdict: 'unchanged', why: 'location' }
}

function interimLook(processes: Processes, by: DuetRule): Finding {
  const waiting = describe(processes, by, FINAL_SHARE)
  const count = processes.logs.length
  // Each side is loaded first in one of two processes: only even numbers are balanced.
  if (count < FEWEST_FOR_UNCHANGED || count % 2 === 1) return { ...waiting, why: 'few' }
  const share = CALL_LOOKS.get(count)
  if (share !== undefined && mayBeCalled(processes, share, by)) {
    return called(describe(processes, by, share), processes)
  }
  if (fallIntoModes(processes.logs)) return { ...waiting, why: 'modes' }
  const finding = describe(processes, by, UNCHANGED_SHARE)
  if (!isUnchanged(processes, finding.interval, by)) return waiting
  const later = ratioToPercent(
    toRatio(Math.exp(detectableLater(processes, FINAL_SHARE * by.allowance, by.allowance))),
  )
  const smallestDetectablePercent = Math.max(by.limits.tolerancePercent, later)
  return { ...finding, verdict: 'unchanged', why: 'location', smallestDetectablePercent }
}

/** Also against the other scenarios: a call that would not survive among them is not worth ending for. */
function mayBeCalled(processes: Processes, share: number, by: DuetRule): boolean {
  const error = share * Math.min(by.allowance, FALSE_DISCOVERY_RATE / by.scenarios)
  return isOff(processes, error, by) && beyondLuck(processes, by.allowance)
}

function isOff(processes: Processes, error: number, { limits }: DuetRule): boolean {
  const off = Math.abs(processes.location)
  return off > logOf(limits.tolerancePercent) && off > reachOf(processes, error)
}

/** Shown unchanged, with nothing in sight that more processes may find. */
function isUnchanged(processes: Processes, interval: Interval, { limits }: DuetRule): boolean {
  if (!staysWithin(interval, limits.unchangedWithinPercent)) return false
  const sought = Math.min(
    SOUGHT_TO_TOLERANCE * limits.tolerancePercent,
    limits.unchangedWithinPercent,
  )
  const reach = reachOf(processes, 2 * (1 - SOUGHT_CONFIDENCE))
  if (Math.abs(processes.location) + reach > logOf(sought)) return false
  const { slower, faster } = apartFrom(processes.logs)
  const balanced = slower === faster
  return balanced || (processes.logs.length >= FEWEST_FOR_EXACT && Math.abs(slower - faster) === 1)
}

/** In modes the location may say little; then judged is which side is the slow one more often. */
function judgeModes(processes: Processes, finding: Finding, by: DuetRule): Finding {
  const least = logOf(Math.max(LEAST_MODE_PERCENT, by.limits.tolerancePercent))
  const sides = slowerSides(processes.logs, least)
  const pValue = Math.min(1, modeFrequencyPValue(sides) / MODE_SHARE)
  if (pValue > by.allowance) return { ...finding, why: 'modes' }
  const verdict = sides.current > sides.baseline ? 'regressed' : 'improved'
  return { ...finding, verdict, why: 'mode-frequency', pValue }
}

const called = (finding: Finding, { location }: Processes): Finding => ({
  ...finding,
  verdict: location > 0 ? 'regressed' : 'improved',
  why: 'location',
})

function describe(processes: Processes, by: DuetRule, share: number): Finding {
  const error = share * by.allowance
  const detectable = ratioToPercent(toRatio(Math.exp(detectableBy(processes, error, by.allowance))))
  return {
    verdict: 'inconclusive',
    why: 'spread',
    ratio: Math.exp(processes.location),
    interval: intervalOf(processes, error),
    pValue: Math.min(1, pValueOf(processes) / share),
    smallestDetectablePercent: Math.max(by.limits.tolerancePercent, detectable),
  }
}
