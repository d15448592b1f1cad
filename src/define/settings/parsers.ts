import { parseDurationMs } from '../duration.ts'
import { isWindowLimit } from '../limit-text.ts'
import type { Parsed } from './settings.ts'

/** Readers of one setting's value. Each takes a text (flag, environment) or what the configuration may hold. */

/** Reads one value. */
export type Parser<T> = (value: unknown) => Parsed<T>

const ok = <T>(value: T): Parsed<T> => ({ ok: true, value })
const expected = (what: string): { readonly ok: false; readonly expected: string } => ({
  ok: false,
  expected: what,
})

/** A text that is not empty. */
export const text: Parser<string> = (value) =>
  typeof value === 'string' && value.trim() !== ''
    ? ok(value.trim())
    : expected('a text that is not empty')

/** A length of time above 0 → milliseconds. */
export const durationMs: Parser<number> = (value) => {
  const parsed = parseDurationMs(value)
  return parsed !== undefined && parsed > 0
    ? ok(parsed)
    : expected('a duration above 0, such as 500ms, 2s or a number of milliseconds')
}

/** A length of time above 0 that a timer can wait for (they end at 24.8 days) → milliseconds. */
export const upToADayMs: Parser<number> = (value) => {
  const parsed = durationMs(value)
  return parsed.ok && parsed.value <= DAY_MS
    ? parsed
    : expected('a duration above 0 and up to 1d, such as 500ms, 2s or a number of milliseconds')
}

const DAY_MS = 86_400_000

/** A length of time, 0 among them → milliseconds. */
export const durationOrZeroMs: Parser<number> = (value) => {
  const parsed = parseDurationMs(value)
  return parsed === undefined
    ? expected('a duration such as 500ms, 2s or a number of milliseconds')
    : ok(parsed)
}

/** A whole number between two bounds, both included. */
export const whole =
  (lowest: number, highest: number): Parser<number> =>
  (value) => {
    const parsed = numberOf(value)
    return Number.isInteger(parsed) && parsed >= lowest && parsed <= highest
      ? ok(parsed)
      : expected(`a whole number from ${lowest} to ${highest}`)
  }

/** 1, or an even number up to a bound. */
export const oneOrEven =
  (highest: number): Parser<number> =>
  (value) => {
    const parsed = whole(1, highest)(value)
    return parsed.ok && (parsed.value === 1 || parsed.value % 2 === 0)
      ? parsed
      : expected(`1, or an even number up to ${highest}`)
  }

/** A rate above 0, such as `500/s`, `30/m` or a number a second → a number a second. */
export const rate: Parser<number> = (value) => {
  const [, amount = '', per = 's'] =
    typeof value === 'string' ? (/^([\d._]+)\s*(?:\/\s*([a-z]+))?$/i.exec(value.trim()) ?? []) : []
  const seconds = SECONDS[per.toLowerCase()]
  const perSecond =
    typeof value === 'number'
      ? value
      : Number(amount.replaceAll('_', '') || Number.NaN) / (seconds ?? Number.NaN)
  return perSecond > 0 && perSecond <= MOST_PER_SECOND
    ? ok(perSecond)
    : expected(`a rate above 0 and up to ${MOST_PER_SECOND} a second, such as 500/s or 30/m`)
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, sec: 1, m: 60, min: 60, h: 3600 }
const MOST_PER_SECOND = 10_000_000

/** A number above 0; an `x` behind it is fine. */
export const factor: Parser<number> = (value) => {
  const parsed = numberOf(typeof value === 'string' ? value.trim().replace(/[x×]$/, '') : value)
  return parsed > 0 && Number.isFinite(parsed)
    ? ok(parsed)
    : expected('a number above 0, such as 2 or 0.5')
}

/** A number of percent; a `%` behind it is fine. */
export const percent: Parser<number> = (value) => {
  const parsed = numberOf(typeof value === 'string' ? value.trim().replace(/%$/, '') : value)
  return parsed >= 0 && Number.isFinite(parsed)
    ? ok(parsed)
    : expected('a percentage of at least 0')
}

/** A share between 0.5 and 1, neither included; `99%` is 0.99. */
export const confidence: Parser<number> = (value) => {
  const written = typeof value === 'string' ? value.trim() : value
  const parsed =
    typeof written === 'string' && written.endsWith('%')
      ? numberOf(written.slice(0, -1)) / 100
      : numberOf(written)
  return parsed > 0.5 && parsed < 1
    ? ok(parsed)
    : expected('a number between 0.5 and 1, such as 0.99')
}

/** One of these words. */
export const oneOf =
  <T extends string>(words: readonly T[]): Parser<T> =>
  (value) => {
    const found = words.find((word) => word === value)
    return found === undefined ? expected(`one of ${words.join(', ')}`) : ok(found)
  }

const TRUE = new Set(['true', '1', 'yes', 'on'])
const FALSE = new Set(['false', '0', 'no', 'off', ''])

