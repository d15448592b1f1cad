import { type PlimsollError, usageError } from '../kernel/errors.ts'
import type { TokenHash } from '../model/access.ts'
import { hashPassword, newToken, PASSWORD_CHARACTERS, sha256 } from '../serve/index.ts'
import { readAccess, writeAccess } from './access-file.ts'
import { instant, type Project } from './project.ts'

/** Passwords and tokens of a project's pages. A server that is running heeds them at once. */

/** Whoever has logged in with another one has to do so again. @throws PlimsollError PASSWORD_WEAK */
export async function setPassword({ cwd }: Project, password: string): Promise<void> {
  const characters = password.normalize('NFC').length
  const { least, most } = PASSWORD_CHARACTERS
  if (characters < least || password.length > most) {
    throw usageError(
      'PASSWORD_WEAK',
      characters < least
        ? `a password of ${characters} characters is too easily guessed`
        : `a password of ${characters} characters is too long`,
      `take ${least} characters or more, up to ${most}: four random words are good`,
    )
  }
  const access = await readAccess(cwd)
  await writeAccess(cwd, { ...access, password: await hashPassword(password) })
}

/** Nobody can log in any more. */
export async function removePassword({ cwd }: Project): Promise<void> {
  await writeAccess(cwd, { ...(await readAccess(cwd)), password: null })
}

/** What tokens are called. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u
const TOKENS_MAX = 1000

/** Makes a token. @returns the token itself, which can't be shown again @throws PlimsollError TOKEN_NAME, TOKEN_EXISTS */
export async function addToken({ cwd, clock }: Project, name: string): Promise<string> {
  if (!NAME.test(name)) {
    const hint = 'begin with a letter or digit, and go on with those, ., _ and -: up to 60 in all'
    throw usageError('TOKEN_NAME', `${JSON.stringify(name)} is no name of a token`, hint)
  }
  const access = await readAccess(cwd)
  if (access.tokens.some((token) => token.name === name)) {
    const hint = `choose another name, or revoke it first: --revoke-token ${name}`
    throw usageError('TOKEN_EXISTS', `there is a token '${name}' already`, hint)
  }
  if (access.tokens.length >= TOKENS_MAX) {
    throw usageError('TOKENS_TOO_MANY', `there are ${TOKENS_MAX} tokens`, 'revoke some of them')
  }
  const token = newToken()
  const kept = { name, sha256: sha256(token), createdAt: instant(clock) }
  await writeAccess(cwd, { ...access, tokens: [...access.tokens, kept] })
  return token
}

/** A token, as it may be shown. */
export type ListedToken = Pick<TokenHash, 'name' | 'createdAt'>

/** Oldest first. */
export async function listTokens({ cwd }: Project): Promise<readonly ListedToken[]> {
  const { tokens } = await readAccess(cwd)
  return tokens.map(({ name, createdAt }) => ({ name, createdAt }))
}

/** @throws PlimsollError TOKEN_NOT_FOUND */
export async function revokeToken({ cwd }: Project, name: string): Promise<void> {
  const access = await readAccess(cwd)
  const tokens = access.tokens.filter((token) => token.name !== name)
  if (tokens.length === access.tokens.length) throw tokenNotFound(name, access.tokens)
  await writeAccess(cwd, { ...access, tokens })
}

function tokenNotFound(name: string, tokens: readonly TokenHash[]): PlimsollError {
  const names = tokens.map((token) => token.name).join(', ')
  return usageError(
    'TOKEN_NOT_FOUND',
    `there is no token '${name}'`,
    names === '' ? 'there are none' : `there are: ${names}`,
  )
}
