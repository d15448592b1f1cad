import { createServer as createSecureServer } from 'node:https'
import { createServer } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { selfSigned } from '../support/certificate.ts'
import { httpServer, listen } from '../support/listening.ts'
import { answer, drive, rawServer } from './load-http.ts'

const local = selfSigned(['127.0.0.1', 'localhost'])
const elsewhere = selfSigned(['example.org'])

const secureServer = (certificate = local) =>
  listen(
    createSecureServer({ ...certificate }, (_request, response) => response.end('hello')),
    'https',
  )

describe('HTTPS', () => {
  it('trusts the certificates that it is given, and times TLS', async () => {
    await using server = await secureServer()
    await using driver = await drive({ url: server.url, ca: local.cert })
    const first = await driver.exchange()
    const second = await driver.exchange()
    expect(first).toMatchObject({ kind: 'ok' })
    expect(first.connectNs).toBeGreaterThan(0)
    expect(first.tlsNs).toBeGreaterThan(0)
    expect(second).toMatchObject({ kind: 'ok', connectNs: 0, tlsNs: 0 })
    expect(server.connections()).toBe(1)
  })

  it('names the server that it means', async () => {
    const names: unknown[] = []
    const tls = createTlsServer({ ...local }, (socket) => {
      names.push(socket.servername)
      socket.on('data', () => socket.write(answer('x')))
    })
    await using server = await listen(tls, 'https')
    await using named = await drive({ url: `https://localhost:${server.port}`, ca: local.cert })
    await named.exchange()
    await using numbered = await drive({ url: server.url, ca: local.cert })
    await numbered.exchange()
    expect(names).toEqual(['localhost', false])
  })

  it('reads large bodies and pipelined answers', async () => {
    const body = 'x'.repeat(200_000)
    const tls = createTlsServer({ ...local }, (socket) => {
      socket.on('data', (bytes: Buffer) => {
        const requests = bytes.toString().split('\r\n\r\n').length - 1
        for (let i = 0; i < requests; i++) socket.write(answer(body))
      })
    })
    await using server = await listen(tls, 'https')
    const plan = { url: server.url, ca: local.cert, check: { body: { equals: body } } }
    await using driver = await drive(plan, { pipelining: 5 })
    await driver.until(() => driver.connection.free === 5)
    for (let round = 0; round < 3; round++) {
      const ends = await Promise.all([1, 2, 3, 4, 5].map(() => driver.start()))
      expect(ends.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok'])
    }
    expect(driver.client.counts.connections).toBe(1)
  })

  it('does not trust a certificate that signs itself, unless it is to', async () => {
    await using server = await secureServer()
    await using driver = await drive({ url: server.url })
    await driver.until(() => driver.troubles.length > 0)
    expect(driver.troubles[0]).toMatchObject({
      code: 'TLS_FAILED',
      example: 'self-signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT)',
    })
    await using careless = await drive({ url: server.url, insecure: true })
    expect(await careless.exchange()).toMatchObject({ kind: 'ok' })
  })

  it('does not take another server for the one that it means', async () => {
    await using server = await secureServer(elsewhere)
    await using driver = await drive({ url: server.url, ca: elsewhere.cert })
    await driver.until(() => driver.troubles.length > 0)
    expect(driver.troubles[0]?.code).toBe('TLS_FAILED')
    expect(driver.troubles[0]?.example).toContain("does not match certificate's altnames")
  })

  it('says so when the target speaks plain HTTP, or ends the call', async () => {
    await using plain = await httpServer((_request, response) => response.end('x'))
    await using driver = await drive({ url: `https://127.0.0.1:${plain.port}` })
    await driver.until(() => driver.troubles.length > 0)
    expect(driver.troubles[0]?.code).toBe('TLS_FAILED')
    await using closing = await listen(
      createServer((socket) => socket.on('data', () => socket.end())),
    )
    await using other = await drive({ url: `https://127.0.0.1:${closing.port}` })
    await other.until(() => other.troubles.length > 0)
    expect(other.troubles[0]?.code).toBe('TLS_FAILED')
  })

  it('says so when the target asks for a certificate of ours', async () => {
    const options = { ...local, requestCert: true, rejectUnauthorized: true, ca: elsewhere.cert }
    const https = createSecureServer(options, (_request, response) => response.end('x'))
    https.on('tlsClientError', () => undefined)
    await using server = await listen(https, 'https')
    await using driver = await drive({ url: server.url, ca: local.cert })
    // With TLS 1.3 the refusal comes when the connection is open already, maybe within an exchange.
    await driver.until(() => driver.connection.free > 0 || driver.troubles.length > 0)
    const code =
      driver.connection.free > 0 ? (await driver.exchange()).code : driver.troubles[0]?.code
    expect(['TLS_FAILED', 'RESET']).toContain(code)
  })

  it('does not wait for ever for TLS', async () => {
    await using server = await rawServer(() => undefined)
    const plan = { url: `https://127.0.0.1:${server.port}` }
    await using driver = await drive(plan, { timeoutMs: 400 })
    await driver.until(() => driver.troubles.length >= 2)
    expect(driver.troubles[0]).toMatchObject({
      code: 'CONNECT_TIMEOUT',
      example: 'TLS was not agreed on within 400 ms',
    })
    expect(driver.connection.free).toBe(0)
  })

  it('refuses certificates that are none', async () => {
    const refused = drive({ url: 'https://127.0.0.1', ca: '-----BEGIN CERTIFICATE-----\nrubbish' })
    await expect(refused).rejects.toMatchObject({ code: 'LOAD_PLAN_INVALID', exitCode: 2 })
  })

  it('truncates nothing silently, and reads to the end of the connection', async () => {
    const tls = createTlsServer({ ...local }, (socket) => {
      let asked = 0
      socket.on('data', () => {
        asked += 1
        if (asked === 1) socket.write(answer('x'))
        else socket.end('HTTP/1.1 200 OK\r\n\r\nhello')
      })
    })
    await using server = await listen(tls, 'https')
    const plan = { url: server.url, ca: local.cert }
    await using driver = await drive(plan)
    const ends = [await driver.exchange(), await driver.exchange(), await driver.exchange()]
    expect(ends.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok'])
    expect(driver.client.counts.connections).toBe(2)
  })
})
