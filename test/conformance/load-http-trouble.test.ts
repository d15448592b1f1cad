import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { httpTransport } from '../../src/measure/load/transports/http/transport.ts'
import { PlimsollError } from '../../src/kernel/errors.ts'
import { httpServer, listen } from '../support/listening.ts'
import { answer, drive, rawServer, within } from './load-http.ts'

const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'

/** Short, where the time-out itself is what is tested, but longer than a busy machine stalls. */
const SOON = { timeoutMs: 400 }

describe('an answer that is none', () => {
  it.each([
    [
      'another protocol',
      'SSH-2.0-OpenSSH_9.6\r\n',
      'MALFORMED_RESPONSE',
      'no status line of HTTP/1',
    ],
    [
      'a header without a colon',
      'HTTP/1.1 200 OK\r\nx\r\n\r\n',
      'MALFORMED_RESPONSE',
      'a header line without a name',
    ],
    ['a bad chunk', `${CHUNKED}zz\r\n`, 'MALFORMED_RESPONSE', 'a chunk without a size'],
    [
      'a head without end',
      `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(70_000)}`,
      'MALFORMED_RESPONSE',
      'a head of more than 64 KiB',
    ],
    [
      'more than it says',
      `${answer('hello')}!`,
      'WRONG_CONTENT_LENGTH',
      'bytes follow the body that are no response',
    ],
    [
      'a second answer',
      answer('a') + answer('b'),
      'WRONG_CONTENT_LENGTH',
      'bytes follow the body that are no response',
    ],
  ])('fails: %s', async (_what, said, code, example) => {
    await using server = await rawServer((socket) => socket.write(said))
    await using driver = await drive({ url: server.url })
    for (let i = 0; i < 2; i++)
      expect(await driver.exchange()).toMatchObject({ kind: 'failed', code, example })
    expect(driver.client.counts.connections).toBeGreaterThanOrEqual(2)
  })

  it.each([
    ['in its head', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['in its body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello'],
    ['in a chunk', `${CHUNKED}5\r\nhel`],
    ['between chunks', `${CHUNKED}5\r\nhello\r\n`],
  ])('is truncated when the target closes %s', async (_what, said) => {
    await using server = await rawServer((socket) => socket.end(said))
    await using driver = await drive({ url: server.url })
    const end = await driver.exchange()
    expect(end).toMatchObject({ kind: 'failed', code: 'TRUNCATED', bytesIn: said.length })
    expect(end.firstByteNs).toBeGreaterThanOrEqual(end.sentNs)
  })

  it('that is too long fails the next exchange, when the rest comes after that was sent', async () => {
    await using server = await rawServer((socket, requests) => {
      if (requests === 1) socket.write(answer('hello'))
      else socket.write(`!!!${answer('hello')}`)
    })
    await using driver = await drive({ url: server.url })
    expect(await driver.exchange()).toMatchObject({ kind: 'ok' })
    expect(await driver.exchange()).toMatchObject({ code: 'WRONG_CONTENT_LENGTH' })
    expect(await driver.exchange()).toMatchObject({ kind: 'ok' })
    expect(server.connections()).toBe(2)
  })

  it('that is too long is trouble between exchanges, when the rest comes then', async () => {
    let late = (): void => undefined
    await using server = await rawServer((socket) => {
      socket.write(answer('hello'))
      late = () => socket.write('!!!')
    })
    await using driver = await drive({ url: server.url })
    expect(await driver.exchange()).toMatchObject({ kind: 'ok' })
    late()
    await driver.until(() => driver.troubles.length > 0)
    expect(driver.troubles.map(({ code }) => code)).toEqual(['WRONG_CONTENT_LENGTH'])
    expect(await driver.exchange()).toMatchObject({ kind: 'ok' })
    expect(server.connections()).toBe(2)
  })

  it('fails those that wait behind it too', async () => {
    await using server = await rawServer((socket, requests) => {
      if (requests === 3) socket.write(`${answer('a')}rubbish\r\n`)
    })
    await using driver = await drive({ url: server.url }, { pipelining: 3 })
    await driver.until(() => driver.connection.free === 3)
    const ends = await Promise.all([driver.start(), driver.start(), driver.start()])
    expect(ends.map(({ code }) => code)).toEqual(['WRONG_CONTENT_LENGTH', 'CLOSED', 'CLOSED'])
  })
})

describe('an exchange that gets no answer', () => {
  it('is not sent again when the target closes', async () => {
    let requests = 0
    await using server = await rawServer((socket) => {
      requests += 1
      socket.end()
    })
    await using driver = await drive({ url: server.url })
    const end = await driver.exchange()
    expect(end).toMatchObject({ kind: 'failed', code: 'CLOSED', firstByteNs: 0, bytesIn: 0 })
    await driver.until(() => driver.connection.free > 0)
    expect(requests).toBe(1)
  })

  it('is not sent again when the connection is reset', async () => {
    let requests = 0
    await using server = await rawServer((socket) => {
      requests += 1
      socket.resetAndDestroy()
    })
    await using driver = await drive({ url: server.url })
    expect(await driver.exchange()).toMatchObject({ kind: 'failed', code: 'RESET' })
    await driver.until(() => driver.connection.free > 0)
    expect(requests).toBe(1)
    expect(driver.troubles).toEqual([])
  })

  it.each([
    ['never answers', ''],
    ['stops in the head', 'HTTP/1.1 200 OK\r\ncontent-'],
    ['stops in the body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello'],
    ['only says that it goes on', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['only sends line ends', '\r\n\r\n'],
  ])('times out at a target that %s, and the connection is made anew', async (_what, said) => {
    await using server = await rawServer((socket) => socket.write(said))
    await using driver = await drive({ url: server.url }, SOON)
    for (let i = 0; i < 2; i++) {
      const end = await driver.exchange()
      expect(end).toMatchObject({ kind: 'failed', code: 'TIMEOUT' })
      expect(end.endedNs - end.sentNs).toBeGreaterThan(400e6)
      expect(end.bytesIn).toBe(said.length)
    }
    expect(driver.client.counts.connections).toBe(2)
  })

  it('times out at a body that never ends', async () => {
    await using server = await rawServer((socket) => {
      socket.write(CHUNKED)
      const more = (): void => {
        if (socket.writable) socket.write('5\r\nhello\r\n', () => setTimeout(more, 1))
      }
      more()
    })
    await using driver = await drive({ url: server.url }, SOON)
    expect(await driver.exchange()).toMatchObject({ code: 'TIMEOUT' })
    expect(await driver.exchange()).toMatchObject({ code: 'TIMEOUT' })
  })

  it('times out alone, and takes those behind it with it', async () => {
    await using server = await rawServer((socket, requests) => {
      if (requests === 1) socket.write(answer('a'))
    })
    await using driver = await drive({ url: server.url }, { ...SOON, pipelining: 3 })
    await driver.until(() => driver.connection.free === 3)
    const ends = await Promise.all([driver.start(), driver.start(), driver.start()])
    expect(ends.map(({ kind, code }) => kind + code)).toEqual([
      'ok',
      'failedTIMEOUT',
      'failedCLOSED',
    ])
  })

  it('ends when its connection is closed, its client, or the run', async () => {
    await using server = await rawServer(() => undefined)
    const abort = new AbortController()
    await using driver = await drive({ url: server.url }, { signal: abort.signal })
    await driver.until(() => driver.connection.free === 1)
    const aborted = driver.start()
    abort.abort()
    expect(await aborted).toMatchObject({ kind: 'failed', code: 'CLOSED' })
    expect(driver.connection.free).toBe(0)

    await using other = await drive({ url: server.url })
    await other.until(() => other.connection.free === 1)
    const disposed = other.start()
    await other.client[Symbol.asyncDispose]()
    expect(await disposed).toMatchObject({ kind: 'failed', code: 'CLOSED' })
  })
})

describe('a connection', () => {
  it('that the target closes while it is idle is silently made anew', async () => {
    let closeIt = (): void => undefined
    await using server = await rawServer((socket) => {
      socket.write(answer('x'))
      closeIt = () => socket.end()
    })
    await using driver = await drive({ url: server.url })
    for (let i = 1; i <= 3; i++) {
      expect(await driver.exchange()).toMatchObject({ kind: 'ok' })
      closeIt()
      await driver.until(() => driver.client.counts.connections > i)
    }
    expect(driver.troubles).toEqual([])
  })

  it('that is reset while it is idle is trouble, and made anew', async () => {
    let resetIt = (): void => undefined
    await using server = await rawServer((socket) => {
      socket.write(answer('x'))
      resetIt = () => void socket.resetAndDestroy()
    })
    await using driver = await drive({ url: server.url })
    expect(await driver.exchange()).toMatchObject({ kind: 'ok' })
    resetIt()
    await driver.until(() => driver.troubles.length > 0)
    expect(driver.troubles[0]?.code).toBe('RESET')
    expect(await driver.exchange()).toMatchObject({ kind: 'ok' })
  })

  it('is made anew after every n-th answer, when the target closes then', async () => {
    await using server = await rawServer((socket, requests) => {
      if (requests < 3) socket.write(answer('x'))
      else socket.end(answer('x', 'HTTP/1.1 200 OK\r\nconnection: close'))
    })
    await using driver = await drive({ url: server.url })
    for (let i = 0; i < 9; i++) expect(await driver.exchange()).toMatchObject({ kind: 'ok' })
    expect(driver.client.counts).toMatchObject({ exchanges: 9, reused: 6 })
    expect(driver.troubles).toEqual([])
  })

  it('that is refused is tried again with a growing pause, until the target is there', async () => {
    const gone = await listen(createServer())
    await gone[Symbol.asyncDispose]()
    await using driver = await drive({ url: gone.url })
    await driver.until(() => driver.troubles.length >= 3)
    expect(new Set(driver.troubles.map(({ code }) => code))).toEqual(new Set(['CONNECT_REFUSED']))
    expect(driver.troubles[0]?.example).toContain('ECONNREFUSED')
    const [first = 0, second = 0, third = 0] = driver.troubles.map(({ atMs }) => atMs)
    // Timers are never early, but for the fraction of a millisecond that they are rounded by.
    expect(second - first).toBeGreaterThan(48)
    expect(third - second).toBeGreaterThan(98)
    expect(driver.connection.free).toBe(0)
    const server = createServer((socket) => {
      socket.on('data', () => socket.write(answer('x'))).on('error', () => undefined)
    })
    server.listen(gone.port, '127.0.0.1')
    await once(server, 'listening')
    expect(await driver.exchange()).toMatchObject({ kind: 'ok' })
    driver.connection.close()
    server.close()
  })

  it('to a name that does not exist is trouble', async () => {
    await using driver = await drive({ url: 'http://plimsoll-test.invalid/' })
    await driver.until(() => driver.troubles.length > 0)
    expect(driver.troubles[0]?.code).toBe('DNS_FAILED')
    expect(driver.troubles[0]?.example).toContain('plimsoll-test.invalid')
  })

  it('to a name with several addresses is made over the one that answers', async () => {
    await using server = await httpServer((_request, response) => response.end('x'))
    await using driver = await drive({ url: `http://localhost:${server.port}` })
    expect(await driver.exchange()).toMatchObject({ kind: 'ok' })
  })

  it('is made once for many that look for the same name', async () => {
    await using server = await httpServer((_request, response) => response.end('x'))
    await using driver = await drive({ url: `http://localhost:${server.port}` })
    const others = Array.from({ length: 50 }, () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      driver.client.connect({ onFree: () => resolve(), onTrouble: () => undefined })
      return promise
    })
    await within(Promise.all(others), 'fifty connections')
    expect(driver.client.counts.connections).toBeGreaterThanOrEqual(50)
  })

  it('leaves nothing behind when it is closed while it is made, or pauses', async () => {
    const gone = await listen(createServer())
    await gone[Symbol.asyncDispose]()
    const script = `
      const { httpTransport } = await import(${JSON.stringify(transportUrl)})
      const common = { timeoutMs: 1000, pipelining: 1, signal: new AbortController().signal }
      const client = await httpTransport.open({ url: ${JSON.stringify(gone.url)} }, common)
      const waiting = Promise.withResolvers()
      client.connect({ onFree() {}, onTrouble: () => waiting.resolve() })
      await waiting.promise
      client.connect({ onFree() {}, onTrouble() {} })
      await client[Symbol.asyncDispose]()
      console.log(process.getActiveResourcesInfo().includes('Timeout') ? 'pauses' : 'disposed')`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
    try {
      expect(await within(once(child, 'close'), 'the end of a process')).toEqual([0, null])
      expect(said).toBe('disposed\n')
    } finally {
      child.kill('SIGKILL')
    }
  })

  it.skipIf(process.platform === 'win32')('outlasts a target that freezes', async () => {
    const script = `require('node:http').createServer((_, answer) => answer.end('x'))
      .listen(0, '127.0.0.1', function () { console.log(this.address().port) })`
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      const [port] = await within(once(child.stdout.setEncoding('utf8'), 'data'), 'a port')
      await using driver = await drive(
        { url: `http://127.0.0.1:${Number(port)}` },
        { timeoutMs: 1500 },
      )
      expect(await driver.exchange()).toMatchObject({ kind: 'ok' })
      child.kill('SIGSTOP')
      expect(await driver.exchange()).toMatchObject({ kind: 'failed', code: 'TIMEOUT' })
      child.kill('SIGCONT')
      await expect.poll(async () => (await driver.exchange()).kind, { timeout: 15_000 }).toBe('ok')
    } finally {
      child.kill('SIGKILL')
    }
  })
})

