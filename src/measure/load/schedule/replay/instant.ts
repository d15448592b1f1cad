/** Times as logs hold them. */

/** `2026-03-01T12:34:56.789123Z`, with a blank for the T, with an offset, or without either (UTC then). */
const ISO =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d+))?\s*(Z|[+-]\d{2}:?\d{2})?$/i
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/** A number as it stands, or an ISO 8601 instant in ms since 1970. */
export type RecordedTime =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'instant'; readonly epochMs: number }

/** Reads one time; `undefined` when it is none. */
export function parseTime(written: unknown): RecordedTime | undefined {
  if (typeof written === 'number') return finite(written)
  if (typeof written !== 'string') return undefined
  const text = written.trim()
  if (NUMBER.test(text)) return finite(Number(text))
  const epochMs = isoMs(text)
  return epochMs === undefined ? undefined : { kind: 'instant', epochMs }
}

const finite = (value: number): RecordedTime | undefined =>
  Number.isFinite(value) ? { kind: 'number', value } : undefined

/** `Date.parse` cuts what is finer than 1 ms, so that part is read apart. */
function isoMs(text: string): number | undefined {
  const [, day, time, fraction = '0', zone = 'Z'] = ISO.exec(text) ?? []
  if (day === undefined || time === undefined) return undefined
  const offset = zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2').toUpperCase()
  const wholeMs = Date.parse(`${day}T${time}${offset}`)
  return Number.isNaN(wholeMs) ? undefined : wholeMs + Number(`0.${fraction}`) * 1000
}

/** Where numbers stop being ms of their own and are a time since 1970, in s, ms, µs, ns: 2001 in each. */
const EPOCH_UNITS: readonly { readonly from: number; readonly ms: number }[] = [
  { from: 1e18, ms: 1e-6 },
  { from: 1e15, ms: 1e-3 },
  { from: 1e12, ms: 1 },
  { from: 1e9, ms: 1000 },
]

/** The unit of numbers of which this is the smallest, in ms: theirs is ms, unless they must count from 1970. */
export function unitOf(smallest: number): number {
  return EPOCH_UNITS.find(({ from }) => smallest >= from)?.ms ?? 1
}
