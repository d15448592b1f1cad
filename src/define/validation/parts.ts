import { z } from 'zod'

/** Schemas that more than one definition uses. Each says what it expects as its error message. */

/** Values that `accept` takes; anything else is refused as not `expected`. */
export function accepted<T>(expected: string, accept: (value: unknown) => boolean): z.ZodType<T> {
  return z.custom<T>(accept, { error: `expected ${expected}`, params: { quoted: true } })
}

/** Longest name that reports can show and records keep. */
export const LONGEST_TEXT = 200

/** A name, or another short text. */
export const text: z.ZodType<string> = accepted(
  `a text of 1 to ${LONGEST_TEXT} characters`,
  (value) => typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_TEXT,
)

/** A function. */
export const callable: z.ZodType = accepted('a function', (value) => typeof value === 'function')

const NOT_AN_OBJECT = 'expected an object'

/** An object with these keys and no other. */
export function closed(shape: Readonly<Record<string, z.ZodType>>): z.ZodType {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'invalid_type' ? NOT_AN_OBJECT : undefined),
  })
}

/** An object of any keys. */
export function keyed(value: z.ZodType): z.ZodType {
  return z.record(z.string(), value, NOT_AN_OBJECT)
}
