import * as z from 'zod'
import {
  COMPARISON_SCHEMA,
  type ComparedBaseline,
  type ComparedRun,
  type Comparison,
  type FunctionChange,
  type PartComparison,
  type ProfileComparison,
  type Rule,
  type ScenarioComparison,
  type Verdict,
} from '../comparison.ts'
import { environmentSchema, revisionSchema } from './environment.ts'
import {
  amountSchema,
  countSchema,
  exactly,
  idSchema,
  intervalSchema,
  keySchema,
  listOf,
  nameSchema,
  shareSchema,
  shortTextSchema,
  textSchema,
} from './parts.ts'
import { budgetVerdictSchema } from './result.ts'

const verdictSchema: z.ZodType<Verdict> = exactly<Verdict>()(
  z.enum([
    'regressed',
    'improved',
    'unchanged',
    'inconclusive',
    'not-comparable',
    'added',
    'removed',
  ]),
)

const comparedRunShape = {
  run: idSchema,
  revision: revisionSchema.nullable(),
  environment: environmentSchema,
}
const comparedRunSchema: z.ZodType<ComparedRun> = exactly<ComparedRun>()(
  z.strictObject({ name: nameSchema.exactOptional(), ...comparedRunShape }),
)
const comparedBaselineSchema: z.ZodType<ComparedBaseline> = exactly<ComparedBaseline>()(
  z.strictObject({ name: nameSchema, ...comparedRunShape }),
)

const ruleSchema: z.ZodType<Rule> = exactly<Rule>()(
  z.strictObject({
    tolerancePercent: amountSchema,
    unchangedWithinPercent: amountSchema,
    thresholdMs: amountSchema.nullable(),
    confidence: shareSchema,
  }),
)

const ratioShape = { ratio: amountSchema.nullable(), interval: intervalSchema.nullable() }

const partSchema: z.ZodType<PartComparison> = exactly<PartComparison>()(
  z.strictObject({
    name: keySchema,
    verdict: verdictSchema,
    ...ratioShape,
    confidence: shareSchema.exactOptional(),
    reason: textSchema,
    currentNs: amountSchema.exactOptional(),
    baselineNs: amountSchema.exactOptional(),
  }),
)

const methodSchema: z.ZodType<Comparison['method']> = exactly<Comparison['method']>()(
  z.enum(['stored', 'duet', 'interleaved']),
)

const functionSchema: z.ZodType<FunctionChange> = exactly<FunctionChange>()(
  z.strictObject({
    name: textSchema,
    file: textSchema,
    line: countSchema.nullable(),
    baselineNs: amountSchema,
    currentNs: amountSchema,
  }),
)

const profileSchema: z.ZodType<ProfileComparison> = exactly<ProfileComparison>()(
  z.strictObject({
    files: z.strictObject({ baseline: textSchema, current: textSchema }),
    functions: listOf(functionSchema, 100),
  }),
)

const scenarioSchema: z.ZodType<ScenarioComparison> = exactly<ScenarioComparison>()(
  z.strictObject({
    key: keySchema,
    name: nameSchema,
    category: shortTextSchema,
    verdict: verdictSchema,
    reason: textSchema,
    method: methodSchema.exactOptional(),
    metric: nameSchema,
    clock: z.enum(['wall', 'cpu']),
    ...ratioShape,
    confidence: shareSchema,
    smallestDetectablePercent: amountSchema.nullable(),
    noiseFloorPercent: amountSchema.exactOptional(),
    launches: z.strictObject({ current: countSchema, baseline: countSchema }),
    currentNs: amountSchema.nullable(),
    baselineNs: amountSchema.nullable(),
    suggested: z.strictObject({ verdict: verdictSchema, ...ratioShape }).exactOptional(),
    metrics: listOf(partSchema, 10_000),
    stages: listOf(partSchema, 10_000),
    profile: profileSchema.exactOptional(),
  }),
)

/** `plimsoll/comparison@1`. Unknown keys are refused. */
export const comparisonSchema: z.ZodType<Comparison> = exactly<Comparison>()(
  z.strictObject({
    schema: z.literal(COMPARISON_SCHEMA),
    method: methodSchema,
    current: comparedRunSchema,
    baseline: comparedBaselineSchema,
    rule: ruleSchema,
    verdict: verdictSchema,
    exitCode: z.int().min(0).max(255),
    scenarios: listOf(scenarioSchema, 10_000),
    budgets: listOf(budgetVerdictSchema, 10_000),
    notes: listOf(textSchema, 10_000),
  }),
)

/** The parts that the published JSON Schema names, beside those of a run. */
export const comparisonParts: Readonly<Record<string, z.ZodType>> = {
  Verdict: verdictSchema,
  ComparedRun: comparedRunSchema,
  ComparedBaseline: comparedBaselineSchema,
  Rule: ruleSchema,
  Part: partSchema,
  ProfileComparison: profileSchema,
  ScenarioComparison: scenarioSchema,
}
