import type { z } from 'zod'
import { LIMIT_NAMES, METRIC_LIMIT_NAMES } from '../../model/limits.ts'
import { LOAD_LIMIT_NAMES, parseWindowMs, WINDOW_LIMIT_NAMES } from '../../model/load-limits.ts'
import type { Budget } from '../../model/scenario.ts'
import { accepted, closed, keyed } from './parts.ts'
import { problemsOf } from './problems.ts'

/** Everything that is wrong with a budget, one line each: `stages.parse.p99ms: unknown key; did you mean p99Ms?`. */
export function budgetProblems(written: unknown): string[] {
  return problemsOf(budget, written)
}

const limit = accepted<number>(
  'a number of at least 0',
  (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
)

const shapeOf = (names: readonly string[]): Record<string, z.ZodType> =>
  Object.fromEntries(names.map((name) => [name, limit.optional()]))

/** Lengths of windows are whole seconds. */
const windows = keyed(closed(shapeOf(WINDOW_LIMIT_NAMES))).superRefine((written, context) => {
  for (const length of Object.keys(written as object)) {
    if (parseWindowMs(length) !== undefined) continue
    const message = "expected a length of whole seconds as key, such as '10s'"
    context.addIssue({ code: 'custom', path: [length], message })
  }
})

/** Limits of a scenario, of its stages and of its own metrics. */
export const budget: z.ZodType<Budget> = closed({
  ...shapeOf(LIMIT_NAMES),
  ...shapeOf(LOAD_LIMIT_NAMES),
  every: windows.optional(),
  stages: keyed(closed(shapeOf(LIMIT_NAMES))).optional(),
  metrics: keyed(closed(shapeOf(METRIC_LIMIT_NAMES))).optional(),
}) as z.ZodType<Budget>
