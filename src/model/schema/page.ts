import * as z from 'zod'
import type { Baseline } from '../baseline.ts'
import type { LiveLane, LiveProgress, LiveRun, LiveState } from '../page.ts'
import type {
  BaselineList,
  EnvironmentSummary,
  PageProblem,
  PageProject,
  RunJudged,
  RunList,
  RunSummary,
} from '../page.ts'
import type { RunKind, RunStatus } from '../run.ts'
import { comparisonSchema } from './comparison.ts'
import { revisionSchema } from './environment.ts'
import { loadFindingsSchema, type WrittenFindings } from './load-findings.ts'
import { loadProfileParts } from './load.ts'
import {
  byName,
  countSchema,
  exactly,
  idSchema,
  instantSchema,
  listOf,
  nameSchema,
  shareSchema,
  shortTextSchema,
  textSchema,
} from './parts.ts'
import { scenarioIdentitySchema, windowSchema } from './result.ts'

/** The documents of model/page.ts that are no records. Plimsoll writes them and never reads one back. */

const RUN_KINDS = ['bench', 'duet', 'load', 'soak', 'fault', 'monitor', 'noise'] as const
const RUN_STATUSES = ['complete', 'aborted', 'failed', 'invalid'] as const

const kindSchema: z.ZodType<RunKind> = exactly<RunKind>()(z.enum(RUN_KINDS))
const statusSchema: z.ZodType<RunStatus> = exactly<RunStatus>()(z.enum(RUN_STATUSES))

const projectSchema: z.ZodType<PageProject> = exactly<PageProject>()(
  z.strictObject({
    schema: z.literal('plimsoll/project@1'),
    name: shortTextSchema,
    version: nameSchema,
    commitUrl: textSchema.nullable(),
  }),
)

const environmentSummarySchema: z.ZodType<EnvironmentSummary> = exactly<EnvironmentSummary>()(
  z.strictObject({
    fingerprint: nameSchema,
    cpuModel: shortTextSchema,
    cores: countSchema,
    os: shortTextSchema,
    node: shortTextSchema,
    ci: shortTextSchema.nullable(),
  }),
)

const summarySchema: z.ZodType<RunSummary> = exactly<RunSummary>()(
  z.strictObject({
    id: idSchema,
    kind: kindSchema,
    status: statusSchema,
    startedAt: instantSchema,
    finishedAt: instantSchema,
    note: textSchema,
    labels: byName(textSchema),
    revision: revisionSchema.nullable(),
    environment: environmentSummarySchema,
    results: z.strictObject({ ok: countSchema, failed: countSchema, invalid: countSchema }),
    budgets: z.strictObject({ met: countSchema, broken: countSchema, inconclusive: countSchema }),
    scenarios: listOf(nameSchema),
    baselines: listOf(nameSchema),
  }),
)

const runListSchema: z.ZodType<RunList> = exactly<RunList>()(
  z.strictObject({
    schema: z.literal('plimsoll/runs@1'),
    runs: listOf(summarySchema),
    next: idSchema.nullable(),
  }),
)

/** As JSON has it. */
interface WrittenJudged extends Omit<RunJudged, 'findings'> {
  readonly findings: readonly WrittenFindings[]
}

const judgedSchema: z.ZodType<WrittenJudged> = exactly<WrittenJudged>()(
  z.strictObject({
    schema: z.literal('plimsoll/judged@1'),
    run: idSchema,
    comparison: comparisonSchema.nullable(),
    findings: listOf(loadFindingsSchema),
  }),
)

const pointerSchema: z.ZodType<Baseline> = exactly<Baseline>()(
  z.strictObject({
    name: nameSchema,
    run: idSchema,
    reason: textSchema,
    setAt: instantSchema,
    version: countSchema,
  }),
)

const baselineListSchema: z.ZodType<BaselineList> = exactly<BaselineList>()(
  z.strictObject({
    schema: z.literal('plimsoll/baselines@1'),
    baselines: listOf(pointerSchema),
  }),
)

const problemSchema: z.ZodType<PageProblem> = exactly<PageProblem>()(
  z.strictObject({
    schema: z.literal('plimsoll/problem@1'),
    code: nameSchema,
    message: textSchema,
    hint: textSchema,
  }),
)

const laneSchema: z.ZodType<LiveLane> = exactly<LiveLane>()(
  z.strictObject({
    scenario: scenarioIdentitySchema,
    ...loadProfileParts,
    share: shareSchema.exactOptional(),
    windows: listOf(windowSchema),
  }),
)

const progressSchema: z.ZodType<LiveProgress> = exactly<LiveProgress>()(
  z.strictObject({ done: countSchema, launches: countSchema, scenario: textSchema }),
)

const liveRunSchema: z.ZodType<LiveRun> = exactly<LiveRun>()(
  z.strictObject({
    id: idSchema,
    kind: kindSchema,
    startedAt: instantSchema,
    revision: revisionSchema.nullable(),
    status: z.enum(['running', 'lost', ...RUN_STATUSES]),
    lanes: listOf(laneSchema),
    progress: progressSchema.nullable(),
  }),
)

const liveStateSchema: z.ZodType<LiveState> = exactly<LiveState>()(
  z.strictObject({ schema: z.literal('plimsoll/live@1'), runs: listOf(liveRunSchema) }),
)

/** Documents, by the name of their type. */
export const pageDocumentSchemas: Readonly<Record<string, z.ZodType>> = {
  PageProject: projectSchema,
  RunList: runListSchema,
  RunJudged: judgedSchema,
  BaselineList: baselineListSchema,
  PageProblem: problemSchema,
  LiveState: liveStateSchema,
}

/** What they are made of. */
export const pageParts: Readonly<Record<string, z.ZodType>> = {
  RunSummary: summarySchema,
  EnvironmentSummary: environmentSummarySchema,
  LoadFindings: loadFindingsSchema,
  BaselinePointer: pointerSchema,
  LiveRun: liveRunSchema,
  LiveLane: laneSchema,
  LiveProgress: progressSchema,
}
