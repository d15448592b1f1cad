import type { Run } from './run.ts'
import { NAME_MAX, TEXT_MAX } from './schema/parts.ts'

/**
 * A run whose texts its schema takes. What users' code throws and what git or a CI service says may be of any length
 * and hold NUL or half a surrogate pair; a measurement must not be lost for that. Only such texts change: NUL and half
 * pairs become U+FFFD, long texts and error codes are cut.
 */
export function tidyRun(run: Run): Run {
  return tidy(run, '') as Run
}

/** Too long for a text by design, and checked where it is made. */
const WHOLE = 'histogram'

function tidy(value: unknown, key: string): unknown {
  if (typeof value === 'string') return key === WHOLE ? value : tidyText(value, key)
  if (Array.isArray(value)) return value.map((element) => tidy(element, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [wellFormed(name), tidy(inner, name)]),
  )
}

function tidyText(text: string, key: string): string {
  const max = key === 'code' ? NAME_MAX : TEXT_MAX
  const whole = wellFormed(text)
  // Cutting may itself split a pair.
  return whole.length > max ? `${whole.slice(0, max - 1).toWellFormed()}…` : whole
}

const wellFormed = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD')
