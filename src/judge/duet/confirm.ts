import { mostSevere } from '../../kernel/errors.ts'
import type { Comparison, ScenarioComparison, Verdict } from '../../model/comparison.ts'
import type { Run } from '../../model/run.ts'
import { exitCodeOfBudget } from '../exit.ts'
import { exitCodeOfComparison, overallVerdict } from '../outcome.ts'
import { judgeThreshold } from '../threshold.ts'

/** A single run can only suggest: what it did not show unchanged is settled by a duet. */

/** What a single run settles: nothing was seen to move, or there is nothing to put beside it. */
const SETTLED: ReadonlySet<Verdict> = new Set(['unchanged', 'added', 'removed'])

/** Keys of the scenarios that a single run left open, as far as the run measured them. */
export function openScenarios(suggested: Comparison, run: Run): readonly string[] {
  const measured = new Set(
    run.results.flatMap(({ scenario, status }) => (status === 'ok' ? scenario.key : [])),
  )
  return suggested.scenarios.flatMap(({ key, verdict }) =>
    SETTLED.has(verdict) || !measured.has(key) ? [] : key,
  )
}

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
    const { verdict, ratio, interval, metrics } = single
    return { ...settled, suggested: { verdict, ratio, interval }, metrics }
  })
  const notes = [...suggested.notes, ...duet.notes, confirmationNote(duet, suggested)]
  const { method, rule } = duet
  return holdToRun({ ...suggested, scenarios, notes, method, rule }, { run, thresholdMs, strict })
}

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
