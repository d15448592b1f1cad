import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import type { WsPlan } from '../../src/model/exchanges/ws.ts'
import { wsTransport } from '../../src/measure/load/transports/ws/transport.ts'
import type { ExchangeOutcome } from '../../src/model/load.ts'
import { selfSigned } from '../support/certificate.ts'
import { Driven, drained, openClient, tally } from './load-connections.ts'
import { acceptOf, tcpServer, upgradeTo, wsServer, wssServer } from './load-ws.ts'

/** Requests and their answers over real WebSockets, and every way in which they fail. */

const byId = { kind: 'json', path: 'id' } as const

const next = (url: string, more: Partial<WsPlan> = {}): WsPlan => ({
  url,
  exchange: { kind: 'reply', message: { kind: 'text', text: 'ping' }, match: 'next' },
  ...more,
})

const numbered = (url: string, more: Partial<WsPlan> = {}): WsPlan => ({
  url,
  exchange: {
    kind: 'reply',
    message: { kind: 'text', text: '{"type":"ping"}' },
    match: byId,
  },
  ...more,
})

const echo = (socket: WebSocket): void => {
  socket.on('message', (data: Buffer, isBinary) => socket.send(data, { binary: isBinary }))
}

describe('answers', () => {
  test('end their exchanges in order, with times and bytes', async () => {
    const server = await wsServer(echo)
    const driven = new Driven(await openClient(wsTransport, next(server.url)))
    const outcomes = await driven.exchanges(50)
    expect(tally(outcomes)).toEqual({ ok: 50 })
    for (const { sentNs, firstByteNs, endedNs, bytesIn, bytesOut } of outcomes) {
      expect(sentNs).toBeLessThan(firstByteNs)
      expect(firstByteNs).toBe(endedNs)
      expect([bytesIn, bytesOut]).toEqual([4, 4])
    }
  })

  test('are known by their number, in whatever order they come', async () => {
    const server = await wsServer((socket) => {
      const held: Buffer[] = []
      socket.on('message', (data: Buffer) => {
        held.push(data)
        if (held.length === 4) for (const one of held.reverse()) socket.send(String(one))
      })
    })
    const client = await openClient(wsTransport, numbered(server.url), { pipelining: 4 })
    const driven = new Driven(client)
    await driven.untilFree()
    const ended: number[] = []
    const outcomes = await Promise.all(
      [0, 1, 2, 3].map((index) => driven.start().finally(() => ended.push(index))),
    )
    expect(tally(outcomes)).toEqual({ ok: 4 })
    expect(ended).toEqual([3, 2, 1, 0])
    expect(drained(client)).toEqual({})
  })

  test('carry binary numbers', async () => {
    const server = await wsServer(echo)
    const place = { kind: 'binary', offset: 1, format: 'uint32le' } as const
    const message = { kind: 'binary', bytes: new Uint8Array(8) } as const
    const plan: WsPlan = { url: server.url, exchange: { kind: 'reply', message, match: place } }
    const driven = new Driven(await openClient(wsTransport, plan))
    expect(tally(await driven.exchanges(20))).toEqual({ ok: 20 })
  })

  test('may refuse, or tell of a failure', async () => {
    const server = await wsServer((socket) => {
      socket.on('message', (data: Buffer) => {
        const { id, says } = JSON.parse(String(data))
        socket.send(JSON.stringify({ id, ...says }))
      })
    })
    const plan: WsPlan = {
      url: server.url,
      exchange: {
        kind: 'reply',
        message: { kind: 'input' },
        match: byId,
        rejectedWhen: { path: 'error', equals: 'rate limited' },
        failedWhen: { path: 'error' },
      },
    }
    const driven = new Driven(await openClient(wsTransport, plan))
    const said = async (says: object): Promise<string> => {
      const { kind, code } = await driven.exchange({ says })
      return `${kind} ${code}`.trimEnd()
    }
    expect(await said({ ok: true })).toBe('ok')
    expect(await said({ error: 'rate limited' })).toBe('rejected WS_REJECTED')
    expect(await said({ error: 'no such room' })).toBe('failed WS_ANSWER_FAILED')
  })

  test('that come after their time-out are late, and end nothing else', async () => {
    const late: (() => void)[] = []
    const server = await wsServer((socket) => {
      socket.on('message', (data: Buffer) => {
        const answer = (): void => socket.send(String(data))
        if (late.length === 0) late.push(answer)
        else answer()
      })
    })
    const client = await openClient(wsTransport, numbered(server.url), { timeoutMs: 100 })
    const driven = new Driven(client)
    expect(await driven.exchange()).toMatchObject({ kind: 'failed', code: 'TIMEOUT' })
    for (const answer of late) answer()
    expect(await driven.exchange()).toMatchObject({ kind: 'ok' })
    expect(drained(client)).toEqual({ late: 1 })
    expect(server.sockets).toHaveLength(1)
  })

  test('that never come, where the next one counts: the connection is made anew', async () => {
    const server = await wsServer((socket, index) => {
      if (index > 0) echo(socket)
    })
    const client = await openClient(wsTransport, next(server.url), {
      timeoutMs: 200,
      pipelining: 2,
    })
    const driven = new Driven(client)
    await driven.untilFree()
    const first = driven.start()
    const second = driven.start()
    expect(await first).toMatchObject({ code: 'TIMEOUT', example: 'nothing came within 200 ms' })
    expect(await second).toMatchObject({ code: 'CLOSED' })
    expect(await driven.exchange()).toMatchObject({ kind: 'ok' })
    expect(server.sockets).toHaveLength(2)
    expect(driven.troubles).toEqual([])
  })

  test('are not waited for where the plan says so', async () => {
    const received: string[] = []
    const server = await wsServer((socket) => {
      socket.on('message', (data: Buffer) => {
        received.push(String(data))
        if (received.length === 10) socket.send('all')
      })
    })
    const plan: WsPlan = {
      url: server.url,
      exchange: { kind: 'send', message: { kind: 'input' }, sequence: byId },
    }
    const driven = new Driven(await openClient(wsTransport, plan))
    for (let index = 0; index < 10; index++) {
      const outcome = await driven.exchange({ index })
      expect(outcome).toMatchObject({ kind: 'ok', firstByteNs: 0 })
    }
    await until(() => received.length === 10, server.sockets[0])
    expect(received[9]).toBe('{"index":9,"id":9}')
  })
})

