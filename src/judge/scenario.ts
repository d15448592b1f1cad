import type { PartComparison, Rule, ScenarioComparison, Verdict } from '../model/comparison.ts'
import type { Result } from '../model/run.ts'
import { judgeChange } from './change.ts'
import { geometricMean } from '../stats/index.ts'
import { floorIn, withNoiseFloor } from './noise/said.ts'
import { obstacleBetween } from './obstacles.ts'
import { compareMetrics, compareStages, type PartRule, redStages } from './parts.ts'
import { limitsFor, type RuleOptions, resolveRule } from './rule.ts'
import { judgeThreshold } from './threshold.ts'
import { launchValues, metricSubject, type Pair } from './values.ts'
import { changeText, SPEED_WORDS } from './words.ts'

/**
 * Judges one scenario of two runs: the median latency of each launch, by the rule of DESIGN §5, and each of its stages
 * and metrics beside it. A stage that regressed makes the scenario `regressed`; other metrics are shown, and turn red
 * only through a budget. Pure: the same results give the same answer.
 *
 * A result does not say where it was measured: that both come from like machines is the caller's to know
 * (`compareRuns` checks it).
 *
 * @param current the result to judge; times in ns
 * @param baseline the result to judge it by
 * @throws PlimsollError RULE_INVALID when the options make no sense
 *
 * @example
 * const { verdict, reason } = detectRegression(now, before, { tolerancePercent: 10, thresholdMs: 500 })
 */
export function detectRegression(
  current: Result,
  baseline: Result,
  options: RuleOptions = {},
): ScenarioComparison {
  const rule = resolveRule(options)
  const pair = { current, baseline }
  const noiseFloor = options.noiseFloorPercent?.(current.scenario.key) ?? 0
  const obstacle = obstacleBetween(pair)
  const compared =
    obstacle === undefined
      ? judgePair(pair, { rule, limits: limitsFor(rule, noiseFloor) })
      : shownScenario(pair, { verdict: 'not-comparable', reason: obstacle }, rule)
  return judgeThreshold(compared, current, rule.thresholdMs)
}

/** Seconds of one load test are not independent, and two tests of one revision differ by more than they tell. */
const ONE_LOAD_EACH =
  'one load test of a side says nothing of how load tests differ: load both at a time (plimsoll load --against REV), or merge several of each (plimsoll merge)'

function judgePair(pair: Pair, rule: PartRule): ScenarioComparison {
  const isLoad = pair.current.profile.kind === 'load'
  const by: PartRule = isLoad ? { ...rule, tooFew: ONE_LOAD_EACH } : rule
  const { verdict, reason, ratio, interval, smallestDetectablePercent } = judgeChange({
    current: latencies(pair.current),
    baseline: latencies(pair.baseline),
    unit: 'ns',
    better: 'lower',
    limits: by.limits,
    confidence: by.rule.confidence,
    words: SPEED_WORDS,
    ...(by.tooFew === undefined ? {} : { tooFew: by.tooFew }),
  })
  const stages = compareStages(pair, by)
  const said = sayWithStages(withNoiseFloor({ verdict, reason }, by.limits), redStages(stages))
  return {
    ...shownScenario(pair, said, by.rule),
    ratio,
    interval,
    smallestDetectablePercent,
    ...floorIn(by.limits),
    metrics: compareMetrics(pair, by),
    stages,
  }
}

interface Said {
  readonly verdict: Verdict
  readonly reason: string
}

/** A red stage makes the scenario red; where the whole is red too, it comes first and the stages say where. */
function sayWithStages(whole: Said, red: readonly PartComparison[]): Said {
  if (red.length === 0) return whole
  if (whole.verdict === 'regressed') {
    const where = red.map(({ name, ratio }) => `'${name}' (${changeText(ratio ?? 1)})`)
    return { ...whole, reason: `${whole.reason}; in stage ${where.join(', ')}` }
  }
  const stages = red.map(({ name, reason }) => `stage '${name}': ${reason}`)
  return { verdict: 'regressed', reason: `${stages.join('; ')}; as a whole: ${whole.reason}` }
}

/** One or both sides of a scenario. */
export type Sides = Pair | { readonly current: Result } | { readonly baseline: Result }

/** A scenario with a verdict and what is known of its sides, and nothing judged yet. */
export function shownScenario(sides: Sides, said: Said, rule: Rule): ScenarioComparison {
  const current = 'current' in sides ? latencies(sides.current) : []
  const baseline = 'baseline' in sides ? latencies(sides.baseline) : []
  const { key, name, category } = ('current' in sides ? sides.current : sides.baseline).scenario
  return {
    key,
    name,
    category,
    ...said,
    metric: 'latency',
    clock: 'wall',
    ratio: null,
    interval: null,
    confidence: rule.confidence,
    smallestDetectablePercent: null,
    launches: { current: current.length, baseline: baseline.length },
    currentNs: typical(current),
    baselineNs: typical(baseline),
    metrics: [],
    stages: [],
  }
}

const latencies = (result: Result): readonly number[] =>
  launchValues(metricSubject(result, 'latency'), 'p50')

const typical = (values: readonly number[]): number | null =>
  values.length === 0 ? null : geometricMean(values)
