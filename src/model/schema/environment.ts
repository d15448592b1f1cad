import * as z from 'zod'
import type { Environment, Revision } from '../run.ts'
import {
  amountSchema,
  anyInstantSchema,
  countSchema,
  exactly,
  listOf,
  nameSchema,
  shortTextSchema,
  textSchema,
} from './parts.ts'

/** The code that was measured. */
export const revisionSchema: z.ZodType<Revision> = exactly<Revision>()(
  z.strictObject({
    commit: z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, 'must be a full hash, in lower case'),
    branch: nameSchema.nullable(),
    dirty: z.boolean(),
    committedAt: anyInstantSchema,
    subject: textSchema,
  }),
)

/** Where a run happened. */
export const environmentSchema: z.ZodType<Environment> = exactly<Environment>()(
  z.strictObject({
    fingerprint: nameSchema,
    cpuModel: shortTextSchema,
    cores: countSchema,
    memoryBytes: amountSchema,
    os: shortTextSchema,
    arch: shortTextSchema,
    kernel: shortTextSchema,
    container: z
      .strictObject({ cpus: amountSchema.nullable(), memoryBytes: amountSchema.nullable() })
      .nullable(),
    node: shortTextSchema,
    v8: shortTextSchema,
    flags: listOf(textSchema, 1_000),
    ci: shortTextSchema.nullable(),
    calibration: z.strictObject({ aluNs: amountSchema, allocNs: amountSchema }),
    load: z.strictObject({
      before: amountSchema,
      after: amountSchema,
      stealPercent: amountSchema.nullable(),
    }),
  }),
)
