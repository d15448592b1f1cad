import * as z from 'zod'
import type { Run } from '../run.ts'
import { exactly, instantSchema, nameSchema, textSchema } from './parts.ts'
import { runSchema } from './run.ts'

/** The version that readers check. */
export const BASELINE_SCHEMA = 'plimsoll/baseline@1'

/** `plimsoll/baseline@1`: a baseline in a file of its own, with the run it points at. */
export interface BaselineDocument {
  readonly schema: typeof BASELINE_SCHEMA
  readonly name: string
  /** Why, for an intended change; empty otherwise. */
  readonly reason: string
  /** ISO 8601, UTC, milliseconds. */
  readonly setAt: string
  /** Whole, so that the file needs no store. */
  readonly run: Run
}

/** `plimsoll/baseline@1`. Unknown keys are refused. */
export const baselineSchema: z.ZodType<BaselineDocument> = exactly<BaselineDocument>()(
  z.strictObject({
    schema: z.literal(BASELINE_SCHEMA),
    name: nameSchema,
    reason: textSchema,
    setAt: instantSchema,
    run: runSchema,
  }),
)
