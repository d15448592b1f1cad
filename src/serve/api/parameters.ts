import { Refusal } from '../problems.ts'

/** What may be asked, as data: the reader of requests and the API's description are made of it. */

/** A JSON Schema of what stands in an address. */
export type ParameterSchema =
  | { readonly type: 'string'; readonly minLength: 1; readonly maxLength: number }
  | { readonly type: 'integer'; readonly minimum: number; readonly maximum: number }

/** One parameter. */
export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly occurs: 'once' | 'at most once' | 'any number of times'
  readonly describe: string
  readonly schema: ParameterSchema
}

/** What was asked, understood. */
export interface Asked {
  /** Of a parameter that occurs once. */
  text(name: string): string
  textOrNull(name: string): string | null
  wholeOrNull(name: string): number | null
  texts(name: string): readonly string[]
}

/** Longest text, and most of one name. */
const TEXT_MAX = 2000
const REPEATS_MAX = 1000

/** A piece of the path. */
export const piece = (name: string, describe: string): Parameter => ({
  name,
  in: 'path',
  occurs: 'once',
  describe,
  schema: { type: 'string', minLength: 1, maxLength: TEXT_MAX },
})

/** A text behind `?`. */
export const text = (
  name: string,
  describe: string,
  occurs: Parameter['occurs'] = 'at most once',
): Parameter => ({
  name,
  in: 'query',
  occurs,
  describe,
  schema: { type: 'string', minLength: 1, maxLength: TEXT_MAX },
})

/** A whole number from 1 behind `?`. */
export const whole = (name: string, maximum: number, describe: string): Parameter => ({
  name,
  in: 'query',
  occurs: 'at most once',
  describe,
  schema: { type: 'integer', minimum: 1, maximum },
})

/** Reads what was asked. @throws Refusal BAD_QUESTION with everything that is wrong */
export function readAsked(
  parameters: readonly Parameter[],
  path: Readonly<Record<string, string | undefined>>,
  query: URLSearchParams,
): Asked {
  const known = parameters.filter((parameter) => parameter.in === 'query')
  const strange = [...new Set(query.keys())].filter((key) =>
    known.every(({ name }) => name !== key),
  )
  const given = new Map(
    parameters.map((parameter) => {
      const { name } = parameter
      return [name, parameter.in === 'path' ? [path[name] ?? ''] : query.getAll(name)] as const
    }),
  )
  refuse([
    ...strange.map((name) => `there is no parameter ${quoted(name)}`),
    ...parameters.flatMap((parameter) => problemsOf(parameter, given.get(parameter.name) ?? [])),
  ])
  const texts = (name: string): readonly string[] => given.get(name) ?? []
  const textOrNull = (name: string): string | null => texts(name)[0] ?? null
  return {
    texts,
    textOrNull,
    text: (name) => textOrNull(name) ?? '',
    wholeOrNull: (name) => {
      const written = textOrNull(name)
      return written === null ? null : Number(written)
    },
  }
}

function problemsOf({ name, occurs, schema }: Parameter, values: readonly string[]): string[] {
  const most = occurs === 'any number of times' ? REPEATS_MAX : 1
  if (values.length > most) return [`${name} may be given ${most === 1 ? 'once' : `${most} times`}`]
  if (values.every((value) => fits(schema, value))) return []
  return schema.type === 'integer'
    ? [`${name} is a whole number from ${schema.minimum} to ${schema.maximum}`]
    : [`${name} is a text of 1 to ${schema.maxLength} characters`]
}

function fits(schema: ParameterSchema, value: string): boolean {
  if (schema.type === 'string') {
    return value.length >= schema.minLength && value.length <= schema.maxLength
  }
  return (
    /^\d{1,15}$/.test(value) && Number(value) >= schema.minimum && Number(value) <= schema.maximum
  )
}

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return
  throw new Refusal(400, {
    code: 'BAD_QUESTION',
    message: problems.slice(0, NAMED_MAX).join('; '),
    hint: 'openapi.json, beside the other documents, says what may be asked.',
  })
}

/** How many problems are told, and how much of a name. */
const NAMED_MAX = 5
const QUOTED_MAX = 60

const quoted = (name: string): string => JSON.stringify(name.slice(0, QUOTED_MAX))
