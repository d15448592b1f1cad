import * as z from 'zod'
import { budgetSchema } from './budget.ts'
import { comparisonParts, comparisonSchema } from './comparison.ts'
import { environmentSchema, revisionSchema } from './environment.ts'
import { historyParts, historySchema } from './history.ts'
import { pageDocumentSchemas, pageParts } from './page.ts'
import { namedParts } from './result.ts'
import { runSchema } from './run.ts'

/** Every document that pages are made of, and its parts, by name. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  Run: runSchema,
  Revision: revisionSchema,
  Limits: budgetSchema,
  Environment: environmentSchema,
  ...namedParts,
  Comparison: comparisonSchema,
  ...comparisonParts,
  History: historySchema,
  ...historyParts,
  ...pageDocumentSchemas,
  ...pageParts,
}

/** What a schema says that is a document of its own. */
const OF_A_DOCUMENT: readonly string[] = ['$schema', '$id']

/** JSON Schemas (2020-12) by name, which point at one another as an OpenAPI document's components do. */
export function apiSchemas(): Readonly<Record<string, object>> {
  const names = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(NAMED)) names.add(schema, { id })
  const { schemas } = z.toJSONSchema(names, {
    uri: (id) => `#/components/schemas/${id}`,
    io: 'input',
  })
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => {
      const parts = Object.entries(schema).filter(([key]) => !OF_A_DOCUMENT.includes(key))
      return [id, Object.fromEntries(parts)]
    }),
  )
}
