import { describe, expect, test } from 'vitest'
import type { WsPlan } from '../../../../../../src/model/exchanges/ws.ts'
import {
  checkWsPlan,
  socketOptions,
} from '../../../../../../src/measure/load/transports/ws/settings.ts'
import { isSlowReader } from '../../../../../../src/measure/load/transports/ws/slow-reading.ts'
import { refusalOf } from '../../../../../support/refusal.ts'

const plan: WsPlan = {
  url: 'ws://127.0.0.1:1/chat',
  exchange: { kind: 'reply', message: { kind: 'text', text: 'ping' }, match: 'next' },
}
const sequence = { kind: 'json', path: 'n' } as const

describe('a plan', () => {
  test('that makes sense passes', () => {
    expect(() => checkWsPlan(plan)).not.toThrow()
    expect(() =>
      checkWsPlan({ ...plan, exchange: { kind: 'receive' }, pushed: { sequence } }),
    ).not.toThrow()
  })

  test('that does not is refused with every problem at once', async () => {
    const refusal = await refusalOf(() =>
      checkWsPlan({
        ...plan,
        url: 'http://127.0.0.1/',
        headers: { 'bad name': 'x', good: 'line\nbreak' },
        subprotocols: ['a b', 'c', 'c'],
        maxMessageBytes: 0,
        pushed: { sequence: { kind: 'json', path: '' }, isFanOut: true, window: 33 },
        slowReaders: { share: 2, readMs: 0, pauseMs: Number.NaN },
      }),
    )
    expect(refusal).toMatchObject({ code: 'WS_PLAN', exitCode: 2 })
    const keys = refusal.problems.map((problem) => problem.slice(0, problem.indexOf(':')))
    expect(keys).toEqual([
      'url',
      'headers',
      'headers',
      'subprotocols',
      'subprotocols',
      'maxMessageBytes',
      'exchange.match',
      'pushed.sequence.path',
      'pushed.isFanOut',
      'pushed.window',
      'slowReaders.share',
      'slowReaders.readMs',
      'slowReaders.pauseMs',
    ])
  })

  test('with certificates that are none is refused', async () => {
    const refusal = await refusalOf(() =>
      socketOptions({
        ...plan,
        tls: { ca: '-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----' },
      }),
    )
    expect(refusal.message).toContain('tls.ca')
  })

  test('never compresses', () => {
    expect(socketOptions(plan)).toMatchObject({ perMessageDeflate: false, followRedirects: false })
  })
})

test('slow readers are spread evenly over the connections', () => {
  const slow = (share: number): number[] =>
    Array.from({ length: 10 }, (_, index) => index).filter((index) =>
      isSlowReader(index, { share, readMs: 1, pauseMs: 1 }),
    )
  expect(slow(0)).toEqual([])
  expect(slow(0.2)).toEqual([4, 9])
  expect(slow(1)).toHaveLength(10)
})
