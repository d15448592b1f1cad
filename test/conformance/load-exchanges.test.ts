import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { openExchanges } from '../../src/harness.ts'
import { startUdpCounter } from './udp-counter.ts'
import { httpServer, listen } from '../support/listening.ts'
import { rawServer } from './load-http.ts'
import { createServer } from 'node:net'

/** The code of what a promise is rejected with. */
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'none',
    (thrown: unknown) => Reflect.get(Object(thrown), 'code') as unknown,
  )

describe('exchanges from code', () => {
  test('go over as many connections as were asked for, and wait their turn', async () => {
    let [now, most] = [0, 0]
    await using server = await httpServer((_request, response) => {
      most = Math.max(most, ++now)
      setTimeout(() => {
        now--
        response.end('ok')
      }, 5)
    })
    const work = { http: { url: server.url } }
    await using exchanges = await openExchanges(work, { connections: 3 })
    await Promise.all(Array.from({ length: 20 }, () => exchanges.exchange()))
    expect(server.connections()).toBe(3)
    expect(most).toBe(3)
  })

  test('take the place of what their input says', async () => {
    const seen: (string | undefined)[] = []
    await using server = await httpServer((request, response) => {
      seen.push(request.url)
      response.end()
    })
    await using exchanges = await openExchanges({
      http: { url: `${server.url}/items/{{input.id}}` },
    })
    await exchanges.exchange({ id: 7 })
    await exchanges.exchange({ id: 'a b' })
    expect(seen).toEqual(['/items/7', '/items/a%20b'])
    expect(await codeOf(exchanges.exchange({}))).toBe('INPUT_INVALID')
    await exchanges.exchange({ id: 8 })
  })

  test('fail with the code of what went wrong, and go on', async () => {
    await using server = await httpServer((request, response) => {
      response.statusCode = Number(request.url?.slice(1))
      response.end()
    })
    await using exchanges = await openExchanges({ http: { url: `${server.url}/{{input}}` } })
    expect(await codeOf(exchanges.exchange(503))).toBe('HTTP_503')
    expect(await codeOf(exchanges.exchange(429))).toBe('REJECTED')
    expect(await codeOf(exchanges.exchange(200))).toBe('none')
  })

  test('that wait behind one that is never answered are told in time', async () => {
    await using server = await rawServer(() => undefined)
    const options = { timeoutMs: 200 }
    await using exchanges = await openExchanges({ http: { url: server.url } }, options)
    const codes = await Promise.all([
      codeOf(exchanges.exchange()),
      codeOf(exchanges.exchange()),
      codeOf(exchanges.exchange()),
    ])
    expect(codes[0]).toBe('TIMEOUT')
    for (const code of codes) expect(['TIMEOUT', 'CONNECT_TIMEOUT']).toContain(code)
  })

  test('go on over a new connection when theirs breaks', async () => {
    let requests = 0
    await using server = await rawServer((socket) => {
      requests++
      if (requests === 2) socket.destroy()
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
    })
    await using exchanges = await openExchanges({ http: { url: server.url } })
    await exchanges.exchange()
    expect(await codeOf(exchanges.exchange())).toMatch(/CLOSED|RESET/)
    await exchanges.exchange()
    expect(server.connections()).toBe(2)
  })

  test('end for whoever waits when they are closed', async () => {
    await using server = await rawServer(() => undefined)
    const exchanges = await openExchanges({ http: { url: server.url } })
    const codes = [codeOf(exchanges.exchange()), codeOf(exchanges.exchange())]
    await exchanges[Symbol.asyncDispose]()
    expect(await Promise.all(codes)).toEqual(['CLOSED', 'CLOSED'])
  })

  test('over UDP', async () => {
    await using server = await startUdpCounter()
    const udp = {
      url: `udp://127.0.0.1:${server.port}`,
      mode: 'send',
      body: { kind: 'text', text: 'ping' },
    } as const
    await using exchanges = await openExchanges({ udp }, { connections: 2 })
    await Promise.all([exchanges.exchange(), exchanges.exchange()])
    const until = performance.now() + 10_000
    while (server.received() < 2 && performance.now() < until) await delay(5)
    expect(server.received()).toBe(2)
  })

  test('with nobody are refused, by the code of what prevents them', async () => {
    const gone = await listen(createServer())
    await gone[Symbol.asyncDispose]()
    const opened = openExchanges({ http: { url: gone.url } }, { timeoutMs: 5_000 })
    expect(await codeOf(opened)).toBe('CONNECT_REFUSED')
  })

  test('that make no sense are told before anything is opened', async () => {
    const http = { url: 'http://127.0.0.1:1/' }
    expect(await codeOf(openExchanges({}))).toBe('ONE_TRANSPORT')
    expect(await codeOf(openExchanges({ http, udp: { mode: 'send' } as never }))).toBe(
      'ONE_TRANSPORT',
    )
    expect(await codeOf(openExchanges({ http: { url: 'nowhere' } }))).toBe('LOAD_PLAN_INVALID')
  })
})
