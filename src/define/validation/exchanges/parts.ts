import { z } from 'zod'
import { accepted, closed } from '../parts.ts'
import { problemsOf, shown } from '../problems.ts'

/** Schemas that plans of several transports are made of: their shape, while what it means is checked by the transport. */

/** A text of any length. */
export const anyText: z.ZodType = accepted('a text', (value) => typeof value === 'string')

/** Text or bytes. */
export const textOrBytes: z.ZodType = accepted(
  'a text or a Uint8Array',
  (value) => typeof value === 'string' || value instanceof Uint8Array,
)

/** Bytes. */
export const bytes: z.ZodType = accepted('a Uint8Array', (value) => value instanceof Uint8Array)

/** A text, or a pattern that it must match. */
export const textOrPattern: z.ZodType = accepted(
  'a text or a regular expression',
  (value) => typeof value === 'string' || value instanceof RegExp,
)

/** A number. */
export const number: z.ZodType = accepted('a number', (value) => typeof value === 'number')

/** True or false. */
export const flag: z.ZodBoolean = z.boolean('expected true or false')

/** A list. */
export const list: z.ZodType = accepted('an array', (value) => Array.isArray(value))

/** One of a few texts. */
export const oneOf = (values: readonly string[]): z.ZodType =>
  accepted(values.join(', '), (value) => typeof value === 'string' && values.includes(value))

/** Anything, checked apart. */
export const checkedApart: z.ZodType = z.unknown().optional()

/** What is wrong with something inside a plan, said with where it is: `['ws', 'exchange']`. */
export function problemsAt(
  path: readonly string[],
  schema: z.ZodType,
  value: unknown,
): readonly string[] {
  const wrapped = path
    .toReversed()
    .reduce<readonly [z.ZodType, unknown]>(
      ([inner, held], key) => [closed({ [key]: inner }), { [key]: held }],
      [schema, value],
    )
  return problemsOf(...wrapped)
}

/** The same for something that is told by its `kind`. */
export function problemsByKind(
  path: readonly string[],
  kinds: Readonly<Record<string, Readonly<Record<string, z.ZodType>>>>,
  value: unknown,
): readonly string[] {
  const kind: unknown = Reflect.get(Object(value), 'kind')
  if (typeof value !== 'object' || value === null) {
    return problemsAt(
      path,
      accepted('an object with a kind', () => false),
      value,
    )
  }
  const shape = typeof kind === 'string' && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
  if (shape !== undefined) return problemsAt(path, closed({ kind: anyText, ...shape }), value)
  const expected = Object.keys(kinds).join(', ')
  const found = kind === undefined ? 'but it is missing' : `got ${shown(kind)}`
  return [`${[...path, 'kind'].join('.')}: expected one of ${expected}, ${found}`]
}

/** A key of a plan; `undefined` of what is none. */
export const partOf = (plan: unknown, key: string): unknown =>
  typeof plan === 'object' && plan !== null ? Reflect.get(plan, key) : undefined

/** What is wrong with a part, if it is there. */
export const ifGiven = (
  value: unknown,
  problems: (value: unknown) => readonly string[],
): readonly string[] => (value === undefined ? [] : problems(value))
