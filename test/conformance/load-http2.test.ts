import { createSecureServer, createServer, type ServerHttp2Stream } from 'node:http2'
import type { Server } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { selfSigned } from '../support/certificate.ts'
import { httpServer, type Listening, listen } from '../support/listening.ts'
import { drive } from './load-http.ts'

const local = selfSigned(['127.0.0.1', 'localhost'])

/** What a stream's server does with each. */
type OnStream = (
  stream: ServerHttp2Stream,
  headers: Readonly<Record<string, string | string[] | undefined>>,
) => void

function secure(onStream: OnStream): Promise<Listening> {
  const server = createSecureServer({ ...local })
  server.on('stream', onStream)
  return listen(quiet(server), 'https')
}

function plain(onStream: OnStream): Promise<Listening> {
  const server = createServer()
  server.on('stream', onStream)
  return listen(quiet(server), 'http')
}

/** Streams that are reset say so to their server, too. */
function quiet<S extends Server>(server: S): S {
  server
    .on('sessionError', () => undefined)
    .on('stream', (stream: ServerHttp2Stream) => {
      stream.on('error', () => undefined)
    })
  return server
}

describe('HTTP/2', () => {
  it('carries many exchanges at a time over one connection', async () => {
    const seen: string[] = []
    const waiting: ServerHttp2Stream[] = []
    await using server = await secure((stream, headers) => {
      seen.push(
        `${String(headers[':method'])} ${String(headers[':path'])} ${String(headers['user-agent'])}`,
      )
      waiting.push(stream)
      // All are answered, when four wait: they are under way together.
      if (waiting.length === 4) for (const one of waiting.splice(0)) one.end('hello')
    })
    await using driver = await drive(
      {
        url: `${server.url}/a?b`,
        ca: local.cert,
        http2: true,
        check: { body: { equals: 'hello' } },
      },
      { pipelining: 4 },
    )
    await driver.until(() => driver.connection.free === 4)
    for (let round = 0; round < 3; round++) {
      const ends = await Promise.all([1, 2, 3, 4].map(() => driver.start()))
      expect(ends.map(({ kind, example }) => kind + example)).toEqual(['ok', 'ok', 'ok', 'ok'])
      expect(ends.map(({ bytesIn }) => bytesIn)).toEqual([5, 5, 5, 5])
      const [one] = ends
      expect(one?.firstByteNs).toBeGreaterThanOrEqual(one?.sentNs ?? Number.NaN)
      expect(one?.endedNs).toBeGreaterThanOrEqual(one?.firstByteNs ?? Number.NaN)
    }
    expect(server.connections()).toBe(1)
    expect(driver.client.counts).toEqual({ connections: 1, exchanges: 12, reused: 11 })
    expect(new Set(seen)).toEqual(new Set(['GET /a?b plimsoll']))
  })

  it('is spoken without TLS, where the target knows it', async () => {
    await using server = await plain((stream, headers) => {
      let body = ''
      stream.setEncoding('utf8').on('data', (text: string) => (body += text))
      stream.on('end', () => {
        stream.respond({ ':status': 201, 'x-is': headers['x-is'] ?? '' })
        stream.end(`${String(headers[':path'])} ${body}`)
      })
    })
    await using driver = await drive({
      url: server.url,
      method: 'POST',
      headers: { 'X-Is': 'it' },
      http2: true,
      check: { status: 201, headers: { 'x-is': 'it' }, body: { equals: '/x grüße' } },
    })
    const end = await driver.exchange({ path: '/x', body: 'grüße' })
    expect(end).toMatchObject({ kind: 'ok', example: '', tlsNs: 0, bytesOut: 7 })
    expect(await driver.exchange()).toMatchObject({ code: 'CHECK_FAILED' })
    expect(await driver.exchange({ path: 'x' })).toMatchObject({ code: 'INPUT_INVALID' })
  })

  it.each([
    [200, 'ok', ''],
    [404, 'failed', 'HTTP_404'],
    [429, 'rejected', 'HTTP_429'],
  ])('knows statuses: %i is %s', async (status, kind, code) => {
    await using server = await plain((stream) => {
      stream.respond({ ':status': status }, { endStream: true })
    })
    await using driver = await drive({ url: server.url, http2: true })
    expect(await driver.exchange()).toMatchObject({ kind, code })
  })

  it('resets a stream that takes too long, and no other', async () => {
    await using server = await plain((stream, headers) => {
      if (headers[':path'] === '/slow') return
      stream.end('x')
    })
    await using driver = await drive(
      { url: server.url, http2: true },
      { timeoutMs: 1500, pipelining: 2 },
    )
    await driver.until(() => driver.connection.free === 2)
    const slow = driver.start({ path: '/slow' })
    const ended = new AbortController()
    void slow.then(() => ended.abort())
    while (!ended.signal.aborted) expect(await driver.start()).toMatchObject({ kind: 'ok' })
    expect(await slow).toMatchObject({ kind: 'failed', code: 'TIMEOUT' })
    expect(server.connections()).toBe(1)
  })

  it('makes a connection anew that is silent, or that the target gives up', async () => {
    await using server = await plain((stream, headers) => {
      const path = headers[':path']
      if (path === '/destroy') stream.session?.destroy()
      else if (path === '/reset') stream.close(2)
      else if (path === '/half') {
        stream.respond({ 'content-length': '10' })
        stream.write('hello', () => stream.session?.socket.destroy())
      } else if (path !== '/silent') stream.end('x')
    })
    await using driver = await drive({ url: server.url, http2: true }, { timeoutMs: 1500 })
    const codes: string[] = []
    for (const path of ['/', '/silent', '/', '/destroy', '/', '/reset', '/', '/half', '/'])
      codes.push((await driver.exchange({ path })).code)
    const [, silent, , destroyed, , reset, , half] = codes
    expect([silent, reset]).toEqual(['TIMEOUT', 'RESET'])
    expect(['CLOSED', 'RESET']).toContain(destroyed)
    expect(['TRUNCATED', 'CLOSED', 'RESET']).toContain(half)
    expect(codes.filter((_code, index) => index % 2 === 0)).toEqual(['', '', '', '', ''])
    // What an exchange tells is not told again as trouble between exchanges.
    expect(driver.troubles).toEqual([])
  })

  it('is made anew silently when the target closes an idle connection', async () => {
    let closeIt = (): void => undefined
    await using server = await plain((stream) => {
      const { session } = stream
      closeIt = () => session?.close()
      stream.end('x')
    })
    await using driver = await drive({ url: server.url, http2: true })
    expect(await driver.exchange()).toMatchObject({ kind: 'ok' })
    closeIt()
    await driver.until(() => driver.client.counts.connections > 1)
    expect(await driver.exchange()).toMatchObject({ kind: 'ok' })
    expect(driver.troubles).toEqual([])
  })

  it('ends what is under way before it leaves a connection that takes no more', async () => {
    await using server = await plain((stream, headers) => {
      if (headers[':path'] === '/last') stream.session?.close()
      setImmediate(() => stream.end('x'))
    })
    await using driver = await drive({ url: server.url, http2: true }, { pipelining: 3 })
    await driver.until(() => driver.connection.free === 3)
    const paths = ['/', '/', '/last']
    const ends = await Promise.all(paths.map((path) => driver.start({ path })))
    expect(ends.map(({ kind, example }) => kind + example)).toEqual(['ok', 'ok', 'ok'])
    await driver.until(() => driver.client.counts.connections > 1)
    expect(await driver.exchange()).toMatchObject({ kind: 'ok' })
    expect(driver.troubles).toEqual([])
  })

  it('is not replaced by HTTP/1.1 behind the back of who asked for it', async () => {
    for (const ALPNProtocols of [['http/1.1'], undefined]) {
      const server = createTlsServer({ ...local, ...(ALPNProtocols && { ALPNProtocols }) })
      await using listening = await listen(
        server.on('tlsClientError', () => undefined),
        'https',
      )
      await using driver = await drive({ url: listening.url, ca: local.cert, http2: true })
      await driver.until(() => driver.troubles.length > 0)
      // Said by the target with an alert, or seen by its silence.
      const expected = ALPNProtocols === undefined ? 'HTTP2_NOT_OFFERED' : 'TLS_FAILED'
      expect(driver.troubles[0]?.code).toBe(expected)
    }
    await using plainServer = await httpServer((_request, response) => response.end('x'))
    await using other = await drive({ url: plainServer.url, http2: true })
    expect(await other.exchange()).toMatchObject({ kind: 'failed', code: 'MALFORMED_RESPONSE' })
  })

  it('ends what is in flight when it is closed', async () => {
    await using server = await plain(() => undefined)
    await using driver = await drive({ url: server.url, http2: true }, { pipelining: 2 })
    await driver.until(() => driver.connection.free === 2)
    const ends = [driver.start(), driver.start()]
    driver.connection.close()
    expect((await Promise.all(ends)).map(({ code }) => code)).toEqual(['CLOSED', 'CLOSED'])
    expect(driver.connection.free).toBe(0)
  })
})