/** True or false, also in words. */
export const flag: Parser<boolean> = (value) => {
  if (typeof value === 'boolean') return ok(value)
  const word = typeof value === 'string' ? value.trim().toLowerCase() : undefined
  if (word !== undefined && TRUE.has(word)) return ok(true)
  return word !== undefined && FALSE.has(word) ? ok(false) : expected('true or false')
}

/** Texts: an array, or one text with commas (those inside braces belong to a glob). */
export const list: Parser<readonly string[]> = (value) => {
  const parts = (Array.isArray(value) ? value : [value]).map((part: unknown) =>
    typeof part === 'string' ? splitAtCommas(part) : undefined,
  )
  return parts.every((part) => part !== undefined)
    ? ok(parts.flat())
    : expected('an array of texts')
}

/** Where a site is reached, such as `https://perf.example.org/team/`; ends with a `/`. */
export const webAddress: Parser<string> = (value) => {
  const url = typeof value === 'string' ? URL.parse(value.trim()) : null
  const isPlain =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    `${url.username}${url.password}${url.search}${url.hash}` === ''
  return isPlain
    ? ok(url.href.replace(/\/*$/, '/'))
    : expected(
        'an http: or https: address such as https://perf.example.org/, and nothing behind its path',
      )
}

/** The address of a page about a commit: `https://git.example.org/team/repo/commit/{commit}`. */
export const commitUrl: Parser<string> = (value) => {
  const written = text(value)
  const isAddress =
    written.ok &&
    /^https?:\/\/[^@]*$/.test(written.value) &&
    written.value.includes('{commit}') &&
    URL.canParse(written.value.replace('{commit}', ''))
  return isAddress
    ? written
    : expected('an http: or https: address with {commit} in it, and without a password')
}

/** Limits on windows, such as `p99=500ms/10s`. */
export const windowLimits: Parser<readonly string[]> = (value) => {
  const texts = list(value)
  return texts.ok && texts.value.every(isWindowLimit)
    ? texts
    : expected('limits with the length of a window, such as p99=500ms/10s or errors=50%/5s')
}

/** `key=value` texts (an array, or one text with commas), or an object of texts. */
export const labels: Parser<Readonly<Record<string, string>>> = (value) => {
  const pairs = isRecord(value) ? Object.entries(value) : pairsOf(list(value))
  const usable = pairs?.every(
    (pair): pair is [string, string] => pair[0] !== '' && typeof pair[1] === 'string',
  )
  return usable === true && pairs !== undefined
    ? ok(Object.fromEntries(pairs) as Record<string, string>)
    : expected('labels such as service=api')
}

/** `name=value` texts of numbers with their units (an array, or one text with commas), or an object of both. */
export const numbers: Parser<Readonly<Record<string, string>>> = (value) => {
  const texts = isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, textOf(each)]))
    : value
  const read = labels(texts)
  return read.ok ? read : expected('numbers by name, such as bursts=3')
}

const textOf = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value)

/**
 * `name=weight` texts (an array of one each, or one text with commas), or an object of numbers. A name may hold `=`: the
 * last one counts.
 */
export const weights: Parser<Readonly<Record<string, number>>> = (value) => {
  const pairs = isRecord(value) ? Object.entries(value) : weightPairs(value)
  const usable = pairs?.every(
    (pair): pair is [string, number] => pair[0] !== '' && isWeight(pair[1]),
  )
  return usable === true && pairs !== undefined
    ? ok(Object.fromEntries(pairs) as Record<string, number>)
    : expected('weights of at least 0 by scenario, such as home=3')
}

const isWeight = (value: unknown): boolean =>
  typeof value === 'number' && value >= 0 && Number.isFinite(value)

function weightPairs(value: unknown): [string, unknown][] | undefined {
  const texts: Parsed<readonly unknown[]> = Array.isArray(value) ? ok(value) : list(value)
  if (!texts.ok) return undefined
  return texts.value.map((pair) => {
    const at = typeof pair === 'string' ? pair.lastIndexOf('=') : -1
    if (typeof pair !== 'string' || at < 0) return ['', undefined]
    return [pair.slice(0, at).trim(), numberOf(pair.slice(at + 1))]
  })
}

/** A folder: a text names it, `true` means the usual one, `false` none. */
export const folderOr =
  (usual: string): Parser<string | undefined> =>
  (value) => {
    const asFlag = flag(value)
    if (asFlag.ok) return ok(asFlag.value ? usual : undefined)
    return typeof value === 'string' ? ok(value) : expected('true, false or the name of a folder')
  }

function pairsOf(texts: Parsed<readonly string[]>): [string, unknown][] | undefined {
  if (!texts.ok) return undefined
  return texts.value.map((pair) => {
    const at = pair.indexOf('=')
    return at < 0 ? [pair, undefined] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
}

function splitAtCommas(written: string): string[] {
  return written
    .split(/,(?![^{]*\})/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
