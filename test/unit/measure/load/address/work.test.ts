import { describe, expect, test } from 'vitest'
import { isLoopback } from '../../../../../src/measure/load/address/hosts.ts'
import type { AddressRequest } from '../../../../../src/measure/load/address/request.ts'
import {
  isAddress,
  refuseAddressParts,
  workOfAddress,
} from '../../../../../src/measure/load/address/work.ts'
import { refusalOf } from '../../../../support/refusal.ts'

const asked = (url: string, more: Partial<AddressRequest> = {}): AddressRequest => ({
  url,
  headers: [],
  cookies: [],
  insecure: false,
  http2: false,
  ...more,
})

describe('an address over HTTP', () => {
  test('is a GET', () => {
    const work = workOfAddress(asked('http://localhost:3000/a?b=1'))
    expect(work).toMatchObject({
      name: 'GET http://localhost:3000/a?b=1',
      host: 'localhost',
      transport: 'http',
      plan: { method: 'GET', url: 'http://localhost:3000/a?b=1' },
    })
  })

  test('is a POST where it has a body, unless it says otherwise', () => {
    const method = (more: Partial<AddressRequest>): unknown =>
      Reflect.get(Object(workOfAddress(asked('http://[::1]/', more)).plan), 'method')
    expect(method({ body: '{}' })).toBe('POST')
    expect(method({ body: '{}', method: 'put' })).toBe('PUT')
  })

  test('has its headers and cookies, also several of one name', () => {
    const { plan } = workOfAddress(
      asked('https://localhost/', {
        headers: ['Accept: text/html', 'x-tag: a', 'X-Tag: b:c'],
        cookies: ['a=1', 'b=2'],
      }),
    )
    expect(plan).toMatchObject({
      headers: { accept: ['text/html'], 'x-tag': ['a', 'b:c'] },
      cookie: 'a=1; b=2',
    })
  })

  test('never shows a password', () => {
    expect(workOfAddress(asked('http://me:hidden@localhost/')).name).not.toContain('hidden')
  })
})

test.each([
  ['ftp://localhost/', {}, 'BAD_ADDRESS'],
  ['http://', {}, 'BAD_ADDRESS'],
  ['udp://localhost:9000', {}, 'NO_BODY'],
  ['udp://localhost:9000', { body: 'x', method: 'GET', http2: true }, 'BAD_FLAGS'],
  ['http://localhost/', { query: 'select 1' }, 'BAD_FLAGS'],
  ['http://localhost/', { headers: ['no colon'] }, 'BAD_HEADER'],
  ['http://localhost/', { cookies: ['a=1', 'no equals sign'] }, 'BAD_COOKIE'],
])('%s with %o is refused: %s', async (url, more, code) => {
  expect(await refusalOf(() => workOfAddress(asked(url, more)))).toMatchObject({
    code,
    exitCode: 2,
  })
})

test('an address is told from a filter', () => {
  expect(['http://x', 'postgres://x', 'redis+tls://x'].every(isAddress)).toBe(true)
  expect(['chat', 'perf/chat.perf.ts', 'http', '//x'].some(isAddress)).toBe(false)
})

test.each([
  ['localhost:3000', {}, 'BAD_ADDRESS'],
  ['127.0.0.1:3000/items', {}, 'BAD_ADDRESS'],
  ['[::1]:3000', {}, 'BAD_ADDRESS'],
  ['chat', { method: 'POST', headers: ['a: b'] }, 'BAD_FLAGS'],
])('no filter: %s with %o is refused: %s', async (filter, more, code) => {
  const refused = await refusalOf(() => refuseAddressParts(['chat', filter], asked('', more)))
  expect(refused).toMatchObject({ code, exitCode: 2 })
})

test('filters with a colon may be names of scenarios', () => {
  const filters = ['chat:3', 'http', 'perf/a.perf.ts']
  expect(() => refuseAddressParts(filters, asked(''))).not.toThrow()
})

test('only this machine is loopback', () => {
  const own = ['localhost', 'LOCALHOST', 'a.localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]']
  const mapped = [URL.parse('http://[::ffff:127.0.0.1]/')?.hostname ?? '']
  const others = [
    'example.org',
    '10.0.0.1',
    '0.0.0.0',
    '127.0.0.1.example.org',
    'localhost.org',
    '::',
    // 7.241.0.1, and 0.0.0.127 of nobody.
    '::ffff:7f1:1',
    '::ffff:7f',
  ]
  expect([...own, ...mapped].filter(isLoopback)).toEqual([...own, ...mapped])
  expect(others.filter(isLoopback)).toEqual([])
})
