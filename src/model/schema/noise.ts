import * as z from 'zod'
import { type Noise, NOISE_SCHEMA, type NoiseFloor } from '../noise.ts'
import { environmentSchema, revisionSchema } from './environment.ts'
import {
  amountSchema,
  countSchema,
  exactly,
  instantSchema,
  intervalSchema,
  keySchema,
  listOf,
  nameSchema,
  shareSchema,
  textSchema,
} from './parts.ts'

const floorSchema: z.ZodType<NoiseFloor> = exactly<NoiseFloor>()(
  z.strictObject({
    scenario: keySchema,
    fingerprint: nameSchema,
    method: z.enum(['stored', 'duet', 'interleaved']),
    clock: z.enum(['wall', 'cpu']),
    measuredAt: instantSchema,
    commit: nameSchema.nullable(),
    launches: countSchema,
    ratio: amountSchema,
    interval: intervalSchema,
    confidence: shareSchema,
    floorPercent: amountSchema,
    smallestDetectablePercent: amountSchema,
    spreadPercent: amountSchema,
  }),
)

const unmeasuredSchema: z.ZodType<Noise['unmeasured'][number]> = exactly<
  Noise['unmeasured'][number]
>()(z.strictObject({ scenario: keySchema, reason: textSchema }))

/** A document of `plimsoll/noise@1`. */
export const noiseSchema: z.ZodType<Noise> = exactly<Noise>()(
  z.strictObject({
    schema: z.literal(NOISE_SCHEMA),
    status: z.enum(['complete', 'failed', 'aborted']),
    startedAt: instantSchema,
    finishedAt: instantSchema,
    seed: countSchema,
    launches: countSchema,
    revision: revisionSchema.nullable(),
    environment: environmentSchema,
    floors: listOf(floorSchema),
    unmeasured: listOf(unmeasuredSchema),
    notes: listOf(textSchema),
  }),
)

/** The parts that the published JSON Schema names, beside those of a run. */
export const noiseParts: Readonly<Record<string, z.ZodType>> = {
  NoiseFloor: floorSchema,
  UnmeasuredNoise: unmeasuredSchema,
}
