import { type PlimsollError, usageError } from '../../../kernel/errors.ts'
import { redact } from '../../../kernel/redact.ts'

/** `name: value` lines; those of one name stay several. @throws PlimsollError BAD_HEADER */
export function headersOf(lines: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const pairs = lines.map((line) => {
    const at = line.indexOf(':')
    if (at < 1) throw badHeader(line)
    return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()] as const
  })
  const groups = Map.groupBy(pairs, ([name]) => name)
  return Object.fromEntries([...groups].map(([name, all]) => [name, all.map(([, value]) => value)]))
}

/** `name=value` pairs, as one line. @throws PlimsollError BAD_COOKIE */
export function cookieOf(pairs: readonly string[]): string {
  const bad = pairs.find((pair) => pair.indexOf('=') < 1)
  if (bad === undefined) return pairs.join('; ')
  const message = `--cookie: expected "name=value", got "${redact(bad)}"`
  throw usageError('BAD_COOKIE', message, 'write it as in --cookie "session=abc"')
}

function badHeader(line: string): PlimsollError {
  const message = `--header: expected "name: value", got "${redact(line)}"`
  return usageError('BAD_HEADER', message, 'write it as in --header "accept: text/html"')
}
