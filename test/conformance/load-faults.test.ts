import { createServer, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { httpTransport } from '../../src/measure/load/transports/http/transport.ts'
import { postgresTransport } from '../../src/measure/load/transports/postgres/transport.ts'
import { redisTransport } from '../../src/measure/load/transports/redis/transport.ts'
import { wsTransport } from '../../src/measure/load/transports/ws/transport.ts'
import type { LoadTransport } from '../../src/model/load.ts'
import { Driven, openClient } from './load-connections.ts'
import { acceptOf, upgradeTo } from './load-ws.ts'
import { selfSigned } from '../support/certificate.ts'

/** What may befall any protocol over TCP, told by the same codes: nothing hangs, nothing is silent. */

/** One protocol: what to open at an address, and what a server says until an exchange is under way. */
interface Protocol {
  readonly open: (place: string, secure?: boolean) => Promise<Driven>
  /** Answers what is said before the first exchange; called with each chunk. @returns whether the chunk was of an exchange */
  readonly greet: (socket: Socket, chunk: Buffer) => boolean
  /** The first half of an answer. */
  readonly half: Buffer
  /** What goes on for ever behind it. */
  readonly drop: Buffer
}

const TIMEOUT_MS = 400

const driven = async <P>(transport: LoadTransport<P>, plan: P): Promise<Driven> =>
  new Driven(await openClient(transport, plan, { timeoutMs: TIMEOUT_MS }))

const message = { kind: 'text', text: 'ping' } as const
const reply = { kind: 'reply', match: 'next', message } as const

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  http: {
    open: (place, secure) => driven(httpTransport, { url: `http${secure ? 's' : ''}://${place}/` }),
    greet: () => true,
    half: Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\nab'),
    drop: Buffer.from('c'),
  },
  ws: {
    open: (place, secure) =>
      driven(wsTransport, {
        url: `ws${secure ? 's' : ''}://${place}/`,
        exchange: reply,
        reconnect: { firstMs: 5, longestMs: 20 },
      }),
    greet: (socket, chunk) => {
      if (!/^sec-websocket-key/im.test(String(chunk))) return true
      socket.write(upgradeTo(acceptOf(String(chunk))))
      return false
    },
    // A text of 100,000 bytes, of which the first two.
    half: Buffer.from([0x81, 127, 0, 0, 0, 0, 0, 1, 0x86, 0xa0, 65, 66]),
    drop: Buffer.from('C'),
  },
  redis: {
    open: (place, secure) =>
      driven(redisTransport, { url: `redis${secure ? 's' : ''}://${place}` }),
    greet: (socket, chunk) => {
      const text = String(chunk)
      if (/ping/i.test(text)) return true
      // One answer for each command; that of INFO says that nothing is being loaded.
      for (const _ of text.matchAll(/^\*\d+/gm)) socket.write('+OK\r\n')
      return false
    },
    half: Buffer.from('$1000000\r\nab'),
    drop: Buffer.from('c'),
  },
  postgres: {
    open: (place, secure) =>
      driven(postgresTransport, {
        url: `postgres://me@${place}/db${secure ? '?sslmode=verify-full' : ''}`,
      }),
    greet: (socket, chunk) => {
      if (chunk[0] !== 0) return true
      // AuthenticationOk, and ReadyForQuery: idle.
      socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]))
      return false
    },
    // A row of 100,000 bytes, of which the first two.
    half: Buffer.from([0x44, 0, 1, 0x86, 0xa0, 0, 1]),
    drop: Buffer.from([0]),
  },
}

const all = Object.entries(PROTOCOLS)

