import type {
  Comparison,
  PartComparison,
  ScenarioComparison,
  Verdict,
} from '../../model/comparison.ts'
import type { BudgetVerdict } from '../../model/run.ts'

/** The order and the counting of verdicts, for every medium. */

/** Worst first; what needs no reading comes last. */
const WORST_FIRST: readonly Verdict[] = [
  'regressed',
  'inconclusive',
  'not-comparable',
  'removed',
  'added',
  'improved',
  'unchanged',
]

/** A verdict in words. */
export function verdictWord(verdict: Verdict): string {
  return verdict === 'not-comparable' ? 'not comparable' : verdict
}

/** The scenarios of one verdict, largest change first. */
export interface VerdictGroup {
  readonly verdict: Verdict
  readonly scenarios: readonly ScenarioComparison[]
}

/** Scenarios by verdict, worst first; verdicts that were not given are left out. */
export function groupByVerdict(scenarios: readonly ScenarioComparison[]): readonly VerdictGroup[] {
  return WORST_FIRST.map((verdict) => ({
    verdict,
    scenarios: scenarios.filter((scenario) => scenario.verdict === verdict).sort(largestFirst),
  })).filter((group) => group.scenarios.length > 0)
}

/** `1 regressed, 2 inconclusive, 12 unchanged`. */
export function countVerdicts(scenarios: readonly ScenarioComparison[]): string {
  if (scenarios.length === 0) return 'no scenarios'
  return groupByVerdict(scenarios)
    .map((group) => `${group.scenarios.length} ${verdictWord(group.verdict)}`)
    .join(', ')
}

/**
 * Whether a scenario is worth a line of its own: it moved or is undecided, one of its parts moved, or a single run had
 * suggested that it moved.
 */
export function isTelling(scenario: ScenarioComparison): boolean {
  const { verdict, suggested } = scenario
  if (verdict !== 'unchanged' || movedParts(scenario).length > 0) return true
  return suggested?.verdict === 'regressed' || suggested?.verdict === 'improved'
}

/**
 * The stages and metrics worth a line beneath their scenario: those that are not unchanged. Where nothing could be told
 * of the scenario, that nothing could be told of a part either is no news.
 */
export function tellingParts(scenario: ScenarioComparison): readonly PartComparison[] {
  const silent = new Set<Verdict>(['unchanged'])
  if (scenario.verdict === 'inconclusive') silent.add('inconclusive')
  return [...scenario.stages, ...scenario.metrics].filter((part) => !silent.has(part.verdict))
}

/** The stages and metrics that regressed or improved. */
function movedParts(scenario: ScenarioComparison): readonly string[] {
  return [...scenario.stages, ...scenario.metrics]
    .filter((part) => part.verdict === 'regressed' || part.verdict === 'improved')
    .map((part) => part.name)
}

/** Least and greatest of the smallest detectable changes, in hundredths; `undefined` where none is known. */
export function detectableRange(comparison: Comparison): readonly [number, number] | undefined {
  const known = comparison.scenarios
    .map((scenario) => scenario.smallestDetectablePercent)
    .filter((percent) => percent !== null)
  return known.length === 0 ? undefined : [Math.min(...known), Math.max(...known)]
}

const BUDGETS_WORST_FIRST = ['broken', 'inconclusive', 'met'] as const

/** Budgets, broken ones first. */
export function sortBudgets(budgets: readonly BudgetVerdict[]): readonly BudgetVerdict[] {
  const rank = (budget: BudgetVerdict): number => BUDGETS_WORST_FIRST.indexOf(budget.verdict)
  return budgets.toSorted((a, b) => rank(a) - rank(b))
}

/** `1 broken, 3 met`; empty without budgets. */
export function countBudgets(budgets: readonly BudgetVerdict[]): string {
  return BUDGETS_WORST_FIRST.map((verdict) => ({
    verdict,
    count: budgets.filter((budget) => budget.verdict === verdict).length,
  }))
    .filter((group) => group.count > 0)
    .map((group) => `${group.count} ${group.verdict}`)
    .join(', ')
}

function largestFirst(a: ScenarioComparison, b: ScenarioComparison): number {
  return size(b.ratio) - size(a.ratio)
}

/** Twice as slow and twice as fast are changes of one size. */
const size = (ratio: number | null): number =>
  ratio !== null && ratio > 0 ? Math.abs(Math.log(ratio)) : -1
