import { describe, expect, test } from 'vitest'
import { postgresFailure } from '../../../../../../src/measure/load/transports/postgres/failure.ts'
import { redisFailure } from '../../../../../../src/measure/load/transports/redis/failure.ts'
import {
  Arrivals,
  ownChannel,
} from '../../../../../../src/measure/load/transports/session/arrivals.ts'
import { loadPackage } from '../../../../../../src/measure/load/transports/exchanging/package.ts'
import { hiderFor } from '../../../../../../src/measure/load/transports/session/secrets.ts'
import { refusalOf } from '../../../../../support/refusal.ts'

describe('secrets', () => {
  test('the password is hidden as it is, and as the address writes it', () => {
    const hide = hiderFor(new URL('redis://me:p%40ss!word@host'))
    expect(hide('p@ss!word or p%40ss!word?')).toBe('*** or ***?')
  })

  test('so is what looks like one, without any in the address', () => {
    const hide = hiderFor(new URL('redis://host'))
    expect(hide('no answer from redis://a:b@host')).toBe('no answer from redis://***@host')
  })

  test('a very short one is not looked for in the middle of words', () => {
    expect(hiderFor(new URL('redis://:a@host'))('a bad day')).toBe('a bad day')
  })
})

describe('an optional package', () => {
  const need = { name: 'no-such-package', neededFor: 'redis://' }
  const load = (name: string) => (): Promise<unknown> => import(name)

  test('that is missing is named, with what to do', async () => {
    const error = await refusalOf(() => loadPackage(need, load('no-such-package')))
    expect(error).toMatchObject({
      code: 'PACKAGE_MISSING',
      exitCode: 2,
      hint: 'install it: npm install --save-dev no-such-package',
    })
  })

  test('that lacks a package of its own is another matter', async () => {
    await expect(loadPackage(need, load('another-package'))).rejects.toThrow('another-package')
  })
})

describe('arrivals', () => {
  test('a message is there when everyone has it', async () => {
    const took: number[] = []
    const arrivals = new Arrivals({ receivers: 2, bytes: 40 }, (tookNs) => took.push(tookNs))
    const [one, other] = [arrivals.begin(), arrivals.begin()]
    expect(one.text).toMatch(/^0 \d+ \.+$/)
    expect(one.text).toHaveLength(40)
    let isThere = false
    void other.arrived.then(() => (isThere = true))
    for (const text of [one.text, one.text, other.text]) arrivals.receive(text)
    await one.arrived
    expect(isThere).toBe(false)
    expect(took).toHaveLength(3)
    expect(took.every((ns) => ns >= 0)).toBe(true)
  })

  test('what is not ours, or waited for no more, is left alone', () => {
    let seen = 0
    const arrivals = new Arrivals({ receivers: 1, bytes: 0 }, () => seen++)
    const sent = arrivals.begin()
    for (const text of ['', 'hello', '99 1 ', '-1 1 ']) arrivals.receive(text)
    sent.forget()
    arrivals.receive(sent.text)
    expect(seen).toBe(0)
  })

  test('channels differ, so that no one else’s messages arrive', () => {
    expect(ownChannel('x')).toMatch(/^x:[0-9a-f]{12}$/)
    expect(ownChannel('x')).not.toBe(ownChannel('x'))
  })
})

describe('what went wrong', () => {
  const plain = (text: string): string => text
  const error = (message: string, others: object = {}): Error =>
    Object.assign(new Error(message), others)

  test.each([
    [error('ERR no such command', { name: 'ReplyError' }), 'REDIS_ERR', false],
    [error('something odd', { name: 'ReplyError' }), 'REDIS_ERROR', false],
    [error('connect ECONNREFUSED', { code: 'ECONNREFUSED' }), 'CONNECT_REFUSED', true],
    [error('Command timed out'), 'TIMEOUT', true],
    [error('connect ETIMEDOUT'), 'CONNECT_TIMEOUT', true],
    [error('Connection is closed.'), 'CLOSED', true],
    ['thrown text', 'REDIS_CLIENT_ERROR', false],
  ])('with Redis: %s', (thrown, code, endsSession) => {
    expect(redisFailure(thrown, plain)).toMatchObject({ code, endsSession })
  })

  test.each([
    [error('duplicate key', { code: '23505', severity: 'ERROR' }), 'SQLSTATE_23505', false],
    [error('going down', { code: '57P01', severity: 'FATAL' }), 'SQLSTATE_57P01', true],
    [error('read ECONNRESET', { code: 'ECONNRESET' }), 'RESET', true],
    [error('Query read timeout'), 'TIMEOUT', true],
    [error('timeout expired'), 'CONNECT_TIMEOUT', true],
    [error('Connection terminated unexpectedly'), 'CLOSED', true],
    [undefined, 'POSTGRES_CLIENT_ERROR', true],
  ])('with PostgreSQL: %s', (thrown, code, endsSession) => {
    expect(postgresFailure(thrown, plain)).toMatchObject({ code, endsSession })
  })
})
