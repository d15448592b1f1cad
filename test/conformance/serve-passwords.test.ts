import { scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashPassword, isPassword } from '../../src/serve/access/passwords.ts'

test('a password is known by its hash, however its letters are composed', async () => {
  const composed = 'Größe über alles'.normalize('NFC')
  const kept = await hashPassword(composed)
  expect(kept).toMatchObject({ kind: 'scrypt', n: 131_072, r: 8, p: 1 })
  expect(await isPassword(composed.normalize('NFD'), kept)).toBe(true)
  expect(await isPassword(`${composed} `, kept)).toBe(false)
  // What Node makes of the same password, salt and cost is the same.
  const cost = { N: kept.n, r: kept.r, p: kept.p, maxmem: 2 ** 29 }
  const expected = scryptSync(composed, Buffer.from(kept.salt, 'base64'), 32, cost)
  expect(kept.hash).toBe(expected.toString('base64'))
})

test('one password has another hash each time', async () => {
  const [one, other] = await Promise.all([
    hashPassword('the same one'),
    hashPassword('the same one'),
  ])
  expect(one?.salt).not.toBe(other?.salt)
  expect(one?.hash).not.toBe(other?.hash)
})
