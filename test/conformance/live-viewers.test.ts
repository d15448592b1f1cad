import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import type { LiveMessage, LiveState } from '../../src/model/page.ts'
import type { LiveFeed } from '../../src/model/ports.ts'
import { type LiveRoute, registerLive } from '../../src/serve/live/register.ts'
import { journalLane, journalRun, RUN_ID } from '../support/live.ts'
import { windowOf } from '../support/loads.ts'

/** Real sockets, many of them, and a server that must not mind. */

type Update = LiveMessage & { readonly kind: 'update' }

/** A feed that is told what to tell. Each window is some 20 kB, and counts how often it becomes text. */
class Told implements LiveFeed {
  readonly written = { states: 0, updates: 0 }
  readonly listeners = new Set<(update: Update) => void>()
  told = 0

  state(): LiveState {
    const { told, written } = this
    const window = {
      ...windowOf(told - 1, [1e6]),
      toJSON: () => counted(written, 'states', { told }),
    }
    const lane = { ...journalLane('chat'), windows: [window] }
    const run = { ...journalRun, status: 'running' as const, lanes: [lane], progress: null }
    return { schema: 'plimsoll/live@1', runs: [run] }
  }

  subscribe(listener: (update: Update) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  tell(): void {
    const { written } = this
    const number = this.told++
    const text = { told: number, filler: 'x'.repeat(20_000) }
    const window = { ...windowOf(number, [1e6]), toJSON: () => counted(written, 'updates', text) }
    const windows = [{ run: RUN_ID, key: 'chat', windows: [window] }]
    for (const each of this.listeners) each({ kind: 'update', runs: [], gone: [], windows })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.listeners.clear()
  }
}

function counted<K extends string, T>(written: Record<K, number>, what: K, text: T): T {
  written[what]++
  return text
}

async function serve(
  more: Partial<LiveRoute> = {},
): Promise<{ readonly feed: Told; readonly port: number; readonly close: () => Promise<void> }> {
  const feed = new Told()
  const app = fastify({ forceCloseConnections: true })
  registerLive(app, { feed, path: '/api/v1/live', authorise: () => true, ...more })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  const close = (): Promise<void> => app.close()
  onTestFinished(close)
  return { feed, port: typeof address === 'object' ? (address?.port ?? 0) : 0, close }
}

/** Numbers of what a viewer was told, with `state` in front of those of a state. */
class Reader {
  readonly socket: WebSocket
  readonly told: string[] = []
  readonly closed: Promise<number>

  constructor(port: number, path = '/api/v1/live') {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${path}`)
    this.socket.on('message', (data: Buffer) => this.told.push(numberIn(data.toString())))
    this.socket.on('error', () => undefined)
    const { promise, resolve } = Promise.withResolvers<number>()
    this.socket.once('close', resolve)
    this.closed = promise
    onTestFinished(() => this.socket.terminate())
  }

  async until(told: string): Promise<void> {
    while (!this.told.slice(-20).includes(told)) await once(this.socket, 'message')
  }
}

const numberIn = (text: string): string =>
  `${text.startsWith('{"kind":"state"') ? 'state ' : ''}${/"told":(\d+)/.exec(text)?.[1] ?? ''}`

/** Shakes hands, and reads nothing more. */
async function sleeper(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' })
  onTestFinished(() => void socket.destroy())
  const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
  socket.write(`GET /api/v1/live HTTP/1.1\r\nHost: x\r\n${[...upgrade, key].join('\r\n')}\r\n\r\n`)
  await once(socket, 'data')
  socket.pause()
  return socket
}

test('of fifty viewers those that read get everything, and those that never do cost nothing', async () => {
  const { feed, port, close } = await serve()
  const readers = Array.from({ length: 40 }, () => new Reader(port))
  const sleepers = await Promise.all(Array.from({ length: 10 }, () => sleeper(port)))
  await Promise.all(readers.map((reader) => reader.until('state 0')))
  // Far more than the buffers of the machine take.
  const updates = 600
  for (let index = 0; index < updates; index++) {
    feed.tell()
    // Those that read keep up, however busy the machine is.
    if (index % 5 === 4) await Promise.all(readers.map((reader) => reader.until(String(index))))
  }
  const numbers = Array.from({ length: updates }, (_, index) => String(index))
  for (const { told } of readers) expect(told).toEqual(['state 0', ...numbers])
  expect(feed.written.updates).toBe(updates)

  // One of them wakes up: what was too much for it was left out, and it is told what is.
  const [woken] = sleepers
  let bytes = 0
  let text = ''
  const caughtUp = Promise.withResolvers<void>()
  woken?.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    text = (text + chunk.toString('latin1')).slice(-2_000)
    if (text.includes(`"windows":[{"told":${updates}}]`)) caughtUp.resolve()
  })
  woken?.resume()
  await caughtUp.promise
  expect(bytes).toBeLessThan((updates * 20_000) / 2)
  expect(feed.written.updates).toBe(updates)

  await close()
  expect(feed.listeners.size).toBe(0)
  expect(await Promise.all(readers.map(({ closed }) => closed))).toEqual(readers.map(() => 1001))
})

test('who may not watch, comes to the wrong place, or is one too many is refused', async () => {
  const refused = await serve({ authorise: () => false })
  expect(await new Reader(refused.port).closed).toBe(1006)
  const { port } = await serve({ mostViewers: 1 })
  expect(await statusOf(port, '/elsewhere')).toBe(404)
  expect(await statusOf(refused.port, '/api/v1/live')).toBe(401)
  const first = new Reader(port)
  await first.until('state 0')
  expect(await statusOf(port, '/api/v1/live')).toBe(503)
  first.socket.close()
  await first.closed
  await new Reader(port).until('state 0')
})

async function statusOf(port: number, path: string): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`)
  socket.on('error', () => undefined)
  const [, response] = await once(socket, 'unexpected-response')
  socket.terminate()
  return Number(response.statusCode)
}

test('viewers have nothing to say', async () => {
  const { port } = await serve()
  const loud = new Reader(port)
  await loud.until('state 0')
  loud.socket.send('x'.repeat(2_000))
  expect(await loud.closed).toBe(1009)
  const asking = new Reader(port)
  await asking.until('state 0')
  asking.socket.ping('there?')
  expect(String((await once(asking.socket, 'pong'))[0])).toBe('there?')
  const chatty = new Reader(port)
  await chatty.until('state 0')
  for (let index = 0; index < 200; index++) chatty.socket.send('hello')
  expect(await chatty.closed).toBe(1008)
})

test('who does not answer any more is sent away', async () => {
  const { feed, port } = await serve({ pings: { everyMs: 50 } })
  const reader = new Reader(port)
  await reader.until('state 0')
  const silent = await sleeper(port)
  silent.resume()
  await once(silent, 'close')
  expect([feed.listeners.size, reader.socket.readyState]).toEqual([1, WebSocket.OPEN])
})
