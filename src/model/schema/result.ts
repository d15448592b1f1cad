import * as z from 'zod'
import type {
  BenchProfile,
  BudgetVerdict,
  Counts,
  ErrorCount,
  Health,
  Launch,
  LoadProfile,
  Mark,
  Note,
  Profile,
  Result,
  ScenarioIdentity,
  SlowIteration,
  SourceReading,
  StageResult,
  Window,
  WindowHealth,
} from '../run.ts'
import { budgetSchema } from './budget.ts'
import { loadProfileParts } from './load.ts'
import { metricSchema } from './metric.ts'
import {
  amountSchema,
  byName,
  countSchema,
  exactly,
  finiteSchema,
  intervalSchema,
  keySchema,
  listOf,
  nameSchema,
  shareSchema,
  shortTextSchema,
  textSchema,
  unitSchema,
} from './parts.ts'

/** What a scenario is called. A key holds the name and all params, so it may be longer than either. */
export const scenarioIdentitySchema: z.ZodType<ScenarioIdentity> = exactly<ScenarioIdentity>()(
  z.strictObject({
    key: keySchema,
    name: nameSchema,
    category: shortTextSchema,
    tags: listOf(shortTextSchema, 1_000),
    params: byName(z.union([textSchema, finiteSchema, z.boolean()])),
    file: textSchema,
  }),
)

const benchProfileSchema: z.ZodType<BenchProfile> = exactly<BenchProfile>()(
  z.strictObject({
    kind: z.literal('bench'),
    launches: countSchema,
    timeMs: amountSchema,
    mode: z.enum(['sync', 'async']),
    loader: z.enum(['native', 'vitest']),
  }),
)

const loadProfileSchema: z.ZodType<LoadProfile> = exactly<LoadProfile>()(
  z.strictObject({
    kind: z.literal('load'),
    name: nameSchema,
    launches: countSchema,
    timeMs: amountSchema,
    mode: z.literal('async'),
    loader: z.literal('native'),
    ...loadProfileParts,
    share: shareSchema.exactOptional(),
    connections: countSchema,
    pipelining: countSchema,
    maxInFlight: countSchema,
    timeoutMs: amountSchema,
    lateBeyondMs: amountSchema,
  }),
)

const profileSchema: z.ZodType<Profile> = exactly<Profile>()(
  z.union([benchProfileSchema, loadProfileSchema]),
)

const noteSchema: z.ZodType<Note> = exactly<Note>()(
  z.strictObject({ code: nameSchema, message: textSchema }),
)

const countsParts = {
  scheduled: countSchema,
  started: countSchema,
  completed: countSchema,
  failed: countSchema,
  rejected: countSchema,
  late: countSchema,
  dropped: countSchema,
}

const countsSchema: z.ZodType<Counts> = exactly<Counts>()(z.strictObject(countsParts))

const stageSchema: z.ZodType<StageResult> = exactly<StageResult>()(
  z.strictObject({
    name: keySchema,
    calls: countSchema,
    metrics: byName(metricSchema),
  }),
)

/** A stage has one name: histories are found by it. */
const stagesSchema: z.ZodType<StageResult[]> = listOf(stageSchema, 10_000).refine(
  (stages) => new Set(stages.map(({ name }) => name)).size === stages.length,
  'two stages have one name',
)

const launchSchema: z.ZodType<Launch> = exactly<Launch>()(
  z.strictObject({
    metrics: byName(metricSchema),
    stages: stagesSchema,
    gcCount: countSchema,
    gcMs: amountSchema,
    heapDeltaBytesPerIteration: finiteSchema.nullable(),
    eventLoopUtilization: shareSchema,
    warmUpMs: amountSchema,
  }),
)

const slowIterationSchema: z.ZodType<SlowIteration> = exactly<SlowIteration>()(
  z.strictObject({
    launch: countSchema,
    iteration: countSchema,
    latencyNs: amountSchema,
    stages: listOf(z.strictObject({ name: nameSchema, latencyNs: amountSchema }), 10_000),
    atMs: amountSchema.exactOptional(),
  }),
)

