import type { ScenarioComparison } from '../../model/comparison.ts'
import type { DuetEvidence, DuetStopRule } from '../../model/duet.ts'
import { benjaminiHochberg } from '../../stats/index.ts'
import { type InterleavedEvidence, judgePairs } from './interleaved.ts'
import { type Provisional, pValueAsked } from './provisional.ts'
import { discoveryReason, measuredText } from './reasons.ts'
import { type DuetRuleOptions, FALSE_DISCOVERY_RATE, FEWEST, resolveDuetRule } from './rule.ts'
import { type JudgedDuet, judgeDuet, lookAt } from './scenario.ts'
import { judgeStages, whereText } from './stages.ts'

/**
 * When a scenario has been measured enough: asked after each of its processes, it says whether the verdict stands. What
 * it looks at, and how often it may err, is that of {@link judgeDuets}, which must be given the same options.
 *
 * @param options `scenarios` = how many the run has: a call must survive among them
 * @throws PlimsollError RULE_INVALID when the options make no sense
 */
export function duetStopRule(options: DuetStopOptions = {}): DuetStopRule {
  const by = resolveDuetRule(options, options.key ?? '')
  return (launches) => {
    if (launches.length < FEWEST) return { decided: false, ratio: null, interval: null }
    const { finding } = lookAt(launches, by, 'interim')
    const { ratio, interval, verdict } = finding
    return { decided: verdict !== 'inconclusive', ratio, interval }
  }
}

/** The rule, and the scenario that it is asked about. */
export interface DuetStopOptions extends DuetRuleOptions {
  /** Of the scenario, for its noise floor. */
  readonly key?: string | undefined
}

/**
 * Judges the scenarios of a run, each by its processes, never by their samples; measures nothing. Across all of them the
 * expected share of false calls is held at 5 % (Y. Benjamini & Y. Hochberg, 1995): a call that does not survive is
 * `inconclusive`. The stages of a scenario are tested only when it moved.
 *
 * @param apart scenarios that were measured in fresh processes in turn
 * @returns the duets, then those
 * @throws PlimsollError RULE_INVALID when the options make no sense
 */
export function judgeDuets(
  evidence: readonly DuetEvidence[],
  options: DuetRuleOptions = {},
  apart: readonly InterleavedEvidence[] = [],
): ScenarioComparison[] {
  const scenarios = options.scenarios ?? evidence.length + apart.length
  const by = { ...options, scenarios }
  const judged = [
    ...evidence.map((each) =>
      provisional(judgeDuet(each, resolveDuetRule(by, each.pair.identity.key))),
    ),
    ...apart.map((each) => judgePairs(each, by)),
  ]
  const adjusted = adjustedPValues(judged)
  return judged.map((one) => one.finish((adjusted.get(one) ?? 1) <= FALSE_DISCOVERY_RATE))
}

/** By how many scenarios there are. */
function adjustedPValues(judged: readonly Provisional[]): ReadonlyMap<Provisional, number> {
  const tested = judged.flatMap((one) => (one.pValue === undefined ? [] : [one]))
  const adjusted = benjaminiHochberg(tested.map(({ pValue = 1 }) => pValue))
  return new Map(tested.map((one, index) => [one, adjusted[index] ?? 1]))
}

function provisional(judged: JudgedDuet): Provisional {
  const pValue =
    judged.finding === undefined ? undefined : pValueAsked(judged.shown, judged.finding)
  return { pValue, finish: (survives) => finish(judged, survives) }
}

function finish(
  { finding, shown, evidence, by }: JudgedDuet,
  survives: boolean,
): ScenarioComparison {
  if (finding === undefined) return shown
  const { verdict } = shown
  if (verdict !== 'regressed' && verdict !== 'improved') {
    return { ...shown, stages: judgeStages(evidence.launches, by, false) }
  }
  if (!survives) {
    return {
      ...shown,
      verdict: 'inconclusive',
      reason: discoveryReason(measuredText(finding), by.scenarios),
      stages: judgeStages(evidence.launches, by, false),
    }
  }
  const stages = judgeStages(evidence.launches, by, true)
  const where = whereText(stages, verdict)
  return {
    ...shown,
    stages,
    reason: where === undefined ? shown.reason : `${shown.reason}; ${where}`,
  }
}
