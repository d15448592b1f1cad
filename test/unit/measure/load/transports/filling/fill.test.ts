import { describe, expect, test } from 'vitest'
import { httpProblems } from '../../../../../../src/measure/load/transports/http/plan-problems.ts'
import { httpWithInput } from '../../../../../../src/measure/load/transports/http/input.ts'
import { postgresProblems } from '../../../../../../src/measure/load/transports/postgres/check.ts'
import { postgresWithInput } from '../../../../../../src/measure/load/transports/postgres/input.ts'
import { redisProblems } from '../../../../../../src/measure/load/transports/redis/check.ts'
import { redisWithInput } from '../../../../../../src/measure/load/transports/redis/input.ts'
import { udpWithInput } from '../../../../../../src/measure/load/transports/udp/input.ts'
import { udpProblems } from '../../../../../../src/measure/load/transports/udp/settings.ts'
import { wsProblems } from '../../../../../../src/measure/load/transports/ws/settings.ts'
import { wsWithInput } from '../../../../../../src/measure/load/transports/ws/input.ts'
import { messageMaker } from '../../../../../../src/measure/load/transports/ws/messages.ts'
import type { HttpPlan } from '../../../../../../src/model/exchanges/http.ts'

const url = 'http://127.0.0.1/items/{{input.id}}?q={{ input.q }}'
/** What a request has of its own for an input. */
const request = (plan: Partial<HttpPlan>, input: unknown): unknown =>
  httpWithInput({ url: 'http://127.0.0.1/', ...plan }).fromInput?.(input)

/** What can't be told from the rest of a text where it is not kept apart. */
const HOSTILE = 'a/../b?c=d#e&f g\r\nx: y"\'; drop table users; --{{input.id}}'

describe('HTTP', () => {
  test('the path and the query hold any value as one part', () => {
    expect(request({ url }, { id: HOSTILE, q: 'ä&b=c' })).toEqual({
      path: `/items/${encodeURIComponent(HOSTILE)}?q=%C3%A4%26b%3Dc`,
    })
  })

  test('JSON holds values as they are, texts and others, and nothing ends it', () => {
    const json = { id: '{{input.id}}', text: 'no. {{input.n}}', list: ['{{input}}'], fixed: true }
    const input = { id: HOSTILE, n: 7 }
    const { body } = request({ json }, input) as { readonly body: string }
    expect(JSON.parse(body)).toEqual({ id: HOSTILE, text: 'no. 7', list: [input], fixed: true })
  })

  test('a body of text and headers hold text as it is; a cookie no other cookie', () => {
    const plan = { body: 'name={{input.n}}', headers: { 'x-n': ['1', '{{input.n}}'] } }
    expect(request(plan, { n: 2.5 })).toEqual({
      body: 'name=2.5',
      headers: { 'x-n': ['1', '2.5'] },
    })
    expect(request({ cookie: 'a={{input}}' }, 'b')).toEqual({ headers: { cookie: ['a=b'] } })
    expect(() => request({ cookie: 'a={{input}}' }, 'b; admin=1')).toThrow("a cookie can't hold")
  })

  test('a plan without places is left as it is', () => {
    const plan = { url: 'http://127.0.0.1/', body: '{{name}}' }
    expect(httpWithInput(plan)).toBe(plan)
  })

  test.each([
    [{}, 'the input has nothing for {{input.id}}'],
    [{ id: undefined }, 'the input has nothing for {{input.id}}'],
    [undefined, 'the input has nothing for {{input.id}}'],
    [{ id: null }, '{{input.id}} stands in a text, and the input has null for it'],
    [{ id: {} }, '{{input.id}} stands in a text, and the input has an object for it'],
    [{ id: [1] }, '{{input.id}} stands in a text, and the input has an array for it'],
    [{ id: () => 1 }, '{{input.id}} stands in a text, and the input has a function for it'],
  ])('an input of %j is refused', (input, said) => {
    expect(() => request({ url }, input)).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', message: said }),
    )
  })

  test('the input can not say where requests go, nor what is checked', () => {
    const problems = httpProblems({
      url: 'http://{{input.user}}@127.0.0.1/{{input.id}}',
      method: '{{input.m}}',
      check: { body: { contains: '{{input.id}}' } },
    })
    expect(problems).toEqual([
      'method: "{{INPUT.M}}" is no method',
      "method: {{input.m}} can't stand here: it is the same in each exchange",
      "check.body.contains: {{input.id}} can't stand here: it is the same in each exchange",
      'url: the input can stand in its path and its query only',
    ])
    expect(httpProblems({ url: 'http://{{input.host}}/' })).toEqual([
      'url: the input can stand in its path and its query only',
    ])
  })
})