const windowHealthSchema: z.ZodType<WindowHealth> = exactly<WindowHealth>()(
  z.strictObject({
    generator: z.enum(['ok', 'saturated']),
    sendLagP99Ms: amountSchema,
    eventLoopUtilization: shareSchema,
    eventLoopDelayMs: amountSchema,
    gcMs: amountSchema,
    ownCpuCores: amountSchema,
    cpuWaitShare: amountSchema.nullable(),
    stolenCores: amountSchema.nullable(),
    foreignCores: amountSchema.nullable(),
  }),
)

const sourceReadingSchema: z.ZodType<SourceReading> = exactly<SourceReading>()(
  z.strictObject({
    source: nameSchema,
    kind: z.enum(['process', 'node', 'redis', 'postgres']),
    values: byName(finiteSchema),
  }),
)

const markSchema: z.ZodType<Mark> = exactly<Mark>()(
  z.strictObject({
    atMs: amountSchema,
    kind: z.enum(['abort', 'interrupt', 'death']),
    text: textSchema,
  }),
)

/** A stretch of a load test. */
export const windowSchema: z.ZodType<Window> = exactly<Window>()(
  z.strictObject({
    startMs: amountSchema,
    durationMs: amountSchema,
    steady: z.boolean(),
    ...countsParts,
    errors: listOf(z.strictObject({ code: nameSchema, count: countSchema }), 10_000),
    metrics: byName(metricSchema),
    stages: stagesSchema,
    health: windowHealthSchema,
    bytesOut: countSchema.exactOptional(),
    bytesIn: countSchema.exactOptional(),
    sources: listOf(sourceReadingSchema, 10_000).exactOptional(),
  }),
)

const errorCountSchema: z.ZodType<ErrorCount> = exactly<ErrorCount>()(
  z.strictObject({
    code: nameSchema,
    count: countSchema,
    example: textSchema,
    where: textSchema.exactOptional(),
  }),
)

const healthSchema: z.ZodType<Health> = exactly<Health>()(
  z.strictObject({
    generator: z.enum(['ok', 'saturated']),
    sendLagP99Ms: amountSchema,
    notes: listOf(textSchema, 1_000),
  }),
)

/** What one scenario did. */
export const resultSchema: z.ZodType<Result> = exactly<Result>()(
  z.strictObject({
    scenario: scenarioIdentitySchema,
    profile: profileSchema,
    status: z.enum(['ok', 'failed', 'invalid']),
    notes: listOf(noteSchema, 10_000),
    counts: countsSchema,
    metrics: byName(metricSchema),
    stages: stagesSchema,
    launches: listOf(launchSchema, 10_000),
    slowest: listOf(slowIterationSchema, 10_000),
    timeline: listOf(windowSchema),
    errors: listOf(errorCountSchema, 10_000),
    health: healthSchema,
    bytesOut: countSchema.exactOptional(),
    bytesIn: countSchema.exactOptional(),
    marks: listOf(markSchema, 10_000).exactOptional(),
    budget: budgetSchema.exactOptional(),
  }),
)

/** What judging said of one declared limit. */
export const budgetVerdictSchema: z.ZodType<BudgetVerdict> = exactly<BudgetVerdict>()(
  z.strictObject({
    scenario: keySchema,
    stage: keySchema.exactOptional(),
    metric: nameSchema,
    statistic: nameSchema,
    unit: unitSchema,
    limit: finiteSchema,
    value: finiteSchema.nullable(),
    interval: intervalSchema.nullable(),
    confidence: shareSchema.exactOptional(),
    withinMs: amountSchema.exactOptional(),
    atMs: amountSchema.exactOptional(),
    verdict: z.enum(['met', 'broken', 'inconclusive']),
    reason: textSchema,
  }),
)

/** The parts that the published JSON Schema names. */
export const namedParts: Readonly<Record<string, z.ZodType>> = {
  Scenario: scenarioIdentitySchema,
  Profile: profileSchema,
  Note: noteSchema,
  Counts: countsSchema,
  Metric: metricSchema,
  Stage: stageSchema,
  Launch: launchSchema,
  SlowIteration: slowIterationSchema,
  Window: windowSchema,
  WindowHealth: windowHealthSchema,
  SourceReading: sourceReadingSchema,
  Mark: markSchema,
  ErrorCount: errorCountSchema,
  Health: healthSchema,
  Result: resultSchema,
  Budget: budgetVerdictSchema,
}
