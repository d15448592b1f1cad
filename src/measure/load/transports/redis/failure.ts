import { messageOf } from '../../../../kernel/errors.ts'
import type { Failure } from '../session/driver.ts'

/** What went wrong between us and Redis. */

/** An answer that is an error begins with its kind: `WRONGTYPE Operation against …`. */
const KIND = /^[A-Z][A-Z0-9_]*(?= |$)/

/** Nobody was there to receive a message, though its subscribers were. */
export class NobodyReceived extends Error {
  override readonly name = 'NobodyReceived'
}

/** @param hide removes secrets from a text */
export function redisFailure(thrown: unknown, hide: (text: string) => string): Failure {
  const message = messageOf(thrown)
  const name: unknown = Reflect.get(Object(thrown), 'name')
  const failure = (code: string, endsSession: boolean): Failure => ({
    code,
    example: hide(message === 'AggregateError' ? code : message),
    endsSession,
  })
  if (thrown instanceof NobodyReceived) return failure('MESSAGE_LOST', false)
  // The server answered: the connection is as good as before, unless it was being opened.
  if (name === 'ReplyError') return failure(`REDIS_${KIND.exec(message)?.[0] ?? 'ERROR'}`, false)
  const code: unknown = Reflect.get(Object(thrown), 'code')
  if (typeof code === 'string' && code !== '') return failure(code, true)
  if (message === 'Command timed out') return failure('TIMEOUT', true)
  if (message === 'connect ETIMEDOUT') return failure('CONNECT_TIMEOUT', true)
  if (/connection is closed|stream isn't writeable|aborted/i.test(message)) {
    return failure('CONNECTION_LOST', true)
  }
  return failure('REDIS_CLIENT_ERROR', false)
}
