import { messageOf } from '../../../../kernel/errors.ts'
import type { Failure } from '../session/driver.ts'

/** What went wrong between us and PostgreSQL. */

/** The package says these only in words. */
const SAID: readonly (readonly [RegExp, string])[] = [
  [/^Query read timeout$/, 'TIMEOUT'],
  [/^timeout expired$|connection timeout/i, 'CONNECT_TIMEOUT'],
  [/^Connection terminated|not queryable|has encountered a connection error/, 'CONNECTION_LOST'],
]

/** @param hide removes secrets from a text */
export function postgresFailure(thrown: unknown, hide: (text: string) => string): Failure {
  const message = messageOf(thrown)
  const code: unknown = Reflect.get(Object(thrown), 'code')
  const severity: unknown = Reflect.get(Object(thrown), 'severity')
  const failure = (named: string, endsSession: boolean): Failure => ({
    code: named,
    example: hide(message === 'AggregateError' ? named : message),
    endsSession,
  })
  if (typeof severity === 'string') {
    // FATAL and PANIC end the connection: https://www.postgresql.org/docs/18/protocol-message-formats.html
    return failure(`SQLSTATE_${String(code)}`, severity !== 'ERROR')
  }
  if (typeof code === 'string' && code !== '') return failure(code, true)
  const said = SAID.find(([pattern]) => pattern.test(message))
  return said === undefined ? failure('POSTGRES_CLIENT_ERROR', true) : failure(said[1], true)
}
