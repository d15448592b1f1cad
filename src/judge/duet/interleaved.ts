import type { ScenarioComparison } from '../../model/comparison.ts'
import type { DuetEvidence } from '../../model/duet.ts'
import type { Interval, ScenarioIdentity } from '../../model/run.ts'
import { ratio as toRatio, ratioToPercent } from '../../kernel/units.ts'
import { geometricMean, pseudomedian, wilcoxonSignedRank } from '../../stats/index.ts'
import { floorIn, withNoiseFloor } from '../noise/said.ts'
import { changeReason, fewLaunchesReason } from '../reasons.ts'
import { callVerdict } from '../rule.ts'
import { changeText, countText, SPEED_WORDS } from '../words.ts'
import { type Provisional, pValueAsked } from './provisional.ts'
import { discoveryReason } from './reasons.ts'
import {
  type DuetRule,
  type DuetRuleOptions,
  FALSE_DISCOVERY_RATE,
  resolveDuetRule,
} from './rule.ts'
import { hindranceOf, shownPair } from './scenario.ts'

/** What fresh processes of both sides measured in turn, where one process can't hold both. */
export interface InterleavedEvidence {
  readonly identity: ScenarioIdentity
  /** Why no duet: `starts a process` and the like, in words. */
  readonly because: string
  /** Median of each launch, ns; the launches of one position ran one after the other. */
  readonly current: readonly number[]
  readonly baseline: readonly number[]
  /** As of a duet: nothing is judged then. */
  readonly failure?: DuetEvidence['failure']
  readonly obstacle?: string | undefined
}

/**
 * Judges a scenario by pairs of fresh processes, one of each revision: an exact test on the ratios of their medians,
 * with the interval that belongs to it (Wilcoxon's signed ranks). At 99 % that takes 8 pairs; fewer give the ratio and
 * no verdict.
 *
 * @throws PlimsollError RULE_INVALID when the options make no sense
 */
export function judgeInterleaved(
  evidence: InterleavedEvidence,
  options: DuetRuleOptions = {},
): ScenarioComparison {
  return judgePairs(evidence, options).finish(true)
}

/** The same, before the other scenarios of the run have their say. @throws PlimsollError RULE_INVALID */
export function judgePairs(evidence: InterleavedEvidence, options: DuetRuleOptions): Provisional {
  const { shown, pValue } = judgeMedians(evidence, options)
  const hindrance = hindranceOf(evidence)
  if (hindrance !== undefined) {
    const nothing = { verdict: 'not-comparable', ratio: null, interval: null } as const
    return { pValue: undefined, finish: () => ({ ...shown, ...nothing, reason: hindrance }) }
  }
  const scenarios = options.scenarios ?? 1
  return { pValue, finish: (survives) => (survives ? shown : doubted(shown, scenarios)) }
}

function doubted(shown: ScenarioComparison, scenarios: number): ScenarioComparison {
  if (shown.verdict !== 'regressed' && shown.verdict !== 'improved') return shown
  const reason = discoveryReason(shown.reason, scenarios, 'measure it alone (--only)')
  return { ...shown, verdict: 'inconclusive', reason }
}

/** Pairs by which one of so many scenarios can be called at this confidence, even if a small one points the other way. */
export function pairsFor(scenarios: number, confidence: number): number {
  const error = Math.min(1 - confidence, FALSE_DISCOVERY_RATE / Math.max(1, scenarios))
  return fewestPairs(error) + 1
}

/** All on one side: 2 ÷ 2ⁿ. */
const fewestPairs = (error: number): number => Math.ceil(Math.log2(2 / error) - ROUNDING)

const ROUNDING = 1e-9

interface JudgedMedians {
  readonly shown: ScenarioComparison
  readonly pValue: number | undefined
}

function judgeMedians(evidence: InterleavedEvidence, options: DuetRuleOptions): JudgedMedians {
  const by = resolveDuetRule(options, evidence.identity.key)
  const { current, baseline, because } = evidence
  const pairs = Math.min(current.length, baseline.length)
  const shown = shownInterleaved(evidence, by)
  if (pairs === 0 || [...current, ...baseline].some((value) => !(value > 0))) {
    const reason =
      pairs === 0 ? fewLaunchesReason(current.length, baseline.length) : 'a launch has 0'
    const said = { verdict: 'inconclusive', reason: `${reason} (${because})` } as const
    return { shown: { ...shown, ...said }, pValue: undefined }
  }
  const logs = Array.from({ length: pairs }, (_, index) =>
    Math.log((current[index] ?? 1) / (baseline[index] ?? 1)),
  )
  const said = { ...shown, ...saidOf(logs, evidence, by), ...floorIn(by.limits) }
  const judged = withNoiseFloor(said, by.limits)
  return { shown: judged, pValue: pValueAsked(judged, wilcoxonSignedRank(logs)) }
}

function saidOf(
  logs: readonly number[],
  { current, baseline, because }: InterleavedEvidence,
  { rule, limits }: DuetRule,
): Partial<ScenarioComparison> & Pick<ScenarioComparison, 'verdict' | 'reason'> {
  const { location, interval } = pseudomedian(logs, rule.confidence)
  const ratio = Math.exp(location)
  const method = `interleaved fresh processes, since ${because}`
  if (interval === undefined) {
    const reason = `${changeText(ratio)} in ${countText(logs.length, 'pair')} of ${method}: an exact test needs ${fewestPairs(1 - rule.confidence)}`
    return { verdict: 'inconclusive', reason, ratio }
  }
  const bounds: Interval = [Math.exp(interval.lo), Math.exp(interval.hi)]
  const verdict = callVerdict({ ratio, interval: bounds }, limits, 'lower')
  const question = {
    current,
    baseline,
    unit: 'ns',
    better: 'lower',
    limits,
    confidence: rule.confidence,
    words: SPEED_WORDS,
    remedy: 'measure on a quieter machine',
  } as const
  const { pValue } = wilcoxonSignedRank(logs)
  const reason = `${changeReason(verdict, { ratio, interval: bounds }, question)} (p ${pValue.toPrecision(2)}; ${method})`
  const reach = (interval.hi - interval.lo) / 2
  const smallestDetectablePercent = Math.max(
    limits.tolerancePercent,
    ratioToPercent(toRatio(Math.exp(reach * DETECTION_TO_REACH))),
  )
  return { verdict, reason, ratio, interval: bounds, smallestDetectablePercent }
}

/** Of normal errors: (z₀.₉₉₅ + z₀.₈) ÷ z₀.₉₉₅. */
export const DETECTION_TO_REACH = 1.327

function shownInterleaved(evidence: InterleavedEvidence, by: DuetRule): ScenarioComparison {
  const { current, baseline } = evidence
  return {
    ...shownPair(evidence),
    verdict: 'inconclusive',
    reason: '',
    method: 'interleaved',
    metric: 'latency',
    clock: 'wall',
    ratio: null,
    interval: null,
    confidence: by.rule.confidence,
    smallestDetectablePercent: null,
    launches: { current: current.length, baseline: baseline.length },
    currentNs: typical(current),
    baselineNs: typical(baseline),
    metrics: [],
    stages: [],
  }
}

const typical = (values: readonly number[]): number | null =>
  values.length === 0 || values.some((value) => !(value >= 0)) ? null : geometricMean(values)
