import { isDeepStrictEqual } from 'node:util'
import { messageOf } from '../../../../../kernel/errors.ts'
import { isWord, skipBlanks, trimBlanks, word } from '../ascii.ts'
import { nameEnd } from '../framing.ts'
import type { HttpBodyCheck, HttpCheck } from '../../../../../model/exchanges/http.ts'
import { readJsonPath, valueAt } from './json-path.ts'

/** What a header must be like. */
export interface HeaderExpectation {
  /** In small letters. */
  readonly name: string
  readonly bytes: Buffer
  readonly wanted: string | RegExp
}

/** What a body must be like. @returns what is wrong with it, or nothing */
export type BodyExpectation = (body: Buffer) => string

/** A plan's checks of headers and bodies, ready to be applied. */
export interface Expectations {
  readonly headers: readonly HeaderExpectation[]
  readonly bodies: readonly BodyExpectation[]
}

/** Longest part of a value that a message quotes. */
const QUOTED = 80

/** Makes a plan's checks ready. The plan's paths were found to be readable. */
export function expectationsOf(check: HttpCheck): Expectations {
  const headers = Object.entries(check.headers ?? {}).map(([name, wanted]) => {
    const small = name.toLowerCase()
    return { name: small, bytes: word(small), wanted: stateless(wanted) }
  })
  const bodies = [...bodyTexts(check.body ?? {}), ...jsonValues(Object.entries(check.json ?? {}))]
  return { headers, bodies }
}

/** The value of a header line, if the line is of that name. */
export function headerValue(
  { bytes: name }: HeaderExpectation,
  bytes: Buffer,
  from: number,
  to: number,
): string | undefined {
  const colon = nameEnd(bytes, from, to)
  if (colon < 0 || !isWord(bytes, from, colon, name)) return undefined
  const start = skipBlanks(bytes, colon + 1, to)
  return bytes.toString('latin1', start, trimBlanks(bytes, start, to))
}

/** What is wrong with a header's value, or nothing. */
export function headerProblem(
  { name, wanted }: HeaderExpectation,
  value: string | undefined,
): string {
  if (value === undefined) return `the header ${name} is missing`
  if (typeof wanted === 'string' ? value === wanted : wanted.test(value)) return ''
  const expected = typeof wanted === 'string' ? quote(wanted) : String(wanted)
  return `the header ${name} is ${quote(value)}, not ${expected}`
}

function bodyTexts({ equals, contains, matches }: HttpBodyCheck): BodyExpectation[] {
  const expectations: BodyExpectation[] = []
  if (equals !== undefined) {
    const wanted = Buffer.from(equals)
    expectations.push((body) => (body.equals(wanted) ? '' : `the body is ${quoteBody(body)}`))
  }
  if (contains !== undefined) {
    const wanted = Buffer.from(contains)
    const problem = (body: Buffer): string =>
      `${quoteBody(body)} does not contain ${quote(contains)}`
    expectations.push((body) => (body.includes(wanted) ? '' : problem(body)))
  }
  if (matches !== undefined) {
    const wanted = stateless(matches)
    const problem = (body: Buffer): string => `${quoteBody(body)} does not match ${wanted}`
    expectations.push((body) => (wanted.test(body.toString()) ? '' : problem(body)))
  }
  return expectations
}

/** The body is read as JSON once for all paths. */
function jsonValues(
  wanted: readonly (readonly [path: string, value: unknown])[],
): BodyExpectation[] {
  if (wanted.length === 0) return []
  const values = wanted.map(([path, value]) => ({ path, steps: readJsonPath(path) ?? [], value }))
  return [
    (body) => {
      const parsed = parseJson(body)
      if (!parsed.ok) return `${quoteBody(body)} is not JSON: ${parsed.why}`
      for (const { path, steps, value } of values) {
        const found = valueAt(parsed.value, steps)
        if (isDeepStrictEqual(found, value)) continue
        return `${path} is ${quoteJson(found)}, not ${quoteJson(value)}`
      }
      return ''
    },
  ]
}

function parseJson(
  body: Buffer,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string } {
  try {
    return { ok: true, value: JSON.parse(body.toString()) }
  } catch (thrown) {
    return { ok: false, why: messageOf(thrown) }
  }
}

/** With `g` or `y` a pattern would go on where it last matched. */
function stateless<T extends string | RegExp>(wanted: T): T | RegExp {
  return wanted instanceof RegExp
    ? new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, ''))
    : wanted
}

const quote = (text: string): string =>
  JSON.stringify(text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text)

const quoteBody = (body: Buffer): string => quote(body.toString('utf8', 0, 4 * QUOTED))

function quoteJson(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing'
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text
}
