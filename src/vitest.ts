/**
 * `plimsoll/vitest`: measuring inside Vitest tests. Importing it adds the matcher `toMeetBudget` to `expect`. Needs
 * Vitest 5, an optional peer.
 */

import { expect, type MatcherState } from 'vitest'
import { budgetProblems } from './define/validation/budget.ts'
import { scenarioProblems } from './define/validation/scenario.ts'
import {
  type DeclaredLimit,
  declaredLimits,
  isFloor,
  limitedText,
  unavailableReason,
  unmeasuredReason,
} from './judge/budget-subjects.ts'
import { quantityText } from './judge/words.ts'
import { usageError } from './kernel/errors.ts'
import {
  keepLimits,
  type MeasureInTestOptions,
  measureInTest,
} from './measure/bench/vitest/measure.ts'
import type { Budget } from './model/budget.ts'
import type { Result } from './model/run.ts'
import { isScenario, type Scenario } from './model/scenario.ts'
import { packHistogram } from './record/histogram-text.ts'

export type { Budget } from './model/budget.ts'
export type { Metric, Result } from './model/run.ts'

/** What {@link measure} may be told: `params`, `timeMs`, `warmUpMs`. */
export type MeasureOptions = MeasureInTestOptions

/**
 * Measures a scenario in the running test: one launch, in this process, by the engine that `plimsoll run` uses. The
 * result holds times in ns. `plimsoll run` repeats the file in fresh processes and records all launches together;
 * under Vitest alone nothing is recorded.
 *
 * @throws PlimsollError SCENARIO_INVALID, MEASURE_OUTSIDE_TEST, MEASURE_AT_ONCE, MEASURED_TWICE (each scenario once a
 * file), PARAMS_NEEDED, PARAMS_UNKNOWN, SCENARIO_TIMED_OUT; and whatever the scenario throws
 *
 * @example
 * test('maps speakers in time', async () => {
 *   expect(await measure(mapping)).toMeetBudget({ p95Ms: 10 })
 * })
 */
export function measure(scenario: Scenario, options: MeasureOptions = {}): Promise<Result> {
  const problems = isScenario(scenario) ? scenarioProblems(scenario) : ['it is not a scenario()']
  if (problems.length === 0) return measureInTest(scenario, options, packHistogram)
  return Promise.reject(
    usageError(
      'SCENARIO_INVALID',
      `measure() was given no valid scenario: ${problems.join('; ')}`,
      'give it what scenario(name, { run }) returns',
      problems,
    ),
  )
}

declare module 'vitest' {
  // The parameters must repeat Vitest's own.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /**
     * Whether a result of `measure()` is within every limit: `{ p95Ms: 10, stages: { score: { p99Us: 200 } } }`; without
     * an argument, those that the scenario declares. A limit that can't be judged (p99 from too few samples, a stage that
     * was not called) is not met.
     */
    toMeetBudget(limits?: Budget): R
  }
}

expect.extend({ toMeetBudget })

function toMeetBudget(
  this: MatcherState,
  received: unknown,
  limits?: Budget,
): { pass: boolean; message: () => string } {
  const result = checkedResult(received)
  const budget = checkedLimits(limits ?? result.budget, result)
  if (!this.isNot) keepLimits(result.scenario.key, budget)
  const said = declaredLimits(budget, result).map((declared) => judge(declared, result))
  const unmet = said.filter(({ verdict }) => verdict !== 'met')
  if (this.isNot && said.some(({ verdict }) => verdict === 'unknown')) {
    throw usageError('BUDGET_NOT_JUDGED', listing(result, unmet), 'measure longer, or limit less')
  }
  const message = (): string =>
    unmet.length > 0
      ? listing(result, unmet)
      : `'${result.scenario.key}' is within its budget, which it was expected to break`
  return { pass: unmet.length === 0, message }
}

function checkedResult(received: unknown): Result {
  const fields = ['scenario', 'metrics', 'stages', 'launches']
  if (typeof received === 'object' && received !== null && fields.every((f) => f in received)) {
    return received as Result
  }
  throw usageError(
    'RESULT_INVALID',
    'toMeetBudget judges results of measure(), and was given something else',
    'write expect(await measure(scenario)).toMeetBudget(…)',
  )
}

function checkedLimits(limits: Budget | undefined, result: Result): Budget {
  const problems = budgetProblems(limits ?? {})
  if (problems.length > 0) {
    const message = `toMeetBudget was given limits that are none: ${problems.join('; ')}`
    throw usageError('BUDGET_INVALID', message, 'limits are such as { p95Ms: 10 }', problems)
  }
  if (limits !== undefined && declaredLimits(limits, result).length > 0) return limits
  throw usageError(
    'BUDGET_EMPTY',
    `toMeetBudget has no limit to hold '${result.scenario.key}' against`,
    'give it one, such as { p95Ms: 10 }, or declare a budget in the scenario',
  )
}

interface Said {
  readonly verdict: 'met' | 'broken' | 'unknown'
  readonly reason: string
}

/** On the value itself: one launch has no interval over launches. */
function judge(declared: DeclaredLimit, result: Result): Said {
  const { limit } = declared
  if (limit.relative) {
    const reason = `${limit.name} is relative to a baseline, and a test has none: declare it in the scenario's budget and run plimsoll check`
    return { verdict: 'unknown', reason }
  }
  const subject = declared.find(result)
  if (subject.pooled === undefined)
    return { verdict: 'unknown', reason: unmeasuredReason(declared) }
  const value = subject.pooled[limit.statistic]
  if (value === undefined) {
    return { verdict: 'unknown', reason: unavailableReason(declared, subject) }
  }
  const floor = isFloor(subject)
  const met = floor ? value >= limit.limit : value <= limit.limit
  const bound = `the ${floor ? 'floor' : 'limit'} of ${quantityText(limit.limit, limit.unit)}`
  const reason = `${limitedText(declared)} ${quantityText(value, limit.unit)} is ${floor ? 'below' : 'above'} ${bound}`
  return { verdict: met ? 'met' : 'broken', reason }
}

const listing = (result: Result, unmet: readonly Said[]): string =>
  [
    `'${result.scenario.key}' does not meet its budget:`,
    ...unmet.map(({ reason }) => `  ${reason}`),
  ].join('\n')
