import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import type { PasswordHash } from '../../model/access.ts'

/**
 * Passwords are kept as salted scrypt hashes (RFC 7914), with the cost that they were made at, so that a later version
 * may raise it and still know the old ones.
 */

/** 128 MiB a try: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt */
const COST = { n: 2 ** 17, r: 8, p: 1 } as const
const SALT_BYTES = 16
const HASH_BYTES = 32
/** What a hash may cost at most: one that was tampered with must not exhaust the machine. */
const MEMORY_MAX_BYTES = 2 ** 29

/** Shortest and longest password, in characters as Unicode composes them (NFC). */
export const PASSWORD_CHARACTERS = { least: 12, most: 1024 } as const

/** A new hash. */
export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, COST)
  return { kind: 'scrypt', ...COST, salt: salt.toString('base64'), hash: hash.toString('base64') }
}

/** Whether it is the password; takes as long for a wrong one. */
export async function isPassword(password: string, kept: PasswordHash): Promise<boolean> {
  if (password.length > PASSWORD_CHARACTERS.most) return false
  const expected = Buffer.from(kept.hash, 'base64')
  const given = await oneAtATime(() => derive(password, Buffer.from(kept.salt, 'base64'), kept))
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function derive(
  password: string,
  salt: Buffer,
  { n, r, p }: Pick<PasswordHash, 'n' | 'r' | 'p'>,
): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const cost = { N: n, r, p, maxmem: MEMORY_MAX_BYTES }
  scrypt(password.normalize('NFC'), salt, HASH_BYTES, cost, (error, key) => {
    if (error === null) resolve(key)
    else reject(error)
  })
  return promise
}

let last: Promise<unknown> = Promise.resolve()

/** Many tries at once cost no more memory, and no more cores, than one. */
function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work, work)
  last = mine.catch(() => undefined)
  return mine
}
