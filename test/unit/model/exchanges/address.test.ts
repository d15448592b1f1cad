import { describe, expect, test } from 'vitest'
import {
  hostsOf,
  needsTarget,
  resolveAddress,
  withSampleAddress,
} from '../../../../src/model/exchanges/address.ts'
import type { TargetInfo } from '../../../../src/model/target.ts'
import { refusalOf } from '../../../support/refusal.ts'

const target: TargetInfo = {
  name: 'bot',
  url: 'http://127.0.0.1:4000/base/page',
  instances: [{ name: 'bot', url: 'http://127.0.0.1:4000', ports: { http: 4000, osc: 9001 } }],
  servers: { REDIS_URL: 'redis://:pw@127.0.0.1:6400', DATABASE_URL: 'postgres://127.0.0.1/db' },
}
const at = (transport: string, url?: string, info: TargetInfo = target): unknown => {
  const plan = url === undefined ? {} : { url }
  return Reflect.get(Object(resolveAddress({ transport, plan }, info).plan), 'url')
}

describe('an address', () => {
  test.each([
    ['http', '/items?x=1', 'http://127.0.0.1:4000/items?x=1'],
    ['http', 'more', 'http://127.0.0.1:4000/base/more'],
    ['http', undefined, 'http://127.0.0.1:4000/base/page'],
    [
      'http',
      '/ä/{{input.a}}?b={{input.b}}',
      'http://127.0.0.1:4000/%C3%A4/{{input.a}}?b={{input.b}}',
    ],
    ['http', 'https://example.org/x', 'https://example.org/x'],
    ['ws', '/chat', 'ws://127.0.0.1:4000/chat'],
    ['redis', undefined, 'redis://:pw@127.0.0.1:6400'],
    ['redis', 'REDIS_URL', 'redis://:pw@127.0.0.1:6400'],
    ['postgres', undefined, 'postgres://127.0.0.1/db'],
    ['udp', 'osc', 'udp://127.0.0.1:9001'],
    ['mqtt', '/topic', 'http://127.0.0.1:4000/topic'],
    ['mqtt', 'anything else', 'anything else'],
    ['mqtt', undefined, undefined],
  ])('of %s that is written %j is %j', (transport, written, found) => {
    expect(at(transport, written)).toBe(found)
  })

  test('of WebSockets is as safe as the pages are', () => {
    expect(at('ws', '/chat', { ...target, url: 'https://example.org' })).toBe(
      'wss://example.org/chat',
    )
  })

  test.each([
    [
      'http',
      '/',
      { ...target, url: 'redis://127.0.0.1' },
      'is at redis://127.0.0.1, not at http://',
    ],
    ['redis', 'CACHE', target, 'has no redis:// server by the name CACHE; there are REDIS_URL'],
    ['postgres', undefined, { ...target, servers: {} }, 'has no postgres:// server'],
    [
      'redis',
      undefined,
      { ...target, servers: { A: 'redis://a', B: 'rediss://b' } },
      'has more than one redis:// server; there are A, B',
    ],
    ['udp', undefined, target, 'is at no udp:// address; there are http, osc'],
    ['udp', 'constructor', target, 'has no port named constructor; there are http, osc'],
  ] as const)('of %s, %j, that the target does not have', async (transport, url, info, said) => {
    const refusal = await refusalOf(() => at(transport, url, info))
    expect(refusal).toMatchObject({ code: 'NOT_AT_TARGET', exitCode: 2 })
    expect(refusal.message).toBe(`the target bot ${said}`)
  })

  test('without a target is refused, unless it needs none', async () => {
    const exchange = { transport: 'http', plan: { url: '/x' } }
    const refusal = await refusalOf(() => resolveAddress(exchange, undefined))
    expect(refusal).toMatchObject({ code: 'NO_TARGET', exitCode: 2 })
    const whole = { transport: 'http', plan: { url: 'http://a/x' } }
    expect(resolveAddress(whole, undefined)).toBe(whole)
  })

  test('with a port and no protocol is not whole', () => {
    expect(needsTarget({ transport: 'http', plan: { url: 'localhost:3000/x' } })).toBe(true)
  })
})

test('the rest of a plan can be checked before the target is there', () => {
  const sample = withSampleAddress({ transport: 'http', plan: { url: '/a/{{input.id}}', x: 1 } })
  expect(sample.plan).toEqual({ url: 'http://target.invalid/a/{{input.id}}', x: 1 })
  const whole = { transport: 'redis', plan: { url: 'nonsense://x' } }
  expect(withSampleAddress(whole)).toBe(whole)
})

test('hosts are those that are named, wherever that is', () => {
  const work = { kind: 'publish', subscribeUrls: ['redis://b', 'redis://[::1]:1'] }
  expect(hostsOf({ transport: 'redis', plan: { url: 'redis://a', work } })).toEqual([
    'a',
    'b',
    '::1',
  ])
  expect(hostsOf({ transport: 'http', plan: { url: '/x' } })).toEqual([])
  expect(hostsOf({ transport: 'mqtt', plan: undefined })).toEqual([])
})
