/**
 * Writes the published JSON Schemas from the zod schemas.
 *
 *   node scripts/schemas.ts            writes schemas/*.json
 *   node scripts/schemas.ts --check    exits 1 when one of them is not up to date
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { baselineSchema } from '../src/model/schema/baseline.ts'
import { budgetSchema } from '../src/model/schema/budget.ts'
import { comparisonParts, comparisonSchema } from '../src/model/schema/comparison.ts'
import { environmentSchema, revisionSchema } from '../src/model/schema/environment.ts'
import { historyParts, historySchema } from '../src/model/schema/history.ts'
import { noiseParts, noiseSchema } from '../src/model/schema/noise.ts'
import { namedParts } from '../src/model/schema/result.ts'
import { runSchema } from '../src/model/schema/run.ts'

const parts = {
  Run: runSchema,
  Revision: revisionSchema,
  Limits: budgetSchema,
  Environment: environmentSchema,
  ...namedParts,
  ...comparisonParts,
  ...historyParts,
  ...noiseParts,
}

/** File name → its text, as it should be. */
export function schemaFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['run@1.json', jsonSchema(runSchema, 'A run: what one execution measured')],
    ['comparison@1.json', jsonSchema(comparisonSchema, 'A comparison: one run beside another')],
    ['history@1.json', jsonSchema(historySchema, 'A history: how what was measured moved')],
    ['noise@1.json', jsonSchema(noiseSchema, 'Noise: what identical code differs by')],
    ['baseline@1.json', jsonSchema(baselineSchema, 'A baseline: a name and the run it points at')],
  ])
}

function jsonSchema(schema: z.ZodType, title: string): string {
  const names = z.registry<{ id: string }>()
  for (const [id, part] of Object.entries(parts)) if (part !== schema) names.add(part, { id })
  const { $schema, ...rest } = z.toJSONSchema(schema, { metadata: names, io: 'input' })
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`
}

/** The files whose text is not as it should be. */
export function staleFiles(): string[] {
  return [...schemaFiles()]
    .filter(([name, text]) => textOf(pathOf(name)) !== text)
    .map(([name]) => `schemas/${name}`)
}

const pathOf = (name: string): string =>
  fileURLToPath(new URL(`../schemas/${name}`, import.meta.url))

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function main(args: readonly string[]): void {
  if (args.includes('--check')) {
    const stale = staleFiles()
    if (stale.length === 0) return
    console.error(`Not up to date: ${stale.join(', ')}. Run: node scripts/schemas.ts`)
    process.exitCode = 1
    return
  }
  mkdirSync(new URL('../schemas/', import.meta.url), { recursive: true })
  for (const [name, text] of schemaFiles()) writeFileSync(pathOf(name), text)
}

if (import.meta.main) main(process.argv.slice(2))
