import {
  type Comparison,
  COMPARISON_SCHEMA,
  type Rule,
  type ScenarioComparison,
} from '../model/comparison.ts'
import type { Result, Run } from '../model/run.ts'
import type { Budget } from '../model/scenario.ts'
import { environmentDifferences, machineSpeedNote } from './environment.ts'
import { matchesFilters } from './filters.ts'
import { troubleWith } from './obstacles.ts'
import { exitCodeOfComparison, overallVerdict } from './outcome.ts'
import { judgeRelativeBudgets } from './relative-budgets.ts'
import { type RuleOptions, resolveRule } from './rule.ts'
import { detectRegression, type Sides, shownScenario } from './scenario.ts'
import { judgeThreshold } from './threshold.ts'
import type { Pair } from './values.ts'

/** How to judge one run by another. */
export interface CompareOptions extends RuleOptions {
  /** What the baseline is called. Default: the id of its run. */
  readonly baselineName?: string | undefined
  /** Whether `inconclusive` is exit code 3 instead of a pass. Default false. */
  readonly strict?: boolean | undefined
  /** Substrings of scenario names or file paths; none = every scenario. */
  readonly filters?: readonly string[] | undefined
  /** What each scenario declares; its limits relative to the baseline (`p95Percent`) are judged. */
  readonly budgetOf?: ((key: string) => Budget | undefined) | undefined
}

/**
 * Judges a recorded run by another one; measures nothing, reads nothing else. Scenarios are matched by key, in the
 * order of the current run, those that only the baseline has last. Runs from different machines are not compared:
 * every scenario is then `not-comparable`, and says what differs.
 *
 * The comparison's exit code is 4 when a scenario failed or gave no samples in the current run, 1 when one regressed
 * or a budget relative to the baseline is broken, 3 when nothing could be compared (or, if `strict`, something was
 * inconclusive), else 0. Absolute budgets are the run's own, and not judged again.
 *
 * @throws PlimsollError RULE_INVALID when the options make no sense
 */
export function compareRuns(current: Run, baseline: Run, options: CompareOptions = {}): Comparison {
  const rule = resolveRule(options)
  const obstacle = obstacleBetweenRuns(current, baseline)
  const paired = pairUp(current, baseline, options.filters ?? [])
  const scenarios = paired.map((sides) => compareSides(sides, { rule, options, obstacle }))
  const pairs = obstacle === undefined ? paired.filter(isPair) : []
  const budgets = pairs.flatMap((pair) => judgeRelativeBudgets(pair, options.budgetOf))
  const results = paired.flatMap((sides) => ('current' in sides ? sides.current : []))
  return {
    schema: COMPARISON_SCHEMA,
    method: 'stored',
    current: identify(current),
    baseline: { name: options.baselineName ?? baseline.id, ...identify(baseline) },
    rule,
    verdict: overallVerdict(scenarios, budgets),
    exitCode: exitCodeOfComparison({ scenarios, budgets }, results, options.strict ?? false),
    scenarios,
    budgets,
    notes: notesOn(current, baseline, obstacle),
  }
}

const identify = (run: Run): Comparison['current'] => ({
  run: run.id,
  revision: run.revision,
  environment: run.environment,
})

/** Why nothing in two runs can be compared; `undefined` when something may. */
function obstacleBetweenRuns(current: Run, baseline: Run): string | undefined {
  const differing = environmentDifferences(current.environment, baseline.environment)
  if (differing.length > 0) return `measured on different machines: ${differing.join('; ')}`
  if (current.kind !== baseline.kind) return `a ${current.kind} run, was a ${baseline.kind} run`
  if (current.status === 'invalid') return 'the current run is invalid'
  return baseline.status === 'invalid' ? "the baseline's run is invalid" : undefined
}

function pairUp(current: Run, baseline: Run, filters: readonly string[]): readonly Sides[] {
  const [now, before] = [resultsByKey(current, filters), resultsByKey(baseline, filters)]
  return [
    ...[...now].map(([key, result]): Sides => {
      const match = before.get(key)
      return match === undefined ? { current: result } : { current: result, baseline: match }
    }),
    ...[...before].flatMap(([key, result]) => (now.has(key) ? [] : [{ baseline: result }])),
  ]
}

const resultsByKey = (run: Run, filters: readonly string[]): ReadonlyMap<string, Result> =>
  new Map(
    run.results
      .filter((result) => matchesFilters(result.scenario, filters))
      .map((result) => [result.scenario.key, result]),
  )

const isPair = (sides: Sides): sides is Pair => 'current' in sides && 'baseline' in sides

interface Circumstances {
  readonly rule: Rule
  readonly options: CompareOptions
  /** Why nothing can be compared. */
  readonly obstacle: string | undefined
}

function compareSides(
  sides: Sides,
  { rule, options, obstacle }: Circumstances,
): ScenarioComparison {
  if (!('current' in sides)) {
    return shownScenario(sides, { verdict: 'removed', reason: 'not in the current run' }, rule)
  }
  const { current } = sides
  if ('baseline' in sides && obstacle === undefined) {
    return detectRegression(current, sides.baseline, options)
  }
  const shown =
    'baseline' in sides
      ? shownScenario(sides, { verdict: 'not-comparable', reason: obstacle ?? '' }, rule)
      : shownScenario(sides, { verdict: 'added', reason: addedReason(current) }, rule)
  return judgeThreshold(shown, current, rule.thresholdMs)
}

const addedReason = (current: Result): string => {
  const trouble = troubleWith(current, 'in the current run')
  return trouble === undefined ? 'not in the baseline' : `not in the baseline; ${trouble}`
}

function notesOn(current: Run, baseline: Run, obstacle: string | undefined): readonly string[] {
  const speed = machineSpeedNote(current.environment, baseline.environment)
  const note = (condition: boolean, text: string): string[] => (condition ? [text] : [])
  return [
    ...note(obstacle !== undefined, `Not compared: ${obstacle}.`),
    ...note(current.id === baseline.id, 'The run is compared with itself.'),
    ...note(
      current.status === 'aborted',
      'The current run was interrupted: it holds what was measured before.',
    ),
    ...note(
      baseline.status === 'aborted',
      "The baseline's run was interrupted: it holds what was measured before.",
    ),
    ...note(obstacle === undefined && speed !== undefined, speed ?? ''),
  ]
}
