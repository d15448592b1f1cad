import * as z from 'zod'
import {
  type ChangeSide,
  type History,
  type HistoryEnvironment,
  type HistoryPoint,
  type HistoryQuery,
  HISTORY_SCHEMA,
  type HistorySeries,
  type LeftOut,
  type LevelChange,
  type Normalisation,
  type SeriesStatistic,
  type Trend,
} from '../history.ts'
import { environmentSchema, revisionSchema } from './environment.ts'
import {
  amountSchema,
  countSchema,
  exactly,
  finiteSchema,
  idSchema,
  instantSchema,
  intervalSchema,
  keySchema,
  listOf,
  nameSchema,
  shareSchema,
  shortTextSchema,
  textSchema,
  unitSchema,
} from './parts.ts'

const statisticSchema: z.ZodType<SeriesStatistic> = exactly<SeriesStatistic>()(
  z.enum(['p50', 'p95', 'p99', 'mean']),
)

const querySchema: z.ZodType<HistoryQuery> = exactly<HistoryQuery>()(
  z.strictObject({
    filters: listOf(textSchema, 10_000),
    stages: listOf(textSchema, 10_000),
    metrics: listOf(textSchema, 10_000),
    statistic: statisticSchema.nullable(),
    branch: textSchema.nullable(),
    since: instantSchema.nullable(),
    limit: countSchema.nullable(),
  }),
)

const leftOutSchema: z.ZodType<LeftOut> = exactly<LeftOut>()(
  z.strictObject({
    aborted: countSchema,
    invalid: countSchema,
    failed: countSchema,
    merged: countSchema,
  }),
)

const pointSchema: z.ZodType<HistoryPoint> = exactly<HistoryPoint>()(
  z.strictObject({
    run: idSchema,
    startedAt: instantSchema,
    commit: shortTextSchema.nullable(),
    branch: shortTextSchema.nullable(),
    value: finiteSchema,
    level: finiteSchema,
    slowness: amountSchema.nullable(),
  }),
)

const normalisationSchema: z.ZodType<Normalisation> = exactly<Normalisation>()(
  z.strictObject({
    applied: z.boolean(),
    rawSpreadPercent: amountSchema.nullable(),
    normalisedSpreadPercent: amountSchema.nullable(),
  }),
)

const sideSchema: z.ZodType<ChangeSide> = exactly<ChangeSide>()(
  z.strictObject({ run: idSchema, startedAt: instantSchema, revision: revisionSchema.nullable() }),
)

const changeSchema: z.ZodType<LevelChange> = exactly<LevelChange>()(
  z.strictObject({
    index: countSchema,
    indexInterval: intervalSchema,
    last: sideSchema,
    first: sideSchema,
    before: finiteSchema,
    after: finiteSchema,
    difference: finiteSchema,
    interval: intervalSchema,
    ratio: amountSchema.nullable(),
    ratioInterval: intervalSchema.nullable(),
    confidence: shareSchema,
  }),
)

const trendSchema: z.ZodType<Trend> = exactly<Trend>()(
  z.strictObject({
    kind: z.enum(['rising', 'falling', 'level', 'unknown']),
    runs: countSchema,
    level: finiteSchema,
    rise: finiteSchema.nullable(),
    interval: intervalSchema.nullable(),
    words: textSchema,
  }),
)

const seriesSchema: z.ZodType<HistorySeries> = exactly<HistorySeries>()(
  z.strictObject({
    scenario: keySchema,
    stage: keySchema.nullable(),
    metric: nameSchema,
    unit: unitSchema,
    better: z.enum(['lower', 'higher']).nullable(),
    statistic: statisticSchema,
    withoutStatistic: countSchema,
    points: listOf(pointSchema, 1_000_000),
    normalisation: normalisationSchema,
    changes: listOf(changeSchema),
    trend: trendSchema,
  }),
)

const historyEnvironmentSchema: z.ZodType<HistoryEnvironment> = exactly<HistoryEnvironment>()(
  z.strictObject({
    fingerprint: nameSchema,
    environment: environmentSchema,
    series: listOf(seriesSchema),
  }),
)

/** `plimsoll/history@1`. Unknown keys are refused. */
export const historySchema: z.ZodType<History> = exactly<History>()(
  z.strictObject({
    schema: z.literal(HISTORY_SCHEMA),
    query: querySchema,
    environments: listOf(historyEnvironmentSchema, 10_000),
    leftOut: leftOutSchema,
  }),
)

/** The parts that the published JSON Schema names, beside those of a run. */
export const historyParts: Readonly<Record<string, z.ZodType>> = {
  SeriesStatistic: statisticSchema,
  HistoryQuery: querySchema,
  LeftOut: leftOutSchema,
  HistoryEnvironment: historyEnvironmentSchema,
  HistorySeries: seriesSchema,
  HistoryPoint: pointSchema,
  Normalisation: normalisationSchema,
  LevelChange: changeSchema,
  ChangeSide: sideSchema,
  Trend: trendSchema,
}
