import { messageOf } from '../../../../kernel/errors.ts'
import { socketTrouble } from '../exchanging/trouble.ts'
import { InputProblem } from '../filling/input-problem.ts'
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
  const failure = (code: string, endsSession: boolean, example = message): Failure => ({
    code,
    example: hide(example),
    endsSession,
  })
  if (thrown instanceof InputProblem) return failure(thrown.code, false)
  if (thrown instanceof NobodyReceived) return failure('MESSAGE_LOST', false)
  // The server answered: the connection is as good as before, unless it was being opened.
  if (name === 'ReplyError') return failure(`REDIS_${KIND.exec(message)?.[0] ?? 'ERROR'}`, false)
  const code: unknown = Reflect.get(Object(thrown), 'code')
  if (typeof code === 'string' && code !== '') {
    const trouble = socketTrouble(thrown, 'open')
    return failure(trouble.code, true, trouble.example)
  }
  if (message === 'Command timed out') return failure('TIMEOUT', true)
  if (message.startsWith('Unknown RESP type')) return failure('MALFORMED_RESPONSE', true)
  if (message === 'connect ETIMEDOUT') return failure('CONNECT_TIMEOUT', true)
  if (/connection is closed|stream isn't writeable|aborted/i.test(message)) {
    return failure('CLOSED', true)
  }
  return failure('REDIS_CLIENT_ERROR', false)
}
