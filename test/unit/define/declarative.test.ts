import { describe, expect, test } from 'vitest'
import { configProblems } from '../../../src/define/config/check.ts'
import { scenarioProblems } from '../../../src/define/validation/scenario.ts'
import { cycle, scenario } from '../../../src/index.ts'

/** Problems of a definition that the types may forbid. */
const problems = (definition: object): string[] =>
  scenarioProblems(scenario('x', definition as never))

const fed = { feed: cycle([{ id: 1 }]) }

describe('work that is data', () => {
  test.each<[string, object]>([
    ['a request', { http: {} }],
    [
      'a request with everything',
      {
        ...fed,
        params: [{ size: 1 }],
        target: 'web',
        http: {
          url: '/items/{{input.id}}',
          method: 'post',
          headers: { accept: ['a', 'b'], 'x-size': '{{params.size}}' },
          cookie: 'a=b',
          userAgent: 'me',
          json: { a: 1 },
          check: { status: ['2xx', 404], headers: { etag: /x/ }, json: { '$.a': 1 } },
          insecure: true,
          ca: '',
          http2: false,
        },
      },
    ],
    ['bytes', { http: { body: Uint8Array.of(1), check: { body: { matches: /a/ } } } }],
    ['a pushed message', { ws: { url: '/', exchange: { kind: 'receive' } } }],
    [
      'a message',
      {
        ...fed,
        ws: {
          exchange: {
            kind: 'reply',
            message: { kind: 'json', value: { say: '{{input.id}}' } },
            match: { kind: 'json', path: 'id', as: 'string' },
            failedWhen: { path: 'error' },
          },
          pushed: { sequence: { kind: 'text', after: 'n=' }, numberedBy: 'server' },
        },
      },
    ],
    ['a ping', { redis: {} }],
    ['commands', { redis: { work: { kind: 'pipeline', commands: [['GET', 'a', 1]] } } }],
    ['a notification', { postgres: { work: { kind: 'notify', listeners: 2 } } }],
    [
      'a transaction',
      { postgres: { work: { kind: 'transaction', statements: [{ text: 'a', values: [1] }] } } },
    ],
    ['a datagram', { ...fed, udp: { mode: 'send', body: { kind: 'input' } } }],
    [
      'OSC',
      {
        udp: {
          url: 'osc',
          mode: 'echo',
          body: { kind: 'osc', packet: { address: '/a', arguments: [] } },
          sequence: { kind: 'osc', argument: 0 },
        },
      },
    ],
    ['another transport', { ...fed, exchange: { transport: 'mqtt', plan: { topic: 'a' } } }],
  ])('is fine: %s', (_, definition) => {
    expect(problems(definition)).toEqual([])
  })

  test.each<[object, string[]]>([
    [{ http: '/' }, ['http: expected an object, got "/"']],
    [{ http: { metod: 'GET' } }, ['http.metod: unknown key; did you mean method?']],
    [
      { http: { url: 5, headers: { a: 1 }, check: { status: [null], boddy: 1 } } },
      [
        'http.url: expected a text, got 5',
        'http.headers.a: expected a text, or an array of texts, got 1',
        "http.check.status: expected a status such as 200 or '2xx', or an array of them, got [null]",
        'http.check.boddy: unknown key; did you mean body?',
      ],
    ],
    [{ ws: {} }, ['ws.exchange: expected an object with a kind, but it is missing']],
    [
      { ws: { exchange: { kind: 'ask' } } },
      ['ws.exchange.kind: expected one of reply, send, receive, got "ask"'],
    ],
    [
      { ws: { exchange: { kind: 'reply', message: { kind: 'text' }, match: 'first', mtch: 1 } } },
      [
        'ws.exchange.mtch: unknown key; did you mean match?',
        'ws.exchange.message.text: expected a text, but it is missing',
        "ws.exchange.match: expected 'next', or the place of a number that the answer carries",
      ],
    ],
    [
      { redis: { work: { kind: 'command', command: 'GET a' } } },
      ['redis.work.command: expected a command such as ["GET", "greeting"], got "GET a"'],
    ],
    [
      { postgres: { work: { kind: 'transaction', statements: [{ txt: 'a' }] } } },
      [
        'postgres.work.statements[0].text: expected a text, but it is missing',
        'postgres.work.statements[0].txt: unknown key; did you mean text?',
      ],
    ],
    [
      { udp: { body: { kind: 'osc', packet: { address: 1 } } } },
      [
        'udp.mode: expected send, echo, but it is missing',
        'udp.body.packet.address: expected a text, got 1',
        'udp.body.packet.arguments: expected an array, but it is missing',
      ],
    ],
    [
      { exchange: { plan: {} } },
      ['exchange.transport: expected a text of 1 to 200 characters, but it is missing'],
    ],
    [
      { http: {}, ws: { exchange: { kind: 'receive' } } },
      ['http, ws: an iteration can be one of them only'],
    ],
    [
      { http: {}, setup: () => 1, metrics: {} },
      ['setup: goes with run; http is data', 'metrics: goes with run; http is data'],
    ],
    [{ http: { url: '/{{input.id}}' } }, ['feed: http says {{input.id}}, and nothing feeds it']],
    [
      { udp: { mode: 'send', body: { kind: 'input' } } },
      ["feed: udp says a kind 'input', and nothing feeds it"],
    ],
    [
      { ...fed, http: { url: '/{{id}}' } },
      ['feed: nothing in http uses it; write {{input}}, or {{input.name}}, where it belongs'],
    ],
    [
      { params: [{ a: 1 }, { b: 2 }], http: { url: '/{{params.a}}' } },
      ['http.url: not every set of params has {{params.a}}'],
    ],
    [
      { http: { json: { at: () => 1 } } },
      ['http: holds a function, or something else that is no data; write run for code'],
    ],
  ])('%j has its problems told', (definition, told) => {
    expect(problems(definition)).toEqual(told)
  })
})

describe('names of transports', () => {
  test('are free to choose, but for ours', () => {
    expect(configProblems({ transports: { mqtt: './perf/mqtt.ts' } })).toEqual([])
    expect(configProblems({ transports: { http: './a.ts', '5': './b.ts', x: 7 } })).toEqual([
      'transports.x: expected a file such as ./perf/mqtt.ts, got 7',
      'transports: "5" is no name; begin with a letter, and go on with letters, digits, - and _',
      'transports.http: plimsoll has one of that name; choose another',
    ])
    expect(configProblems({ transports: './a.ts' })).toEqual([
      'transports: expected an object, got "./a.ts"',
    ])
  })
})
