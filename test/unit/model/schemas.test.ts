import * as z from 'zod'
import { expect, expectTypeOf, test } from 'vitest'
import { staleFiles } from '../../../scripts/schemas.ts'
import type { Run } from '../../../src/model/run.ts'
import { exactly } from '../../../src/model/schema/parts.ts'
import type { runSchema } from '../../../src/model/schema/run.ts'

test('the published JSON Schemas are up to date (else: node scripts/schemas.ts)', () => {
  expect(staleFiles()).toEqual([])
})

test('the schema and the type agree', () => {
  expectTypeOf<z.output<typeof runSchema>>().toEqualTypeOf<Run>()
})

interface Pair {
  readonly a: number
  readonly b?: string
}

test('a schema that disagrees with its type does not compile', () => {
  const same = exactly<Pair>()(z.strictObject({ a: z.number(), b: z.string().exactOptional() }))
  expect(same.parse({ a: 1 })).toEqual({ a: 1 })
  // @ts-expect-error a key of the type is missing
  exactly<Pair>()(z.strictObject({ b: z.string().exactOptional() }))
  // @ts-expect-error the schema accepts what is no Pair
  exactly<Pair>()(z.strictObject({ a: z.unknown(), b: z.string().exactOptional() }))
  // @ts-expect-error the schema refuses what the type allows
  exactly<Pair>()(z.strictObject({ a: z.literal(1), b: z.string().exactOptional() }))
  // @ts-expect-error an optional key is demanded
  exactly<Pair>()(z.strictObject({ a: z.number(), b: z.string() }))
})
