import { describe, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import type { PushedPlan, WsPlan } from '../../src/model/exchanges/ws.ts'
import { wsTransport } from '../../src/measure/load/transports/ws/transport.ts'
import { type LoadClient, observes } from '../../src/model/load.ts'
import { drained } from '../support/observations.ts'
import { Driven, openClient, tally } from './load-connections.ts'
import { type WsServer, wsServer } from './load-ws.ts'

/** Messages that a server sends of its own accord; what goes wrong is planted, and must be found exactly. */

const pushed: PushedPlan = {
  sequence: { kind: 'json', path: 'n' },
  sentAt: { place: { kind: 'json', path: 'at' }, unit: 'ns', clock: 'monotonic' },
}

/** Each exchange asks for an answer, which comes behind all that was pushed before. */
const plan = (url: string, more: Partial<PushedPlan> = {}): WsPlan => ({
  url,
  exchange: {
    kind: 'reply',
    message: { kind: 'text', text: '{}' },
    match: { kind: 'json', path: 'id' },
  },
  pushed: { ...pushed, ...more },
  reconnect: { firstMs: 5, longestMs: 20 },
})

const answering = (socket: WebSocket): void => {
  socket.on('message', (data: Buffer) => socket.send(String(data)))
}

const push = (socket: WebSocket | undefined, n: number): void =>
  socket?.send(`{"n":${n},"at":${process.hrtime.bigint()}}`)

describe('a fan-out to 50 sockets', () => {
  const SOCKETS = 50
  const MESSAGES = 200
  /** Planted on each socket, different from one to the next. */
  const isLost = (n: number, socket: number): boolean => n > 0 && (n + socket) % 40 === 7
  const isDoubled = (n: number, socket: number): boolean => (n + socket) % 50 === 11
  const isHeldBack = (n: number, socket: number): boolean => (n + socket) % 25 === 3

  test('is counted message by message: lost, doubled, reordered, and how far apart', async () => {
    const server = await wsServer(answering)
    const fanOut = { isFanOut: true, numberedBy: 'server' } as const
    const client = await openClient(wsTransport, plan(server.url, fanOut))
    const all = await connected(client, server, SOCKETS)
    const planted = { pushed: 0, lost: 0, duplicates: 0, reordered: 0 }
    const held = new Map<number, number>()
    for (let n = 0; n < MESSAGES; n++) {
      for (const [index, socket] of server.sockets.entries()) {
        const late = held.get(index)
        held.delete(index)
        const copies = n === MESSAGES - 1 || !isLost(n, index) ? (isDoubled(n, index) ? 2 : 1) : 0
        if (copies === 1 && late === undefined && n < MESSAGES - 2 && isHeldBack(n, index)) {
          held.set(index, n)
          continue
        }
        for (let copy = 0; copy < copies; copy++) push(socket, n)
        planted.pushed += copies
        planted.duplicates += copies === 2 ? 1 : 0
        planted.lost += copies === 0 ? 1 : 0
        if (late === undefined) continue
        push(socket, late)
        planted.pushed++
        planted.reordered += copies > 0 ? 1 : 0
      }
    }
    expect(tally(await Promise.all(all.map((driven) => driven.exchange())))).toEqual({
      ok: SOCKETS,
    })
    await client[Symbol.asyncDispose]()
    const { counts, values } = observed(client)
    expect(planted.lost * planted.duplicates * planted.reordered).toBeGreaterThan(0)
    expect(counts).toEqual(planted)
    expect(values['pushLatency']).toHaveLength(planted.pushed - planted.duplicates)
    expect(values['fanOutSkew']).toHaveLength(MESSAGES)
    for (const times of Object.values(values)) {
      for (const ns of times) expect(ns >= 0 && ns < 20e9).toBe(true)
    }
  })

  test('shows the spread that the server makes', async () => {
    const server = await wsServer(answering)
    const client = await openClient(
      wsTransport,
      plan(server.url, { isFanOut: true, numberedBy: 'server' }),
    )
    const [first, second] = await connected(client, server, 2)
    const startNs = Number(process.hrtime.bigint())
    push(server.sockets[0], 1)
    await first?.exchange()
    // The first copy has come, as its connection's answer tells, before the second one leaves.
    push(server.sockets[1], 1)
    const endNs = (await second?.exchange())?.endedNs ?? 0
    const { values } = observed(client)
    expect(values['fanOutSkew']).toHaveLength(1)
    expect(values['fanOutSkew']?.[0]).toBeGreaterThan(0)
    expect(values['fanOutSkew']?.[0]).toBeLessThanOrEqual((endNs - startNs) * 1.001)
  })
})

describe('one-way times', () => {
  test('are those from the stamp to the arrival', async () => {
    const ageNs = 30_000_000_000n
    const server = await wsServer((socket) => {
      answering(socket)
      const at = process.hrtime.bigint() - ageNs
      socket.send(JSON.stringify({ n: 0, at: String(at) }))
    })
    const client = await openClient(wsTransport, plan(server.url))
    await new Driven(client).exchange()
    const [latency = 0] = observed(client).values['pushLatency'] ?? []
    expect(latency).toBeGreaterThanOrEqual(Number(ageNs) * 0.999)
    expect(latency).toBeLessThan(Number(ageNs) * 2)
  })

  test('are not given for stamps of another clock', async () => {
    const server = await wsServer((socket) => {
      answering(socket)
      socket.send(JSON.stringify({ n: 0, at: Date.now() * 1e6 }))
      socket.send(JSON.stringify({ n: 1, at: 0 }))
      socket.send(JSON.stringify({ n: 2 }))
    })
    const client = await openClient(wsTransport, plan(server.url))
    await new Driven(client).exchange()
    const { counts, values } = observed(client)
    expect(values).toEqual({})
    // A host that started within the last ten minutes could have stamped a 0.
    expect(counts['pushed']).toBe(3)
    expect(counts['unusableTimestamps']).toBeGreaterThanOrEqual(2)
    const wall = { ...pushed.sentAt, clock: 'wall' } as NonNullable<PushedPlan['sentAt']>
    const other = await openClient(wsTransport, plan(server.url, { sentAt: wall }))
    await new Driven(other).exchange()
    expect(observed(other)).toEqual({ counts: { pushed: 3 }, values: {} })
    expect(observes(other) && Object.keys(other.observations.metrics)).not.toContain('pushLatency')
  })
})

describe('a connection that is made anew', () => {
  /** Breaks after message 5, and goes on with 9. */
  const breaking = (): Promise<WsServer> =>
    wsServer((socket, index) => {
      answering(socket)
      const [from, to] = index === 0 ? [0, 5] : [9, 12]
      for (let n = from; n <= to; n++) push(socket, n)
      if (index === 0) socket.close(1012, 'restarting')
    })

  test.each([
    ['server', { lost: 3 }],
    ['connection', {}],
  ] as const)('has missed what was numbered by the %s', async (numberedBy, missed) => {
    const server = await breaking()
    const client = await openClient(wsTransport, plan(server.url, { numberedBy }))
    const driven = new Driven(client)
    await server.untilSockets(2)
    await driven.exchange()
    await client[Symbol.asyncDispose]()
    const { counts } = observed(client)
    expect(counts).toEqual({ pushed: 10, reconnects: 1, ...missed })
    expect(driven.troubles.map(({ code }) => code)).toEqual(['WS_CLOSED_1012'])
  })
})

test('a server that numbers anew after its end is followed from there', async () => {
  const server = await wsServer((socket, index) => {
    answering(socket)
    const from = index === 0 ? 5_000 : 0
    for (let n = from; n < from + 10; n++) push(socket, n)
    if (index === 0) socket.close(1012, 'restarting')
  })
  const client = await openClient(wsTransport, plan(server.url, { numberedBy: 'server' }))
  const driven = new Driven(client)
  await server.untilSockets(2)
  await driven.exchange()
  await client[Symbol.asyncDispose]()
  const { counts, values } = observed(client)
  expect(counts).toEqual({ pushed: 20, reconnects: 1 })
  expect(values['pushLatency']).toHaveLength(20)
})

test('an exchange may be the next pushed message, which is counted too', async () => {
  const server = await wsServer((socket) => {
    answering(socket)
  })
  const receiving: WsPlan = { url: server.url, exchange: { kind: 'receive' }, pushed }
  const client = await openClient(wsTransport, receiving)
  const [driven] = await connected(client, server, 1)
  for (let n = 0; n < 5; n++) {
    const started = driven?.start()
    push(server.sockets[0], n)
    expect(await started).toMatchObject({ kind: 'ok', bytesOut: 0 })
  }
  expect(observed(client).counts).toEqual({ pushed: 5 })
})

test('what is neither an answer nor pushed is unexpected', async () => {
  const server = await wsServer((socket) => {
    answering(socket)
    socket.send('hello')
    socket.send(Buffer.of(1, 2, 3))
    push(socket, 5)
    // No stream jumps so far: taken for one of its numbers, it would be a trillion losses.
    push(socket, 1e12)
  })
  const client = await openClient(wsTransport, plan(server.url))
  await new Driven(client).exchange()
  expect(observed(client).counts).toEqual({ pushed: 1, unexpected: 3 })
})

test('a slow reader lets the data back up at the server, and spoils no times', async () => {
  const MESSAGES = 32
  const filler = 'x'.repeat(1024 * 1024)
  const server = await wsServer(answering)
  const client = await openClient(wsTransport, {
    ...plan(server.url),
    slowReaders: { share: 0.5, readMs: 1, pauseMs: 600_000 },
  })
  const [reader, slow] = await connected(client, server, 2)
  // So much takes many turns of the event loop: the slow one has stopped reading long before its end.
  for (const socket of server.sockets) {
    for (let n = 0; n < MESSAGES; n++) {
      socket.send(`{"n":${n},"at":${process.hrtime.bigint()},"filler":"${filler}"}`)
    }
  }
  expect(await reader?.exchange()).toMatchObject({ kind: 'ok' })
  expect(server.sockets[0]?.bufferedAmount).toBe(0)
  expect(server.sockets[1]?.bufferedAmount).toBeGreaterThan(0)
  const { counts, values } = observed(client)
  expect(counts['pushed']).toBeLessThan(2 * MESSAGES)
  expect(values['pushLatency']).toHaveLength(MESSAGES)
  expect(slow?.connection.free).toBe(1)
})

test('the times of a slow reader are its own doing, even while it reads', async () => {
  const server = await wsServer(answering)
  const client = await openClient(wsTransport, {
    ...plan(server.url, { isFanOut: true, numberedBy: 'server' }),
    slowReaders: { share: 1, readMs: 600_000, pauseMs: 1 },
  })
  const all = await connected(client, server, 2)
  for (const socket of server.sockets) push(socket, 1)
  await Promise.all(all.map((driven) => driven.exchange()))
  await client[Symbol.asyncDispose]()
  expect(observed(client)).toEqual({ counts: { pushed: 2 }, values: {} })
})

/** Connections one after another, so that the server's sockets are in the same order. */
async function connected(
  client: LoadClient,
  server: WsServer,
  count: number,
): Promise<readonly Driven[]> {
  const all: Driven[] = []
  while (all.length < count) {
    const driven = new Driven(client)
    await driven.untilFree()
    all.push(driven)
    await server.untilSockets(all.length)
  }
  return all
}

function observed(client: LoadClient): ReturnType<typeof drained> {
  if (!observes(client)) throw new Error('it has no observations')
  return drained(client.observations)
}
