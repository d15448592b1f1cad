import { expect, expectTypeOf, test } from 'vitest'
import { cycle, type DeclarativeWork, type HttpPlan, scenario } from '../../../src/index.ts'

/** What the compiler lets be written: `tsc` reads this file with all others. */

test('data is typed, and is what the scenario has', () => {
  const made = scenario('item', {
    params: [{ size: 1 }],
    feed: cycle([{ id: 1 }]),
    target: 'web',
    http: { url: '/{{input.id}}?size={{params.size}}', check: { status: [200, '3xx'] } },
  })
  expect(made).toMatchObject({
    target: 'web',
    exchange: { transport: 'http', plan: { url: '/{{input.id}}?size={{params.size}}' } },
  })
  expect(made.run).toThrow('carried out by a transport')
  const other = scenario('say', { exchange: { transport: 'mqtt', plan: { topic: 'a' } } })
  expect(other.exchange).toEqual({ transport: 'mqtt', plan: { topic: 'a' } })
  expectTypeOf<DeclarativeWork['http']['method']>().toEqualTypeOf<HttpPlan['method']>()
})

test('OSC takes placeholders where it takes numbers', () => {
  const { exchange } = scenario('volts', {
    feed: cycle([{ volts: 1 }]),
    udp: {
      url: 'osc',
      mode: 'send',
      body: {
        kind: 'osc',
        packet: { address: '/cv', arguments: [{ type: 'f', value: '{{input.volts}}' }] },
      },
    },
  })
  expect(exchange?.transport).toBe('udp')
})

test('what can not be is no definition', () => {
  // @ts-expect-error: one of them only
  scenario('two', { http: { url: '/' }, ws: { exchange: { kind: 'receive' } } })
  // @ts-expect-error: data or code
  scenario('both', { http: { url: '/' }, run: () => 1 })
  // @ts-expect-error: set-up is code's
  scenario('setup', { http: { url: '/' }, setup: () => 1 })
  // @ts-expect-error: a key that is none
  scenario('typo', { http: { url: '/', metod: 'GET' } })
  // @ts-expect-error: a kind that is none
  scenario('kind', { ws: { exchange: { kind: 'ask' } } })
  // @ts-expect-error: nothing to do
  scenario('nothing', { category: 'general' })
  const inferred = scenario('code', {
    setup: async () => ({ count: 0 }),
    run: ({ ctx }) => expectTypeOf(ctx).toEqualTypeOf<{ count: number }>(),
  })
  expect(inferred.exchange).toBeUndefined()
})
