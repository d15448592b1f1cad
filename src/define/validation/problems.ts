import type { z } from 'zod'
import { redact } from '../../kernel/redact.ts'
import { suggestion } from '../nearest.ts'

/**
 * What is wrong with a value, one line a problem: the path of the key, what was expected, what was found. Schemas say
 * what they expect as their error message; unknown keys get a suggestion from the keys that the schema knows there.
 */
export function problemsOf(schema: z.ZodType, value: unknown): string[] {
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return []
  return result.error.issues.flatMap((issue) => linesOf(issue, schema))
}

function linesOf(issue: z.core.$ZodIssue, schema: z.ZodType): string[] {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path)
    return issue.keys.map(
      (key) => `${pathOf([...issue.path, key])}: unknown key${suggestion(key, known)}`,
    )
  }
  const path = issue.path.length === 0 ? '' : `${pathOf(issue.path)}: `
  return [`${path}${issue.message}${found(issue)}`]
}

/** Problems of rules between keys (`code: custom`) say themselves what they found. */
function found(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom' && issue.params?.['quoted'] !== true) return ''
  return issue.input === undefined ? ', but it is missing' : `, got ${shown(issue.input)}`
}

/** A value as a message shows it: short, and without secrets. */
export function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value)
  const text = jsonOf(value)
  return redact(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text)
}

const LONGEST_SHOWN = 60

function jsonOf(value: unknown): string {
  if (typeof value === 'number') return String(value)
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return typeof value
  }
}

/** `budget.stages["parse it"].p95Ms`, `params[1].size`. */
function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`
      if (!/^[A-Za-z_$][\w$]*$/.test(String(key))) return `[${JSON.stringify(String(key))}]`
      return index === 0 ? String(key) : `.${String(key)}`
    })
    .join('')
}

/** The keys that a schema knows at a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let here: z.core.$ZodType = schema
  for (const key of path) here = stepInto(unwrapped(here), key) ?? here
  const { def } = unwrapped(here)._zod as { def: { shape?: object } }
  return Object.keys(def.shape ?? {})
}

interface SchemaParts {
  readonly shape?: Readonly<Record<PropertyKey, z.core.$ZodType>>
  readonly valueType?: z.core.$ZodType
  readonly element?: z.core.$ZodType
  readonly innerType?: z.core.$ZodType
}

const partsOf = (schema: z.core.$ZodType): SchemaParts => schema._zod.def as SchemaParts

const stepInto = (schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | undefined => {
  const { shape, valueType, element } = partsOf(schema)
  return shape?.[key] ?? valueType ?? element
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const { innerType } = partsOf(schema)
  return innerType === undefined ? schema : unwrapped(innerType)
}
