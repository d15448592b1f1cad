import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { TokenHash } from '../../model/access.ts'

/** Tokens let programs in: `Authorization: Bearer plimsoll_…`. Only their SHA-256 is kept. */

const TOKEN_BYTES = 32
/** Programs that look for leaked secrets know tokens by such a beginning. */
const PREFIX = 'plimsoll_'

/** A new one; it can't be shown again. */
export const newToken = (): string => PREFIX + randomBytes(TOKEN_BYTES).toString('base64url')

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Which of the tokens an `Authorization` header carries. Each comparison takes constant time. */
export function tokenIn(
  authorization: string | undefined,
  kept: readonly TokenHash[],
): TokenHash | undefined {
  const [, token] = /^Bearer ([\w.~+/-]{1,200}=*)$/i.exec(authorization ?? '') ?? []
  if (token === undefined) return undefined
  const given = Buffer.from(sha256(token), 'hex')
  return kept.find((each) => {
    const expected = Buffer.from(each.sha256, 'hex')
    return expected.length === given.length && timingSafeEqual(given, expected)
  })
}