describe('Redis', () => {
  const plan = {
    url: 'redis://127.0.0.1',
    work: { kind: 'command', command: ['SET', 'user:{{input.id}}', '{{input.v}}'] },
  } as const
  const command = (input: unknown): unknown => {
    const { work } = redisWithInput(plan)
    return work?.kind === 'command' && typeof work.command === 'function' && work.command(input)
  }

  test('arguments stay arguments, whatever is in them', () => {
    expect(command({ id: HOSTILE, v: 'a b\r\nDEL x' })).toEqual([
      'SET',
      `user:${HOSTILE}`,
      'a b\r\nDEL x',
    ])
    expect(command({ id: 1, v: Uint8Array.of(1) })).toEqual(['SET', 'user:1', Buffer.from([1])])
    expect(() => command({ id: 1, v: {} })).toThrow('neither text, number nor bytes')
  })

  test('the command itself is no input', () => {
    const work = { kind: 'command', command: ['{{input}}'] } as const
    expect(redisProblems({ url: plan.url, work })).toEqual([
      "work.command[0]: {{input}} can't stand here: it is the same in each exchange",
    ])
  })
})

describe('PostgreSQL', () => {
  const url = 'postgres://127.0.0.1'
  const text = 'select $1, $2'

  test('values stay values, of their own type', () => {
    const work = { kind: 'query', text, values: ['{{input.id}}', 'x{{input.n}}'] } as const
    const filled = postgresWithInput({ url, work }).work
    const { values } = filled as { readonly values: (input: unknown) => unknown }
    expect(values({ id: HOSTILE, n: 1 })).toEqual([HOSTILE, 'x1'])
    expect(values({ id: 5n, n: 1 })).toEqual([5n, 'x1'])
  })

  test('the statement is no input', () => {
    const work = { kind: 'query', text: "select '{{input.id}}'" } as const
    expect(postgresProblems({ url, work })).toEqual([
      "work.text: {{input.id}} can't stand here: it is the same in each exchange",
    ])
  })
})

describe('WebSocket', () => {
  const url = 'ws://127.0.0.1'

  test('JSON holds values as they are, beside its number', () => {
    const message = { kind: 'json', value: { say: '{{input.text}}' } } as const
    const match = { kind: 'json', path: 'id' } as const
    const { exchange } = wsWithInput({ url, exchange: { kind: 'reply', message, match } })
    if (exchange.kind !== 'reply') throw new Error('another kind')
    const text = messageMaker(exchange.message, match)({ text: HOSTILE }, 4)
    expect(JSON.parse(String(text))).toEqual({ say: HOSTILE, id: 4 })
  })

  test('the handshake is no input', () => {
    const message = { kind: 'text', text: '{{input}}' } as const
    const exchange = { kind: 'send', message } as const
    expect(wsProblems({ url: `${url}/{{input.room}}`, exchange })).toEqual([
      "url: {{input.room}} can't stand here: it is the same in each exchange",
    ])
  })
})

describe('UDP', () => {
  test('OSC holds values of their own type', () => {
    const packet = {
      address: '/cv/{{input.channel}}',
      arguments: [{ type: 'f', value: '{{input.volts}}' }],
    } as const
    const plan = { url: 'udp://127.0.0.1:9', mode: 'send', body: { kind: 'osc', packet } } as const
    expect(udpProblems(plan)).toEqual([])
    const { body } = udpWithInput(plan)
    if (body.kind !== 'filled') throw new Error('nothing was filled')
    expect(body.from({ channel: 1, volts: 2.5 })).toEqual({
      address: '/cv/1',
      arguments: [{ type: 'f', value: 2.5 }],
    })
  })
})
