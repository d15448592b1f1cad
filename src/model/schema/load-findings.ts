import * as z from 'zod'
import type { Cause, CauseReport, Mechanism, SlowEffect } from '../cause.ts'
import type { ErrorBurst, LatencyDuring, LoadFindings } from '../load-findings.ts'
import {
  amountSchema,
  countSchema,
  exactly,
  finiteSchema,
  keySchema,
  listOf,
  nameSchema,
  shareSchema,
  textSchema,
} from './parts.ts'

/** What judging says of the timeline of a load test. */

const during: z.ZodType<LatencyDuring> = exactly<LatencyDuring>()(
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('moved'), usualNs: amountSchema, duringNs: amountSchema }),
    z.strictObject({ kind: z.literal('still'), usualNs: amountSchema }),
    z.strictObject({ kind: z.literal('silent') }),
    z.strictObject({ kind: z.literal('unknown') }),
  ]),
)

const burstSchema: z.ZodType<ErrorBurst> = exactly<ErrorBurst>()(
  z.strictObject({
    code: nameSchema,
    startMs: amountSchema,
    durationMs: amountSchema,
    count: countSchema,
    latency: during,
  }),
)

const effectSchema: z.ZodType<SlowEffect> = exactly<SlowEffect>()(
  z.strictObject({
    stretches: listOf(z.strictObject({ startMs: amountSchema, durationMs: amountSchema })),
    slowWindows: countSchema,
    windows: countSchema,
    slowMs: amountSchema,
    usualMs: amountSchema,
    slowMaxMs: amountSchema,
    usualMaxMs: amountSchema,
  }),
)

const mechanismSchema: z.ZodType<Mechanism> = exactly<Mechanism>()(
  z.enum([
    'generator',
    'cpu-starvation',
    'heap-limit',
    'garbage-collection',
    'event-loop',
    'cpu-work',
    'lock',
    'pool',
    'downstream',
    'stage',
  ]),
)

const causeSchema: z.ZodType<Cause> = exactly<Cause>()(
  z.strictObject({
    kind: z.enum(['stage', 'source', 'generator']),
    mechanism: mechanismSchema,
    source: nameSchema.exactOptional(),
    sourceKind: z.enum(['process', 'node', 'redis', 'postgres']).exactOptional(),
    series: keySchema,
    words: textSchema,
    score: shareSchema,
    correlation: finiteSchema,
    lagMs: finiteSchema,
    confidence: shareSchema,
    explainedShare: shareSchema,
    evidence: textSchema,
    slow: finiteSchema,
    usual: finiteSchema,
    explains: listOf(textSchema),
  }),
)

const causesSchema: z.ZodType<CauseReport> = exactly<CauseReport>()(
  z.strictObject({
    verdict: z.enum(['likely', 'none']),
    summary: textSchema,
    effect: effectSchema.nullable(),
    ranked: listOf(causeSchema),
    notes: listOf(z.strictObject({ code: nameSchema, message: textSchema })),
  }),
)

/** Of one scenario. In JSON, causes that nobody asked for are left out. */
export interface WrittenFindings extends Omit<LoadFindings, 'causes'> {
  readonly causes?: CauseReport
}

export const loadFindingsSchema: z.ZodType<WrittenFindings> = exactly<WrittenFindings>()(
  z.strictObject({
    scenario: keySchema,
    bursts: listOf(burstSchema),
    causes: causesSchema.exactOptional(),
  }),
)
