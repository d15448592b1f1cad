import * as z from 'zod'
import { RUN_SCHEMA, type Run } from '../run.ts'
import { environmentSchema, revisionSchema } from './environment.ts'
import {
  byName,
  exactly,
  finiteSchema,
  idSchema,
  instantSchema,
  listOf,
  textSchema,
} from './parts.ts'
import { budgetVerdictSchema, resultSchema } from './result.ts'

/** `plimsoll/run@1`. Unknown keys are refused; so are two results with one key. */
export const runSchema: z.ZodType<Run> = exactly<Run>()(
  z.strictObject({
    schema: z.literal(RUN_SCHEMA),
    id: idSchema,
    kind: z.enum(['bench', 'duet', 'load', 'soak', 'fault', 'monitor', 'noise']),
    status: z.enum(['complete', 'aborted', 'failed', 'invalid']),
    startedAt: instantSchema,
    finishedAt: instantSchema,
    seed: finiteSchema,
    labels: byName(textSchema),
    note: textSchema,
    revision: revisionSchema.nullable(),
    environment: environmentSchema,
    results: listOf(resultSchema, 10_000).superRefine(refuseTwins),
    budgets: listOf(budgetVerdictSchema, 10_000),
    mergedFrom: listOf(idSchema, 10_000),
  }),
)

function refuseTwins(results: Run['results'], context: z.RefinementCtx): void {
  const seen = new Set<string>()
  for (const [index, { scenario }] of results.entries()) {
    if (seen.has(scenario.key)) {
      const path = [index, 'scenario', 'key']
      context.addIssue({ code: 'custom', path, message: 'another result has this key' })
    }
    seen.add(scenario.key)
  }
}
