import { messageOf } from '../../../../kernel/errors.ts'
import { socketTrouble } from '../exchanging/trouble.ts'
import { InputProblem } from '../filling/input-problem.ts'
import type { Failure } from '../session/driver.ts'

/** What went wrong between us and PostgreSQL. */

/** The package says these only in words. */
const SAID: readonly (readonly [RegExp, string])[] = [
  [/^Query read timeout$/, 'TIMEOUT'],
  [/^timeout expired$|connection timeout/i, 'CONNECT_TIMEOUT'],
  [/does not support SSL connections|error establishing an SSL connection/, 'TLS_FAILED'],
  [/^Connection terminated|not queryable|has encountered a connection error/, 'CLOSED'],
]

/** @param hide removes secrets from a text */
export function postgresFailure(thrown: unknown, hide: (text: string) => string): Failure {
  const message = messageOf(thrown)
  const code: unknown = Reflect.get(Object(thrown), 'code')
  const severity: unknown = Reflect.get(Object(thrown), 'severity')
  const failure = (named: string, endsSession: boolean, example = message): Failure => ({
    code: named,
    example: hide(example),
    endsSession,
  })
  if (thrown instanceof InputProblem) return failure(thrown.code, false)
  if (typeof severity === 'string') {
    // FATAL and PANIC end the connection: https://www.postgresql.org/docs/18/protocol-message-formats.html
    return failure(`SQLSTATE_${String(code)}`, severity !== 'ERROR')
  }
  if (typeof code === 'string' && code !== '') {
    const trouble = socketTrouble(thrown, 'open')
    return failure(trouble.code, true, trouble.example)
  }
  const said = SAID.find(([pattern]) => pattern.test(message))
  return said === undefined ? failure('POSTGRES_CLIENT_ERROR', true) : failure(said[1], true)
}