describe('a connection that breaks', () => {
  test('with its server: what is under way ends, and it comes back with it', async () => {
    const first = await wsServer(() => undefined)
    const client = await openClient(
      wsTransport,
      next(first.url, { reconnect: { firstMs: 5, longestMs: 20 } }),
    )
    const driven = new Driven(client)
    await driven.untilFree()
    const started = driven.start()
    await first.kill()
    expect(await started).toMatchObject({ kind: 'failed', code: 'WS_CLOSED_1006' })
    expect(await driven.untilTrouble('CONNECT_REFUSED')).toContain('ECONNREFUSED')
    await wsServer(echo, { port: first.port })
    expect(await driven.exchange()).toMatchObject({ kind: 'ok' })
    expect(drained(client)).toEqual({ reconnects: 1 })
  })

  test('at once, again and again: each time is told of, and no request is made of it', async () => {
    const server = await wsServer((socket) => socket.close(1013, 'try later'))
    const client = await openClient(
      wsTransport,
      next(server.url, { reconnect: { firstMs: 2, longestMs: 8 } }),
    )
    const driven = new Driven(client)
    await server.untilSockets(4)
    expect(await driven.untilTrouble('WS_CLOSED_1013')).toBe(
      'the server closed the connection (1013: try later)',
    )
  })

  test.each<[string, number, string]>([
    ['an unknown opcode', 0x83, 'invalid opcode 3'],
    ['a reserved bit', 0xc1, 'RSV1 must be clear'],
  ])('by the protocol: %s', async (_, firstByte, said) => {
    const url = await tcpServer((socket) => {
      socket.once('data', (head) => {
        socket.write(upgradeTo(acceptOf(String(head))))
        socket.once('data', () => socket.write(Buffer.from([firstByte, 1, 65])))
      })
    })
    const driven = new Driven(await openClient(wsTransport, next(url)))
    expect(await driven.exchange()).toMatchObject({
      kind: 'failed',
      code: 'MALFORMED_RESPONSE',
      example: expect.stringContaining(said),
    })
  })

  test('by a message that is too long', async () => {
    const server = await wsServer(echo)
    const plan = next(server.url, { maxMessageBytes: 3 })
    const driven = new Driven(await openClient(wsTransport, plan))
    expect(await driven.exchange()).toMatchObject({
      code: 'MALFORMED_RESPONSE',
      example: 'Max payload size exceeded',
    })
  })

  test('on purpose: what is under way ends, and the server hears a farewell', async () => {
    const server = await wsServer(() => undefined)
    const client = await openClient(wsTransport, next(server.url))
    const driven = new Driven(client)
    await driven.untilFree()
    await server.untilSockets(1)
    const started = driven.start()
    const [socket] = server.sockets
    if (socket === undefined) throw new Error('no socket came')
    const closed = once(socket, 'close', { signal: AbortSignal.timeout(10_000) })
    driven.connection.close()
    expect(await started).toMatchObject({ kind: 'failed', code: 'CLOSED' })
    expect((await closed)[0]).toBe(1000)
    expect(driven.connection.free).toBe(0)
    await client[Symbol.asyncDispose]()
  })

  test('since the run was stopped', async () => {
    const server = await wsServer(() => undefined)
    const stop = new AbortController()
    const client = await openClient(wsTransport, next(server.url), { signal: stop.signal })
    const driven = new Driven(client)
    await driven.untilFree()
    const started: Promise<ExchangeOutcome> = driven.start()
    stop.abort()
    expect(await started).toMatchObject({ kind: 'failed', code: 'CLOSED' })
  })
})

