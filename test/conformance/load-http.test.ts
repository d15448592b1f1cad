import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import type { HttpCheck } from '../../src/model/exchanges/http.ts'
import { httpServer, listen } from '../support/listening.ts'
import { answer, type Driver, drive, rawServer } from './load-http.ts'

/** What a server saw of a request. */
interface SeenRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** A server that remembers requests and answers `ok`. */
async function rememberingServer() {
  const seen: SeenRequest[] = []
  const server = await listen(
    createServer((request, response) => {
      void remember(request).then((one) => {
        seen.push(one)
        response.end('ok')
      })
    }),
  )
  return { ...server, seen, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

async function remember(request: IncomingMessage): Promise<SeenRequest> {
  const { method = '', url = '', headers } = request
  return { method, url, headers, body: await text(request) }
}

const nowNs = (): number => Number(process.hrtime.bigint())

/** Several exchanges, one after the other. */
async function exchanges(driver: Driver, count: number) {
  const ends = []
  for (let i = 0; i < count; i++) ends.push(await driver.exchange())
  return ends
}

describe('an HTTP/1.1 exchange', () => {
  it('is timed on the clock of process.hrtime, phase by phase, and uses its connection again', async () => {
    await using server = await httpServer((_request, response) => response.end('hello'))
    const beforeNs = nowNs()
    await using driver = await drive({ url: `${server.url}/a` })
    const [first, second, third] = await exchanges(driver, 3)
    const afterNs = nowNs()
    if (first === undefined || second === undefined) throw new Error('no exchange')
    expect(first).toMatchObject({ kind: 'ok', code: '', example: '', tlsNs: 0 })
    expect(first.connectNs).toBeGreaterThan(0)
    expect(second.connectNs).toBe(0)
    const times = [first, second].flatMap((end) => [end.sentNs, end.firstByteNs, end.endedNs])
    // Readings of two clocks that are one may differ by less than a microsecond.
    const all = [beforeNs - 1000, ...times, afterNs + 1000]
    expect(all).toEqual(all.toSorted((one, other) => one - other))
    expect(third?.bytesIn).toBeGreaterThan('hello'.length)
    expect(server.connections()).toBe(1)
    expect(driver.client.counts).toEqual({ connections: 1, exchanges: 3, reused: 2 })
    expect(driver.troubles).toEqual([])
  })

  it('counts its bytes', async () => {
    const said = answer('hello')
    await using server = await rawServer((socket, requests) => {
      socket.write(requests === 1 ? said : `HTTP/1.1 100 Continue\r\n\r\n${said}`)
    })
    await using driver = await drive({ url: server.url, method: 'POST', body: 'grüße' })
    const [first, second] = await exchanges(driver, 2)
    expect(first?.bytesIn).toBe(said.length)
    expect(second?.bytesIn).toBe(said.length + 'HTTP/1.1 100 Continue\r\n\r\n'.length)
    await using other = await rememberingServer()
    await using counting = await drive({ url: other.url, method: 'POST', body: 'grüße' })
    const { bytesOut } = await counting.exchange()
    const head = Object.entries(other.seen[0]?.headers ?? {}).map(
      ([name, value]) => `${name}: ${String(value)}`,
    )
    const text = ['POST / HTTP/1.1', ...head, '', ''].join('\r\n')
    expect(bytesOut).toBe(text.length + Buffer.byteLength('grüße'))
  })

  it('sends what the plan says', async () => {
    await using server = await rememberingServer()
    await using driver = await drive({
      url: `http://jo%40x:s3cret@127.0.0.1:${server.port}/a%20b?c=d#e`,
      method: 'put',
      headers: { 'X-One': '1', accept: ['text/html', 'text/plain'] },
      cookie: 'a=b; c=d',
      userAgent: 'plimsoll/1.2.3',
      body: Uint8Array.of(104, 105),
    })
    await driver.exchange()
    expect(server.seen).toEqual([
      {
        method: 'PUT',
        url: '/a%20b?c=d',
        headers: {
          host: `127.0.0.1:${server.port}`,
          'user-agent': 'plimsoll/1.2.3',
          connection: 'keep-alive',
          cookie: 'a=b; c=d',
          authorization: `Basic ${Buffer.from('jo@x:s3cret').toString('base64')}`,
          'x-one': '1',
          accept: 'text/html, text/plain',
          'content-length': '2',
        },
        body: 'hi',
      },
    ])
  })

  it('lets headers of the plan replace those sent by themselves', async () => {
    await using server = await rememberingServer()
    await using driver = await drive({
      url: server.url,
      method: 'POST',
      headers: { Host: 'example.org', 'User-Agent': 'me' },
    })
    await driver.exchange()
    expect(server.seen[0]?.headers).toEqual({
      host: 'example.org',
      'user-agent': 'me',
      connection: 'keep-alive',
      'content-length': '0',
    })
  })

  it('varies with its input', async () => {
    await using server = await rememberingServer()
    const plan = { url: `${server.url}/base`, method: 'POST', headers: { a: '1', b: '2' } }
    await using driver = await drive(plan)
    await driver.exchange({ path: '/x?y', headers: { A: '3' }, body: 'grüße' })
    await driver.exchange({ body: Uint8Array.of(1) })
    await driver.exchange('meant for someone else')
    await driver.exchange()
    const told = server.seen.map(({ url, headers, body }) => [
      url,
      headers['a'],
      headers['b'],
      body,
    ])
    expect(told).toEqual([
      ['/x?y', '3', '2', 'grüße'],
      ['/base', '1', '2', '\u0001'],
      ['/base', '1', '2', ''],
      ['/base', '1', '2', ''],
    ])
    await using made = await drive({
      url: server.url,
      fromInput: (input) => ({ path: `/user/${String(input)}` }),
    })
    await made.exchange(7)
    expect(server.seen.at(-1)?.url).toBe('/user/7')
  })

  it.each([
    ['a path that is none', { path: 'x' }],
    ['a path with a line end', { path: '/a\r\nx: y' }],
    ['a path with a space', { path: '/a b' }],
    ['a header that ends its line', { headers: { a: 'b\r\nc: d' } }],
    ['a header without a name', { headers: { '': 'b' } }],
    ['a length of its own', { headers: { 'Content-Length': '3' } }],
    ['a body that is none', { body: 5 }],
  ])('fails alone on an input with %s', async (_what, input) => {
    await using server = await rememberingServer()
    await using driver = await drive({ url: server.url })
    expect(await driver.exchange(input)).toMatchObject({ kind: 'failed', code: 'INPUT_INVALID' })
    expect(await driver.exchange()).toMatchObject({ kind: 'ok' })
    expect(server.seen).toHaveLength(1)
    expect(server.connections()).toBe(1)
  })

  it('fails alone when the making of its request throws', async () => {
    await using server = await rememberingServer()
    await using driver = await drive({
      url: server.url,
      fromInput: () => {
        throw new Error('no more users')
      },
    })
    const end = await driver.exchange()
    expect(end).toMatchObject({ code: 'INPUT_INVALID', example: 'no more users' })
  })
})

describe('an answer', () => {
  it.each([
    [200, 'ok', ''],
    [301, 'ok', ''],
    [404, 'failed', 'HTTP_404'],
    [429, 'rejected', 'HTTP_429'],
    [503, 'failed', 'HTTP_503'],
    [999, 'failed', 'HTTP_999'],
  ])('of status %i is %s', async (status, kind, code) => {
    await using server = await rawServer((socket) => {
      socket.write(answer('x', `HTTP/1.1 ${status} Whatever`))
    })
    await using driver = await drive({ url: server.url })
    const ends = await exchanges(driver, 2)
    expect(ends.map((end) => [end.kind, end.code])).toEqual([
      [kind, code],
      [kind, code],
    ])
    expect(server.connections()).toBe(1)
  })

  it.each<readonly [number, HttpCheck['status'], string, string]>([
    [404, 404, 'ok', ''],
    [404, '4xx', 'ok', ''],
    [429, [200, '4xx'], 'ok', ''],
    [200, '2xx', 'ok', ''],
    [200, [201, 204], 'failed', 'CHECK_FAILED'],
    [302, '2xx', 'failed', 'CHECK_FAILED'],
    [500, '2xx', 'failed', 'HTTP_500'],
    [429, 200, 'rejected', 'HTTP_429'],
  ])('of status %i, with %j expected, is %s', async (status, expected, kind, code) => {
    await using server = await httpServer((_request, response) =>
      response.writeHead(status).end('x'),
    )
    await using driver = await drive({ url: server.url, check: { status: expected ?? [] } })
    expect(await driver.exchange()).toMatchObject({ kind, code })
  })

  it.each<readonly [what: string, check: HttpCheck, problem: string]>([
    ['a header', { headers: { 'Content-Type': 'application/json' } }, ''],
    ['a header that matches', { headers: { 'content-type': /^application/g } }, ''],
    ['headers of one name', { headers: { 'x-many': 'a, b' } }, ''],
    ['a body', { body: { equals: '{"user":{"roles":["ä",2]}}' } }, ''],
    ['a body that contains', { body: { contains: 'ä' } }, ''],
    ['a body that matches', { body: { matches: /"roles":\["."/g } }, ''],
    ['a value in JSON', { json: { '$.user.roles[1]': 2, 'user.roles': ['ä', 2] } }, ''],
    ['a missing header', { headers: { etag: 'x' } }, 'the header etag is missing'],
    [
      'another header',
      { headers: { 'content-type': 'text/html' } },
      'the header content-type is "application/json", not "text/html"',
    ],
    [
      'a header that does not match',
      { headers: { 'content-type': /^text/ } },
      'the header content-type is "application/json", not /^text/',
    ],
    [
      'another body',
      { body: { equals: 'x' } },
      'the body is "{\\"user\\":{\\"roles\\":[\\"ä\\",2]}}"',
    ],
    [
      'a body without it',
      { body: { contains: 'admin' } },
      '"{\\"user\\":{\\"roles\\":[\\"ä\\",2]}}" does not contain "admin"',
    ],
    [
      'a body that does not match',
      { body: { matches: /admin/ } },
      '"{\\"user\\":{\\"roles\\":[\\"ä\\",2]}}" does not match /admin/',
    ],
    ['another value', { json: { '$.user.roles[0]': 'a' } }, '$.user.roles[0] is "ä", not "a"'],
    ['a missing value', { json: { '$.user.name': 'a' } }, '$.user.name is missing, not "a"'],
  ])('is checked: %s', async (_what, check, problem) => {
    await using server = await httpServer((_request, response) => {
      response.setHeader('content-type', 'application/json').setHeader('x-many', ['a', 'b'])
      // In two chunks, so that it must be put together.
      response.write('{"user":{"ro')
      response.end('les":["ä",2]}}')
    })
    await using driver = await drive({ url: server.url, check })
    // Twice: what is kept of the first must not be seen in the second.
    for (const end of await exchanges(driver, 2)) {
      expect(end.example).toBe(problem)
      expect(end.code).toBe(problem === '' ? '' : 'CHECK_FAILED')
    }
    expect(server.connections()).toBe(1)
  })

  it('that is no JSON fails a check of JSON', async () => {
    await using server = await httpServer((_request, response) => response.end('<html>'))
    await using driver = await drive({ url: server.url, check: { json: { a: 1 } } })
    const { code, example } = await driver.exchange()
    expect(code).toBe('CHECK_FAILED')
    expect(example).toMatch(/^"<html>" is not JSON: /)
  })

  it('may have no body: HEAD, 204, 304', async () => {
    await using server = await httpServer((request, response) => {
      const status = Number(request.url?.slice(1))
      response.writeHead(status, status === 200 ? { 'content-length': 5 } : {}).end()
    })
    for (const [method, status] of [
      ['HEAD', 200],
      ['GET', 204],
      ['GET', 304],
    ] as const) {
      await using driver = await drive({ url: `${server.url}/${status}`, method })
      const ends = await exchanges(driver, 3)
      expect(ends.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok'])
      expect(driver.client.counts.connections).toBe(1)
    }
  })

  it('may be large, and come in chunks', async () => {
    const part = 'x'.repeat(100_000)
    await using server = await httpServer((request, response) => {
      if (request.url === '/length') response.setHeader('content-length', part.length * 10)
      for (let i = 0; i < 10; i++) response.write(part)
      response.end()
    })
    for (const path of ['/length', '/chunks']) {
      const check = { body: { equals: part.repeat(10) } }
      await using driver = await drive({ url: server.url + path, check })
      const ends = await exchanges(driver, 3)
      expect(ends.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok'])
      expect(ends[2]?.bytesIn).toBeGreaterThan(1_000_000)
    }
  })

  it('may last until the connection ends', async () => {
    await using server = await rawServer((socket) => {
      socket.write('HTTP/1.0 200 OK\r\n\r\n')
      socket.end('hello')
    })
    await using driver = await drive({ url: server.url, check: { body: { equals: 'hello' } } })
    const ends = await exchanges(driver, 3)
    expect(ends.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok'])
    expect(ends.every(({ connectNs }) => connectNs > 0)).toBe(true)
    expect(driver.client.counts).toMatchObject({ connections: 3, reused: 0 })
    expect(driver.troubles).toEqual([])
  })

  it('may come byte by byte', async () => {
    await using server = await rawServer((socket) => {
      const bytes = [...answer('hello', 'HTTP/1.1 200 OK\r\nx: y')]
      const next = (): void => {
        const byte = bytes.shift()
        if (byte !== undefined) socket.write(byte, () => setImmediate(next))
      }
      next()
    })
    const check = { headers: { x: 'y' }, body: { equals: 'hello' } }
    await using driver = await drive({ url: server.url, check })
    const ends = await exchanges(driver, 2)
    expect(ends.map(({ kind, example }) => kind + example)).toEqual(['ok', 'ok'])
    expect(ends[0]?.endedNs).toBeGreaterThan(ends[0]?.firstByteNs ?? 0)
  })

  it('that says close is the last of its connection', async () => {
    await using server = await httpServer((_request, response) =>
      response.setHeader('connection', 'close').end('x'),
    )
    await using driver = await drive({ url: server.url })
    const ends = await exchanges(driver, 3)
    expect(ends.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok'])
    expect(server.connections()).toBeGreaterThanOrEqual(3)
    expect(driver.troubles).toEqual([])
  })
})

describe('pipelining', () => {
  it('keeps so many exchanges in flight, and tells each its own answer', async () => {
    const sockets: number[] = []
    await using server = await rawServer((socket, requests) => {
      sockets.push(requests)
      // All are answered at once, when four wait.
      if (requests % 4 !== 0) return
      const statuses = [200, 404, 429, 200]
      socket.write(statuses.map((status) => answer('x', `HTTP/1.1 ${status} W`)).join(''))
    })
    await using driver = await drive({ url: server.url }, { pipelining: 4 })
    await driver.until(() => driver.connection.free === 4)
    for (let round = 0; round < 3; round++) {
      const ends = await Promise.all([1, 2, 3, 4].map(() => driver.start()))
      expect(ends.map(({ kind }) => kind)).toEqual(['ok', 'failed', 'rejected', 'ok'])
      expect(ends.every(({ firstByteNs, sentNs }) => firstByteNs >= sentNs)).toBe(true)
      expect(driver.connection.free).toBe(4)
    }
    expect(sockets).toHaveLength(12)
    expect(driver.client.counts).toEqual({ connections: 1, exchanges: 12, reused: 11 })
  })

  it('refuses more than there is room for', async () => {
    await using server = await rawServer(() => undefined)
    await using driver = await drive({ url: server.url }, { pipelining: 2 })
    await driver.until(() => driver.connection.free === 2)
    const started = [driver.start(), driver.start()]
    expect(driver.connection.free).toBe(0)
    expect(() => driver.connection.exchange(undefined, () => undefined)).toThrow('has no room')
    driver.connection.close()
    const ends = await Promise.all(started)
    expect(ends.map(({ code }) => code)).toEqual(['CLOSED', 'CLOSED'])
  })

  it('fails what waits behind an answer that says close', async () => {
    await using server = await rawServer((socket, requests) => {
      if (requests === 3) socket.end(answer('x', 'HTTP/1.1 200 OK\r\nconnection: close'))
    })
    await using driver = await drive({ url: server.url }, { pipelining: 3 })
    await driver.until(() => driver.connection.free === 3)
    const ends = await Promise.all([driver.start(), driver.start(), driver.start()])
    expect(ends.map(({ kind, code }) => kind + code)).toEqual([
      'ok',
      'failedCLOSED',
      'failedCLOSED',
    ])
    await driver.until(() => driver.connection.free === 3)
  })

  it('goes on from within the end of an exchange', async () => {
    await using server = await httpServer((_request, response) => response.end('x'))
    await using driver = await drive({ url: server.url }, { pipelining: 3 })
    await driver.until(() => driver.connection.free === 3)
    const { promise, resolve } = Promise.withResolvers<void>()
    let ended = 0
    const again = (): void => {
      ended += 1
      if (ended === 300) resolve()
      if (ended < 298) driver.connection.exchange(undefined, again)
    }
    for (let i = 0; i < 3; i++) driver.connection.exchange(undefined, again)
    await promise
    expect(driver.client.counts).toEqual({ connections: 1, exchanges: 300, reused: 299 })
  })
})
