import { ExitCode, mostSevere } from '../../kernel/errors.ts'
import {
  type ComparedBaseline,
  type ComparedRun,
  type Comparison,
  COMPARISON_SCHEMA,
  type Rule,
  type ScenarioComparison,
} from '../../model/comparison.ts'
import type { Result, ScenarioIdentity } from '../../model/run.ts'
import { exitCodeOfComparison, overallVerdict } from '../outcome.ts'
import { type DuetRuleOptions, ruleOfDuet } from './rule.ts'
import { shownPair } from './scenario.ts'

/** What a comparison of two sides is made of. */
export interface DuetComparisonParts {
  readonly current: ComparedRun
  readonly baseline: ComparedBaseline
  /** What was judged: of `judgeDuets` and `judgeInterleaved`. */
  readonly scenarios: readonly ScenarioComparison[]
  /** Scenarios that only one side has: shown, not judged. */
  readonly added?: readonly ScenarioIdentity[] | undefined
  readonly removed?: readonly ScenarioIdentity[] | undefined
  /** `interleaved` when no scenario was judged in one process. Default `duet`. */
  readonly method?: 'duet' | 'interleaved' | undefined
  /** Whether a scenario failed in either side: exit code 4. */
  readonly failed: boolean
  /** Whether measuring was interrupted: exit code 130. */
  readonly aborted?: boolean | undefined
  /** Whether `inconclusive` is exit code 3 instead of a pass. Default false. */
  readonly strict?: boolean | undefined
  readonly notes?: readonly string[] | undefined
}

/**
 * The comparison that a duet gives, with its verdict and exit code as `compareRuns` makes them.
 *
 * @throws PlimsollError RULE_INVALID when the options make no sense
 */
export function duetComparison(
  parts: DuetComparisonParts,
  options: DuetRuleOptions = {},
): Comparison {
  const rule = ruleOfDuet(options)
  const scenarios = [
    ...parts.scenarios,
    ...(parts.added ?? []).map((identity) =>
      onOneSide(identity, { verdict: 'added', reason: 'not in the baseline' }, rule),
    ),
    ...(parts.removed ?? []).map((identity) =>
      onOneSide(identity, { verdict: 'removed', reason: 'not in the current side' }, rule),
    ),
  ]
  return {
    schema: COMPARISON_SCHEMA,
    method: parts.method ?? 'duet',
    current: parts.current,
    baseline: parts.baseline,
    rule,
    verdict: overallVerdict(scenarios, []),
    exitCode: exitCodeOfDuet(scenarios, parts),
    scenarios,
    budgets: [],
    notes: parts.notes ?? [],
  }
}

const NO_RESULTS: readonly Result[] = []

function exitCodeOfDuet(
  scenarios: readonly ScenarioComparison[],
  { failed, aborted, strict }: DuetComparisonParts,
): ExitCode {
  return mostSevere([
    aborted === true ? ExitCode.interrupted : ExitCode.passed,
    failed ? ExitCode.scenarioFailed : ExitCode.passed,
    exitCodeOfComparison({ scenarios, budgets: [] }, NO_RESULTS, strict ?? false),
  ])
}

function onOneSide(
  identity: ScenarioIdentity,
  said: Pick<ScenarioComparison, 'verdict' | 'reason'>,
  rule: Rule,
): ScenarioComparison {
  return {
    ...shownPair({ identity }),
    ...said,
    metric: 'latency',
    clock: 'wall',
    ratio: null,
    interval: null,
    confidence: rule.confidence,
    smallestDetectablePercent: null,
    launches: { current: 0, baseline: 0 },
    currentNs: null,
    baselineNs: null,
    metrics: [],
    stages: [],
  }
}