describe('a handshake that fails', () => {
  test('since it is refused', async () => {
    const server = await wsServer(() => undefined, { verifyClient: (_, done) => done(false, 401) })
    const driven = new Driven(await openClient(wsTransport, next(server.url)))
    const example = await driven.untilTrouble('WS_HANDSHAKE_401')
    expect(example).toBe('the server answered the handshake with 401 Unauthorized')
    expect(driven.connection.free).toBe(0)
  })

  test('since nobody listens', async () => {
    const server = await wsServer(() => undefined)
    await server.kill()
    const driven = new Driven(await openClient(wsTransport, next(server.url)))
    expect(await driven.untilTrouble('CONNECT_REFUSED')).toContain(String(server.port))
  })

  test('since it never ends, though bytes come', async () => {
    const url = await tcpServer((socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\n')
      const drip = setInterval(() => socket.write('x-more: 1\r\n'), 20)
      socket.once('close', () => clearInterval(drip))
    })
    const driven = new Driven(await openClient(wsTransport, next(url), { timeoutMs: 150 }))
    await driven.untilTrouble('CONNECT_TIMEOUT')
    const silent = await tcpServer(() => undefined)
    const other = new Driven(await openClient(wsTransport, next(silent), { timeoutMs: 150 }))
    expect(await other.untilTrouble('CONNECT_TIMEOUT')).toBe('no WebSocket within 150 ms')
  })

  test('since the other side is no WebSocket server', async () => {
    const url = await tcpServer((socket) => {
      socket.once('data', () => socket.write(upgradeTo('not the answer')))
    })
    const driven = new Driven(await openClient(wsTransport, next(url)))
    expect(await driven.untilTrouble('WS_HANDSHAKE_FAILED')).toBe(
      'Invalid Sec-WebSocket-Accept header',
    )
  })

  test('since a certificate is not trusted; it works with it, or without asking', async () => {
    const certificate = selfSigned(['127.0.0.1'])
    const url = await wssServer(certificate, echo)
    const driven = async (tls: WsPlan['tls']): Promise<Driven> =>
      new Driven(await openClient(wsTransport, next(url, tls === undefined ? {} : { tls })))
    const suspicious = await driven(undefined)
    expect(await suspicious.untilTrouble('TLS_FAILED')).not.toBe('')
    expect(await (await driven({ ca: certificate.cert })).exchange()).toMatchObject({ kind: 'ok' })
    expect(await (await driven({ insecure: true })).exchange()).toMatchObject({ kind: 'ok' })
  })
})

test('headers and subprotocols are sent with the handshake', async () => {
  const seen: unknown[] = []
  const server = await wsServer(echo, {
    verifyClient: ({ req }, done) => {
      seen.push(req.headers['x-user'], req.headers['sec-websocket-protocol'])
      done(true)
    },
  })
  const plan = next(server.url, { headers: { 'x-user': 'ada' }, subprotocols: ['chat.v2'] })
  const driven = new Driven(await openClient(wsTransport, plan))
  expect(await driven.exchange()).toMatchObject({ kind: 'ok' })
  expect(seen).toEqual(['ada', 'chat.v2'])
})

/** Waits for messages at a server's socket until something is so. */
async function until(isSo: () => boolean, socket: WebSocket | undefined): Promise<void> {
  if (socket === undefined) throw new Error('no socket came')
  const signal = AbortSignal.timeout(10_000)
  while (!isSo()) await once(socket, 'message', { signal })
}
