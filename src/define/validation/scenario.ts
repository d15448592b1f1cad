import { z } from 'zod'
import type { Params, Scenario } from '../../model/scenario.ts'
import { scenarioKey } from '../../model/scenario.ts'
import { DECLARATIVE_KEYS } from '../declarative.ts'
import { parseDurationMs } from '../duration.ts'
import { BUILT_IN_METRICS } from '../metrics.ts'
import { suggestion } from '../nearest.ts'
import { budget } from './budget.ts'
import { workProblems } from './declarative.ts'
import { accepted, callable, closed, keyed, LONGEST_TEXT, text } from './parts.ts'
import { problemsOf, shown } from './problems.ts'

/** Everything that is wrong with a scenario, one line each; none when it may be measured. */
export function scenarioProblems(scenario: Scenario): string[] {
  return [
    ...problemsOf(z.strictObject({ name: text }), { name: scenario.name }),
    ...(scenario.definition === undefined ? [] : definitionProblems(scenario.definition)),
  ]
}

function definitionProblems(written: unknown): string[] {
  const problems = problemsOf(definition, written)
  if (typeof written !== 'object' || written === null) return problems
  const { params, metrics, budget: limits } = written as Partial<Record<string, unknown>>
  return [
    ...problems,
    ...workProblems(written),
    ...repeatedParams(params),
    ...takenMetricNames(metrics),
    ...limitsOfNoMetric(limits, metrics),
  ]
}

const paramValue = accepted(
  `a text of up to ${LONGEST_TEXT} characters, a number, or true or false`,
  (value) =>
    (typeof value === 'string' && value.length <= LONGEST_TEXT) ||
    typeof value === 'boolean' ||
    Number.isFinite(value),
)

const feeder = accepted(
  'a feeder such as cycle([…])',
  (value) =>
    typeof value === 'object' && value !== null && typeof Reflect.get(value, 'open') === 'function',
)

const ownMetric = accepted(
  'counter(), gauge() or trend()',
  (value) => ownMetricShape.safeParse(value).success,
)

const ownMetricShape = z.strictObject({
  kind: z.enum(['counter', 'gauge', 'trend']),
  unit: z.enum(['ns', 'bytes', 'perSecond', 'percent', 'count']),
  better: z.enum(['lower', 'higher']).optional(),
})

const definition: z.ZodType = closed({
  category: text.optional(),
  tags: z.array(text, 'expected an array of texts').optional(),
  params: z
    .array(keyed(paramValue), 'expected an array of objects')
    .min(1, 'expected at least one set of params')
    .optional(),
  budget: budget.optional(),
  metrics: keyed(ownMetric).optional(),
  feed: feeder.optional(),
  timeout: accepted(
    'a duration such as 30s',
    (value) => (parseDurationMs(value) ?? 0) > 0,
  ).optional(),
  exclusive: z.boolean('expected true or false').optional(),
  target: text.optional(),
  setup: callable.optional(),
  run: callable.optional(),
  ...Object.fromEntries(DECLARATIVE_KEYS.map((key) => [key, z.unknown().optional()])),
  teardown: callable.optional(),
})

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : []

function repeatedParams(params: unknown): string[] {
  if (!Array.isArray(params)) return []
  const keys = params.map((set) => scenarioKey('', Object.fromEntries(entriesOf(set)) as Params))
  return keys.flatMap((key, index) => {
    const first = keys.indexOf(key)
    return first === index ? [] : [`params[${index}]: the same set as params[${first}]`]
  })
}

function takenMetricNames(metrics: unknown): string[] {
  return entriesOf(metrics)
    .filter(([name]) => BUILT_IN_METRICS.includes(name))
    .map(([name]) => `metrics.${name}: plimsoll records ${name} by itself; choose another name`)
}

function limitsOfNoMetric(limits: unknown, metrics: unknown): string[] {
  const limited = entriesOf(entriesOf(limits).find(([key]) => key === 'metrics')?.[1])
  const known = entriesOf(metrics).map(([name]) => name)
  return limited
    .filter(([name]) => !known.includes(name))
    .map(
      ([name]) => `budget.metrics: no own metric is named ${shown(name)}${suggestion(name, known)}`,
    )
}
