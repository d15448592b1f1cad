import * as z from 'zod'
import type { Budget } from '../budget.ts'
import { LIMIT_NAMES, LIMIT_STATISTICS } from '../limits.ts'
import { LOAD_LIMIT_NAMES, WINDOW_LIMIT_NAMES } from '../load-limits.ts'
import { byName, finiteSchema } from './parts.ts'

/** Limits as declared. Their names are data (limits.ts), so the compiler takes the shape on trust, and a test checks it. */

const oneOf = (names: readonly string[]): z.ZodRawShape =>
  Object.fromEntries(names.map((name) => [name, finiteSchema.exactOptional()]))

const ownMetricLimits = LIMIT_STATISTICS.flatMap((statistic) => [statistic, `${statistic}Percent`])

/** What a scenario declares. */
export const budgetSchema: z.ZodType<Budget> = z.strictObject({
  ...oneOf(LIMIT_NAMES),
  ...oneOf(LOAD_LIMIT_NAMES),
  every: byName(z.strictObject(oneOf(WINDOW_LIMIT_NAMES))).exactOptional(),
  stages: byName(z.strictObject(oneOf(LIMIT_NAMES))).exactOptional(),
  metrics: byName(z.strictObject(oneOf(ownMetricLimits))).exactOptional(),
})
