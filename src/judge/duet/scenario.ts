import type { ScenarioComparison } from '../../model/comparison.ts'
import type { DuetEvidence, DuetLaunch, DuetPair } from '../../model/duet.ts'
import { geometricMean } from '../../stats/index.ts'
import { floorIn, withNoiseFloor } from '../noise/said.ts'
import { type ChosenClock, chooseClock, wallReadings } from './clock.ts'
import { findIn, type Finding, type Look } from './finding.ts'
import {
  busyReason,
  clocksApartReason,
  findingReason,
  takenReason,
  unexplainedReason,
} from './reasons.ts'
import { type DuetRule, logOf } from './rule.ts'

/** One scenario by itself, before the other scenarios of the run have a say. */
export interface JudgedDuet {
  readonly evidence: DuetEvidence
  readonly by: DuetRule
  readonly shown: ScenarioComparison
  /** `undefined` where nothing could be judged. */
  readonly finding: Finding | undefined
}

/** Judges what the processes of one scenario measured. */
export function judgeDuet(evidence: DuetEvidence, by: DuetRule): JudgedDuet {
  const chosen = chooseClock(evidence.launches, by.clock)
  const shown = shownDuet(evidence, chosen, by)
  const obstacle = obstacleIn(evidence)
  if (obstacle !== undefined) {
    const said = { ...shown, verdict: 'not-comparable', reason: obstacle } as const
    return { evidence, by, shown: said, finding: undefined }
  }
  const settled = settle(evidence, by)
  return {
    evidence,
    by,
    finding: settled.finding,
    shown: withNoiseFloor({ ...shown, ...saidOf(settled, chosen, by) }, by.limits),
  }
}

/** What the processes come to while measuring goes on, or when it ended. */
export interface Settled {
  readonly finding: Finding
  /** Why the clocks don't allow what the finding says. */
  readonly objection: string | undefined
}

/** Looks at all processes; what the clocks don't bear out is `inconclusive`. */
export function lookAt(launches: readonly DuetLaunch[], by: DuetRule, look: Look): Settled {
  const chosen = chooseClock(launches, by.clock)
  const finding = findIn(chosen.readings, by, look)
  const objection = objectionTo(finding, { launches, chosen, by })
  if (objection === undefined) return { finding, objection }
  return { finding: { ...finding, verdict: 'inconclusive' }, objection }
}

/** The look that measuring ended with: the last one, unless an earlier one decided. */
function settle(evidence: DuetEvidence, by: DuetRule): Settled {
  if (evidence.ended === 'decided') {
    const settled = lookAt(evidence.launches, by, 'interim')
    if (settled.finding.verdict !== 'inconclusive') return settled
  }
  return lookAt(evidence.launches, by, 'last')
}

interface Circumstances {
  readonly launches: readonly DuetLaunch[]
  readonly chosen: ChosenClock
  readonly by: DuetRule
}

/**
 * Where its core was taken from a scenario that computes, CPU time still holds: both sides lost it alike, and which was
 * which was drawn by lot. It does not if wall time, for all its noise, excludes what CPU time says; and
 * since little is left of each process, a call takes twice the evidence.
 */
function objectionTo(
  finding: Finding,
  { launches, chosen, by }: Circumstances,
): string | undefined {
  if (chosen.trust === 'unexplained') return unexplainedReason(finding, chosen.offCpu)
  if (chosen.clock === 'wall' || by.clock === 'cpu') return undefined
  if (finding.verdict === 'inconclusive') return undefined
  if (chosen.trust === 'sound') return unseenByCpu(finding, launches, by)
  if (finding.verdict !== 'unchanged' && finding.pValue > by.allowance / 2) {
    return busyReason(finding, chosen.offCpu)
  }
  const wall = findIn(wallReadings(launches), by, 'last')
  const [lo, hi] = wall.interval
  const borneOut = lo <= finding.ratio && finding.ratio <= hi
  return borneOut ? undefined : takenReason(finding, chosen.offCpu, wall)
}

/**
 * Time that passes off the core, now and then and in one side alone (a wait in every tenth iteration), moves wall time
 * and not CPU time. `undefined` where wall time leaves open what CPU time says, or differs from it by no more than is
 * called unchanged.
 */
function unseenByCpu(
  finding: Finding,
  launches: readonly DuetLaunch[],
  by: DuetRule,
): string | undefined {
  const wall = findIn(wallReadings(launches), by, 'last')
  const [lo, hi] = wall.interval
  const apart = Math.abs(Math.log(wall.ratio / finding.ratio))
  const isApart = apart > logOf(by.limits.unchangedWithinPercent)
  return isApart && (finding.ratio < lo || finding.ratio > hi)
    ? clocksApartReason(finding, wall)
    : undefined
}

function saidOf(
  { finding, objection }: Settled,
  chosen: ChosenClock,
  by: DuetRule,
): Partial<ScenarioComparison> {
  return {
    verdict: finding.verdict,
    reason: objection ?? findingReason(finding, chosen.readings, by),
    ratio: finding.ratio,
    interval: finding.interval,
    smallestDetectablePercent: finding.smallestDetectablePercent,
    ...floorIn(by.limits),
  }
}

/** Why nothing can be judged; `undefined` when something can. */
function obstacleIn(evidence: DuetEvidence): string | undefined {
  const hindrance = hindranceOf(evidence)
  if (hindrance !== undefined) return hindrance
  return evidence.launches.length === 0 ? 'no process was measured' : undefined
}

/** What went wrong while both sides were measured, in words; `undefined` when nothing did. */
export function hindranceOf({
  failure,
  obstacle,
}: Partial<Pick<DuetEvidence, 'failure' | 'obstacle'>>): string | undefined {
  if (failure === undefined) return obstacle
  const where = failure.side === undefined ? '' : ` in the ${failure.side} side`
  return `failed${where}: ${failure.error.example}`
}

function shownDuet(evidence: DuetEvidence, chosen: ChosenClock, by: DuetRule): ScenarioComparison {
  const { readings, clock } = chosen
  return {
    ...shownPair(evidence.pair),
    verdict: 'not-comparable',
    reason: '',
    method: 'duet',
    metric: 'latency',
    clock,
    ratio: null,
    interval: null,
    confidence: by.rule.confidence,
    smallestDetectablePercent: null,
    launches: { current: readings.length, baseline: readings.length },
    currentNs: typical(readings.map((reading) => reading.currentNs)),
    baselineNs: typical(readings.map((reading) => reading.baselineNs)),
    metrics: [],
    stages: [],
  }
}

/** What a scenario is called. */
export function shownPair({
  identity,
}: Pick<DuetPair, 'identity'>): Pick<ScenarioComparison, 'key' | 'name' | 'category'> {
  return { key: identity.key, name: identity.name, category: identity.category }
}

const typical = (values: readonly number[]): number | null =>
  values.length === 0 ? null : geometricMean(values)
