import * as z from 'zod'
import type { Interval, Unit } from '../run.ts'

/** What the documents' schemas are built from. Limits are far above what plimsoll writes: they stop hostile input. */

/** Longest name, in UTF-16 code units. */
export const NAME_MAX = 500
/** Longest free text: a note, a message. */
export const TEXT_MAX = 10_000
/** Longest histogram: 8 MiB of base64. */
const HISTOGRAM_MAX = 8 * 1024 * 1024
/** Most elements in any list. */
const LIST_MAX = 100_000

type Writable<T> = T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T

/**
 * Says to the compiler that a schema and a type agree both ways: what the schema accepts is a `T`, and every `T` has a
 * shape that the schema accepts.
 */
export function exactly<T>(): <S extends z.ZodType<T>>(
  schema: S & (Writable<T> extends Writable<z.output<S>> ? unknown : 'the schema is narrower'),
) => z.ZodType<T> {
  return (schema) => schema
}

/** A name that something is found by. */
export const nameSchema: z.ZodType<string> = z.string().min(1).max(NAME_MAX)
/** A key holds a name and all params, a stage's path the names of those around it: either may be longer than one name. */
export const keySchema: z.ZodType<string> = z
  .string()
  .min(1)
  .max(4 * NAME_MAX)
/** A short text that may be empty. */
export const shortTextSchema: z.ZodType<string> = z.string().max(NAME_MAX)
/** Free text. */
export const textSchema: z.ZodType<string> = z.string().max(TEXT_MAX)
/** A finite number. */
export const finiteSchema: z.ZodType<number> = z.number()
/** A finite number, 0 or more. */
export const amountSchema: z.ZodType<number> = z.number().nonnegative()
/** A whole number, 0 or more. */
export const countSchema: z.ZodType<number> = z.int().nonnegative()
/** Between 0 and 1, both included. */
export const shareSchema: z.ZodType<number> = z.number().min(0).max(1)

/** A ULID: 26 characters of Crockford's base 32, the first at most 7 (48 + 80 bits). */
export const idSchema: z.ZodType<string> = z
  .string()
  .regex(
    /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/,
    'must be a ULID: 26 characters of 0-9 and A-Z without I, L, O, U',
  )

/** ISO 8601, UTC, milliseconds: what plimsoll stamps. */
export const instantSchema: z.ZodType<string> = z.iso.datetime({ precision: 3 })
/** ISO 8601 with any zone and precision: what git says. */
export const anyInstantSchema: z.ZodType<string> = z.iso.datetime({ offset: true }).max(40)

/** Base64 of a compressed HdrHistogram V2. Whether it can be read is `record`'s to say. */
export const histogramSchema: z.ZodType<string> = z
  .string()
  .max(HISTOGRAM_MAX)
  .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'must be base64')

/** The unit of a metric's numbers. */
export const unitSchema: z.ZodType<Unit> = exactly<Unit>()(
  z.enum(['ns', 'bytes', 'perSecond', 'percent', 'count']),
)

/** Two bounds, low first. */
export const intervalSchema: z.ZodType<Interval> = exactly<Interval>()(
  z
    .tuple([z.number(), z.number()])
    .refine(([lo, hi]) => lo <= hi, 'the low bound must not be above the high one'),
)

/** A list of at most {@link LIST_MAX} elements. */
export function listOf<T>(element: z.ZodType<T>, max: number = LIST_MAX): z.ZodType<T[]> {
  return z.array(element).max(max)
}

/** Values by name. */
export function byName<T>(value: z.ZodType<T>): z.ZodType<Record<string, T>> {
  return z.record(z.string().min(1).max(NAME_MAX), value)
}
