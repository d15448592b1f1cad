import type * as z from 'zod'
import type { Path, Problem } from './shape.ts'

/** Words for what is wrong with a document. Keys and values come from outside, so they are quoted and cut. */

const QUOTED_MAX = 60
const LINE_MAX = 300
// Control and format characters, line and paragraph separators: they can move the cursor or hide text.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/

/** A problem in one line: `results[0].metrics.latency.p50: expected number, received string`. */
export function describeProblem(problem: Problem): string {
  const where = problem.path.length === 0 ? '' : `${pathText(problem.path)}: `
  return printable(`${where}${problem.message}`, LINE_MAX)
}

/** `['results', 0, 'labels', 'a b']` → `results[0].labels["a b"]`. */
function pathText(path: Path): string {
  let text = ''
  for (const part of path) text += partText(part, text === '')
  return text
}

function partText(part: PropertyKey, first: boolean): string {
  if (typeof part === 'number') return `[${part}]`
  const key = String(part)
  if (!PLAIN_KEY.test(key)) return `[${quote(key)}]`
  return `${first ? '' : '.'}${printable(key, QUOTED_MAX)}`
}

/** In double quotes, printable, cut. */
export function quote(text: string): string {
  return JSON.stringify(printable(text, QUOTED_MAX))
}

/** One line without characters that a terminal would act on, cut to `max`. */
function printable(text: string, max: number): string {
  const line = text
    .slice(0, max + 1)
    .replace(UNPRINTABLE, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return line.length > max ? `${line.slice(0, max - 1)}…` : line
}

/** What zod found, in our words. */
export function problemsOf(error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: messageOf(issue) }]
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'unknown key' }))
  })
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') return 'is none of the allowed kinds of value'
  if (
    issue.code === 'invalid_type' &&
    issue.input === undefined &&
    issue.message.includes('undefined')
  ) {
    return 'is missing'
  }
  return issue.message.replace(/^Invalid input: /, '')
}
