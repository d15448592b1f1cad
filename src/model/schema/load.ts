import * as z from 'zod'
import type { LoadPhase, RateStage, UserStage } from '../load.ts'
import type { RecordedSchedule } from '../run.ts'
import { amountSchema, countSchema, exactly, listOf, nameSchema } from './parts.ts'

/** How load was scheduled, in a record. */

/** Most stages of a schedule, far above what anyone writes. */
const STAGES_MAX = 10_000

const rateStageSchema: z.ZodType<RateStage> = exactly<RateStage>()(
  z.strictObject({
    durationMs: amountSchema,
    fromPerSecond: amountSchema,
    toPerSecond: amountSchema,
  }),
)

const userStageSchema: z.ZodType<UserStage> = exactly<UserStage>()(
  z.strictObject({ durationMs: amountSchema, fromUsers: amountSchema, toUsers: amountSchema }),
)

const scheduleSchema: z.ZodType<RecordedSchedule> = exactly<RecordedSchedule>()(
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('open'),
      stages: listOf(rateStageSchema, STAGES_MAX),
      arrivals: z.enum(['uniform', 'poisson']),
    }),
    z.strictObject({
      kind: z.literal('closed'),
      stages: listOf(userStageSchema, STAGES_MAX),
      thinkTimeMs: amountSchema,
      pacingMs: amountSchema,
    }),
    z.strictObject({ kind: z.literal('replay'), arrivals: countSchema }),
  ]),
)

const phaseSchema: z.ZodType<LoadPhase> = exactly<LoadPhase>()(
  z.strictObject({
    name: nameSchema,
    startMs: amountSchema,
    durationMs: amountSchema,
    steady: z.boolean(),
  }),
)

/** The parts of a load profile that only it has. */
export const loadProfileParts: {
  readonly schedule: z.ZodType<RecordedSchedule>
  readonly phases: z.ZodType<LoadPhase[]>
} = { schedule: scheduleSchema, phases: listOf(phaseSchema, STAGES_MAX) }
