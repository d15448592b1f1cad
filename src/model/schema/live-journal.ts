import * as z from 'zod'
import type { JournalLane, JournalLine, JournalRun, JournalWindow } from '../live-journal.ts'
import type { LiveProgress } from '../page.ts'
import { revisionSchema } from './environment.ts'
import { loadProfileParts } from './load.ts'
import {
  countSchema,
  exactly,
  idSchema,
  instantSchema,
  keySchema,
  listOf,
  shareSchema,
} from './parts.ts'
import { scenarioIdentitySchema, windowSchema } from './result.ts'

/** Lines of a journal: any program may write into its folder, so they are checked as documents are. */

const journalRunSchema: z.ZodType<JournalRun> = exactly<JournalRun>()(
  z.strictObject({
    id: idSchema,
    kind: z.enum(['bench', 'duet', 'load', 'soak', 'fault', 'monitor', 'noise']),
    startedAt: instantSchema,
    revision: revisionSchema.nullable(),
  }),
)

const journalLaneSchema: z.ZodType<JournalLane> = exactly<JournalLane>()(
  z.strictObject({
    scenario: scenarioIdentitySchema,
    ...loadProfileParts,
    share: shareSchema.exactOptional(),
  }),
)

const journalWindowSchema: z.ZodType<JournalWindow> = exactly<JournalWindow>()(
  z.strictObject({ key: keySchema, window: windowSchema }),
)

const progressSchema: z.ZodType<LiveProgress> = exactly<LiveProgress>()(
  z.strictObject({ done: countSchema, launches: countSchema, scenario: z.string().max(2_000) }),
)

/** Any of them. */
export const journalLineSchema: z.ZodType<JournalLine> = exactly<JournalLine>()(
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('run'),
      schema: z.literal('plimsoll/journal@1'),
      run: journalRunSchema,
    }),
    z.strictObject({ kind: z.literal('lane'), lane: journalLaneSchema }),
    z.strictObject({ kind: z.literal('windows'), windows: listOf(journalWindowSchema, 10_000) }),
    z.strictObject({ kind: z.literal('progress'), progress: progressSchema }),
  ]),
)