const transportUrl = new URL('../../src/measure/load/transports/http/transport.ts', import.meta.url)
  .href

describe('a plan that makes no sense', () => {
  const common = { timeoutMs: 1000, pipelining: 1, signal: new AbortController().signal }

  it('is refused with everything that is wrong with it', async () => {
    const opened = httpTransport.open(
      {
        url: 'ftp://jo:s3cret@example.org',
        method: 'GE T',
        headers: { 'a b': 'x', c: 'd\ne', 'transfer-encoding': 'chunked' },
        cookie: 'a\r\nb',
        check: { status: [99, '2x', '6xx', 200], json: { 'a[': 1 } },
      },
      common,
    )
    const thrown: unknown = await opened.catch((error: unknown) => error)
    if (!(thrown instanceof PlimsollError)) throw thrown
    expect(thrown).toMatchObject({ code: 'LOAD_PLAN_INVALID', exitCode: 2 })
    expect([thrown.message, ...thrown.problems]).toMatchInlineSnapshot(`
      [
        "what HTTP is to do makes no sense",
        "url: "ftp://***@example.org" is no http: or https: URL",
        "method: "GE T" is no method",
        "headers: "a b" is no header's name",
        "headers: the header c holds what no header may hold",
        "headers: transfer-encoding follows from the body: leave it out",
        "cookie: the header cookie holds what no header may hold",
        "check.status: the status is 99: use one such as 200 or '2xx'",
        "check.status: the status is "2x": use one such as 200 or '2xx'",
        "check.json: "a[" is no path such as $.user.roles[0]",
      ]
    `)
  })

  it.each([
    [
      { url: 'http://a', method: 'HEAD', check: { body: { equals: 'x' } } },
      'an answer to HEAD has no body',
    ],
    [{ url: 'http://a', method: 'connect' }, 'CONNECT makes tunnels'],
    [{ url: '/a' }, '"/a" is no http: or https: URL'],
  ])('is refused: %j', async (plan, message) => {
    await expect(httpTransport.open(plan, common)).rejects.toThrow(message)
  })
})
