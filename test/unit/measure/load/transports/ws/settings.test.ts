import { describe, expect, test } from 'vitest'
import type { WsPlan } from '../../../../../../src/model/exchanges/ws.ts'
import {
  socketOptions,
  wsProblems,
} from '../../../../../../src/measure/load/transports/ws/settings.ts'
import { isSlowReader } from '../../../../../../src/measure/load/transports/ws/slow-reading.ts'

const plan: WsPlan = {
  url: 'ws://127.0.0.1:1/chat',
  exchange: { kind: 'reply', message: { kind: 'text', text: 'ping' }, match: 'next' },
}
const sequence = { kind: 'json', path: 'n' } as const

describe('a plan', () => {
  test('that makes sense passes', () => {
    expect(wsProblems(plan)).toEqual([])
    expect(wsProblems({ ...plan, exchange: { kind: 'receive' }, pushed: { sequence } })).toEqual([])
  })

  test('that does not has every problem told at once', () => {
    const problems = wsProblems({
      ...plan,
      url: 'http://127.0.0.1/',
      headers: { 'bad name': 'x', good: 'line\nbreak' },
      subprotocols: ['a b', 'c', 'c'],
      maxMessageBytes: 0,
      pushed: { sequence: { kind: 'json', path: '' }, isFanOut: true, window: 33 },
      slowReaders: { share: 2, readMs: 0, pauseMs: Number.NaN },
    })
    const keys = problems.map((problem) => problem.slice(0, problem.indexOf(':')))
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

  test('with certificates that are none makes no sense', () => {
    const ca = '-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----'
    expect(wsProblems({ ...plan, tls: { ca } })).toEqual([expect.stringContaining('tls.ca: ')])
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
