import { mostSevere } from '../../kernel/errors.ts'
import type { Comparison, ScenarioComparison, Verdict } from '../../model/comparison.ts'
import type { BudgetVerdict, Run } from '../../model/run.ts'
import { exitCodeOfBudget } from '../exit.ts'
import { exitCodeOfComparison, overallVerdict } from '../outcome.ts'
import { judgeThreshold } from '../threshold.ts'

/** A single run can only suggest: what it did not show unchanged is settled by a duet. */

/** What a single run settles: nothing was seen to move, or there is nothing to put beside it. */
const SETTLED: ReadonlySet<Verdict> = new Set(['unchanged', 'added', 'removed'])

/**
 * Keys of the scenarios that a single run left open, as far as the run measured them: those that it did not show
 * unchanged, and those that broke a limit relative to the baseline.
 */
export function openScenarios({ scenarios, budgets }: Comparison, run: Run): readonly string[] {
  const measured = new Set(
    run.results.flatMap(({ scenario, status }) => (status === 'ok' ? scenario.key : [])),
  )
  const beyond = new Set(budgets.flatMap((budget) => (isOfSpeed(budget) ? budget.scenario : [])))
  return scenarios.flatMap(({ key, verdict }) => {
    const isOpen = !SETTLED.has(verdict) || (verdict === 'unchanged' && beyond.has(key))
    return isOpen && measured.has(key) ? key : []
  })
}

/** A broken limit on time, relative to the baseline: what slowed down the whole machine breaks it too. */
const isOfSpeed = ({ metric, verdict, value }: BudgetVerdict): boolean =>
  metric === 'latency' && verdict === 'broken' && value !== null

/** What to settle, and by what. */
export interface Confirmation {
  /** What the single run looked like beside the stored baseline. */
  readonly suggested: Comparison
  /** What the duet found, of the scenarios that were left open. */
  readonly duet: Comparison
  readonly run: Run
  readonly strict: boolean
}

/** Puts what a duet found in the place of what a single run suggested, and keeps the suggestion beside it. */
export function confirmComparison({ suggested, duet, run, strict }: Confirmation): Comparison {
  const found = new Map(duet.scenarios.map((scenario) => [scenario.key, scenario]))
  const { thresholdMs } = suggested.rule
  const scenarios = suggested.scenarios.map((single): ScenarioComparison => {
    const settled = found.get(single.key)
    if (settled === undefined) return { ...single, method: suggested.method }
    const { verdict, ratio, interval } = single
    const metrics = single.metrics.filter(({ name }) => name !== CPU)
    return { ...undecided(settled, single), suggested: { verdict, ratio, interval }, metrics }
  })
  const notes = [...suggested.notes, ...duet.notes, confirmationNote(duet, suggested)]
  const budgets = suggested.budgets.map((budget) =>
    isOfSpeed(budget) ? settledBudget(budget, found.get(budget.scenario)) : budget,
  )
  const { method, rule } = duet
  const settled = { ...suggested, scenarios, budgets, notes, method, rule }
  return holdToRun(settled, { run, thresholdMs, strict })
}

/** A slowdown that a run suggested, and that no duet could look at, is in doubt: it must not pass as if nothing were. */
function undecided(settled: ScenarioComparison, single: ScenarioComparison): ScenarioComparison {
  if (settled.verdict !== 'not-comparable' || single.verdict !== 'regressed') return settled
  const reason = `suggested as slower, and not settled by a duet: ${settled.reason}`
  return { ...settled, verdict: 'inconclusive', reason }
}

/** What each launch of a single run took of the CPU is as noisy as its latency, and a duet has said better. */
const CPU = 'cpu'

/**
 * A limit relative to a stored run, on what a duet compares, is broken only where no duet found that nothing slowed
 * down. Upper percentiles are no duet's to judge: such a limit holds as it was declared.
 */
function settledBudget(
  budget: BudgetVerdict,
  found: ScenarioComparison | undefined,
): BudgetVerdict {
  if (found === undefined || !NOT_SLOWER.has(found.verdict)) return budget
  if (!TYPICAL.has(budget.statistic)) return budget
  const reason = `${budget.reason} in a single run, and a duet found no slowdown`
  return { ...budget, verdict: 'inconclusive', reason }
}

const NOT_SLOWER: ReadonlySet<Verdict> = new Set(['unchanged', 'improved'])

/** What the median of pairs speaks for. */
const TYPICAL: ReadonlySet<string> = new Set(['p50', 'mean', 'min'])

/** What a run is held to, whatever it is compared with. */
export interface HeldTo {
  readonly run: Run
  readonly thresholdMs: number | null
  readonly strict: boolean
}

/** A comparison of which the hard cap (`--threshold`) and the run's own budgets are judged too. */
export function holdToRun(
  comparison: Comparison,
  { run, thresholdMs, strict }: HeldTo,
): Comparison {
  const results = new Map(run.results.map((result) => [result.scenario.key, result]))
  const scenarios = comparison.scenarios.map((scenario) => {
    const result = results.get(scenario.key)
    return result === undefined ? scenario : judgeThreshold(scenario, result, thresholdMs)
  })
  const { budgets } = comparison
  const shown = scenarios.flatMap(({ key }) => results.get(key) ?? [])
  return {
    ...comparison,
    scenarios,
    rule: { ...comparison.rule, thresholdMs },
    verdict: overallVerdict(scenarios, budgets),
    exitCode: mostSevere([
      exitCodeOfComparison({ scenarios, budgets }, shown, strict),
      ...run.budgets.map((budget) => exitCodeOfBudget(budget, strict)),
    ]),
  }
}

function confirmationNote(duet: Comparison, { scenarios, rule }: Comparison): string {
  const kept = scenarios.filter(({ verdict }) => verdict === 'unchanged').length
  const settled = duet.scenarios.length
  const rest =
    kept === 0
      ? ''
      : `; the single run showed ${kept} of them within ${rule.unchangedWithinPercent} %`
  return `${settled} of ${scenarios.length} scenarios were settled by a duet${rest}.`
}