describe.each(all)('%s', (name, protocol) => {
  /** What the first exchange, or the trouble before it, was. */
  async function firstCode(driver: Driven): Promise<string> {
    const trouble = driver.untilAnyTrouble()
    const ended = driver.exchange().then(({ code }) => code)
    ended.catch(() => undefined)
    return Promise.race([trouble, ended])
  }

  test('nobody listens', async () => {
    const place = await rawServer(() => undefined, { isClosed: true })
    expect(await firstCode(await protocol.open(place))).toBe('CONNECT_REFUSED')
  })

  test('the name is not found', async () => {
    const code = await firstCode(await protocol.open('no-such-host.invalid:9'))
    expect(['DNS_FAILED', 'CONNECT_TIMEOUT']).toContain(code)
  })

  test('the connection is reset at once', async () => {
    const place = await rawServer((socket) => socket.resetAndDestroy())
    expect(await firstCode(await protocol.open(place))).toMatch(/^(RESET|CLOSED)$/)
  })

  test('the connection is ended at once', async () => {
    const place = await rawServer((socket) => socket.end())
    const code = await firstCode(await protocol.open(place))
    expect(code).toMatch(
      name === 'ws' ? /^(RESET|CLOSED|WS_HANDSHAKE_FAILED)$/ : /^(RESET|CLOSED)$/,
    )
  })

  test('nothing is said', async () => {
    const place = await rawServer((socket) => socket.resume())
    const code = await firstCode(await protocol.open(place))
    expect(code).toBe(name === 'http' ? 'TIMEOUT' : 'CONNECT_TIMEOUT')
  })

  test('what is said is not the protocol', async () => {
    const place = await rawServer((socket) => {
      socket.on('data', () => socket.write('\u0007 what do you want?\r\n\r\n'))
    })
    const code = await firstCode(await protocol.open(place))
    // The package pg reads what has no sense as a message that has not come whole.
    expect(code).toBe(name === 'postgres' ? 'CONNECT_TIMEOUT' : 'MALFORMED_RESPONSE')
  })

  test.each([
    ['ended', (socket: Socket) => socket.end(), /^(TRUNCATED|CLOSED|WS_CLOSED_1006)$/],
    ['reset', (socket: Socket) => socket.resetAndDestroy(), /^(RESET|CLOSED|WS_CLOSED_1006)$/],
  ] as const)('half an answer, and the connection is %s', async (_, finish, code) => {
    const place = await rawServer((socket) => {
      socket.on('data', (chunk) => {
        if (protocol.greet(socket, chunk)) socket.write(protocol.half, () => finish(socket))
      })
    })
    const outcome = await (await protocol.open(place)).exchange()
    expect(outcome.kind).toBe('failed')
    expect(outcome.code).toMatch(code)
  })

  test('an answer that never ends', async () => {
    const place = await rawServer((socket) => {
      socket.on('data', (chunk) => {
        if (!protocol.greet(socket, chunk)) return
        socket.write(protocol.half)
        const dripping = setInterval(() => socket.write(protocol.drop), 20)
        socket.once('close', () => clearInterval(dripping))
      })
    })
    expect(await (await protocol.open(place)).exchange()).toMatchObject({
      kind: 'failed',
      code: 'TIMEOUT',
    })
  })

  test('TLS that the other side does not speak', async () => {
    const place = await rawServer((socket) => {
      // What PostgreSQL says to who asks for TLS, and has none; to others it is no TLS at all.
      socket.on('data', () => socket.end('N'))
    })
    expect(await firstCode(await protocol.open(place, true))).toBe('TLS_FAILED')
  })

  test('a certificate that is not trusted', async () => {
    const { key, cert } = selfSigned(['127.0.0.1'])
    const secureContext = createSecureContext({ key, cert })
    const place = await rawServer((socket) => {
      const begin = (): void => {
        const secured = new TLSSocket(socket, { isServer: true, secureContext })
        secured.on('error', () => undefined)
      }
      if (name !== 'postgres') return begin()
      socket.once('data', () => {
        begin()
        socket.write('S')
      })
    })
    expect(await firstCode(await protocol.open(place, true))).toBe('TLS_FAILED')
  })
})

/** Where a server listens whose sockets are given to `onSocket`. Gone when the test ends. */
async function rawServer(
  onSocket: (socket: Socket) => unknown,
  { isClosed = false }: { readonly isClosed?: boolean } = {},
): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    onSocket(socket)
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  const end = (): void => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  if (isClosed) end()
  else onTestFinished(end)
  return `127.0.0.1:${port}`
}
