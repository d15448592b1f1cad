import { PlimsollError } from '../../../../kernel/errors.ts'

/** The code of whatever went wrong: the system's (`ECONNREFUSED`), plimsoll's own, or else the one given. */
export function codeOf(thrown: unknown, otherwise: string): string {
  if (thrown instanceof PlimsollError) return thrown.code
  const code: unknown = thrown instanceof Error ? Reflect.get(thrown, 'code') : undefined
  return typeof code === 'string' && code !== '' ? code : otherwise
}
