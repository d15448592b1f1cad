import { connect } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { ExitCode, PlimsollError } from '../../src/kernel/errors.ts'
import { refusalOf } from '../support/refusal.ts'
import {
  ask,
  codeOf,
  documents,
  feed,
  type Rig,
  RUN_ID,
  sendRaw,
  serve,
  serveOnce,
  watch,
} from './serve-rig.ts'

/** A server for this machine alone: nobody is asked for a password, and no other site gets anything from it. */

let server: Rig
let port = 0
beforeAll(async () => {
  server = await serve()
  port = server.port
})
afterAll(() => server[Symbol.asyncDispose]())

describe('documents', () => {
  test('are answered by their names, records as they are kept', async () => {
    expect(server.url).toBe(`http://127.0.0.1:${port}/`)
    const project = await ask(port, '/api/v1/project')
    expect(JSON.parse(project.body)).toMatchObject({ schema: 'plimsoll/project@1', name: 'rig' })
    const run = await ask(port, `/api/v1/runs/${RUN_ID}`)
    expect(run).toMatchObject({ status: 200, body: '{ "schema":"plimsoll/run@1" }' })
    expect(run.headers['content-type']).toBe('application/json; charset=utf-8')
    const live = await ask(port, '/api/v1/live')
    expect(JSON.parse(live.body)).toEqual({ schema: 'plimsoll/live@1', runs: [] })
    expect(await ask(port, '/api/v1/runs', { method: 'HEAD' })).toMatchObject({
      status: 200,
      body: '',
    })
  })

  test.each([
    ['/api/v1/runs/01M81YY94C4YCJMQK9420XR9R6', 404, 'RUN_NOT_FOUND'],
    ['/api/v1/comparisons/a/b', 404, 'RUN_NOT_FOUND'],
    ['/api/v1/nothing', 404, 'NOT_FOUND'],
    ['/api/v1', 404, 'NOT_FOUND'],
    ['/assets/', 404, 'NOT_FOUND'],
    ['/assets/nothing.js', 404, 'NOT_FOUND'],
    ['/api/v1/runs?limit=1001', 400, 'BAD_QUESTION'],
    ['/api/v1/runs?limit=1&limit=2', 400, 'BAD_QUESTION'],
    ['/%E0%A4%A', 400, 'REQUEST_UNREADABLE'],
  ])('%s is a problem', async (path, status, code) => {
    const answer = await ask(port, path)
    expect([answer.status, codeOf(answer)]).toEqual([status, code])
    expect(Object.keys(JSON.parse(answer.body))).toEqual(['schema', 'code', 'message', 'hint'])
  })

  test('everything that is wrong with a question is said at once', async () => {
    const { body } = await ask(port, '/api/v1/runs?limit=0&since=1d&<b>=1')
    const { message } = JSON.parse(body) as { message: string }
    expect(message).toBe(
      'there is no parameter "since"; there is no parameter "<b>"; limit is a whole number from 1 to 1000',
    )
  })

  test('what goes wrong inside is told to whoever runs the server, not to who asks', async () => {
    const damaged = new PlimsollError({
      code: 'STORE_CORRUPT',
      message: 'the store /home/ada/secret/history.db is damaged',
      hint: 'look into /home/ada/secret',
      exitCode: ExitCode.store,
    })
    const { port, told } = await serveOnce({
      sources: {
        feed,
        documents: {
          ...documents,
          baselines: () => Promise.reject(new Error('password=hunter2 at /home/ada')),
          runs: () => Promise.reject(damaged),
          judged: () =>
            Promise.reject(
              new PlimsollError({
                code: 'NO_BASELINE',
                message: 'nothing in sqlite:/home/ada/x.db, token=hunter2',
                hint: 'see C:\\Users\\ada\\x.db',
                exitCode: ExitCode.noVerdict,
              }),
            ),
        },
      },
    })
    const answers = await Promise.all(
      ['baselines', 'runs', `runs/${RUN_ID}/judged`].map((name) => ask(port, `/api/v1/${name}`)),
    )
    expect(answers.map((one) => [one.status, codeOf(one)])).toEqual([
      [500, 'BUG'],
      [503, 'STORE_CORRUPT'],
      [404, 'NO_BASELINE'],
    ])
    for (const { body } of answers) expect(body).not.toMatch(/hunter2|ada|\bat \//)
    expect(told.join('\n')).toContain('/home/ada/secret/history.db')
  })
})

describe('every answer', () => {
  test.each([
    ['/', 200],
    ['/api/v1/project', 200],
    ['/nothing', 404],
  ])('%s protects whoever reads it', async (path, status) => {
    const { headers, ...answer } = await ask(port, path)
    expect(answer.status).toBe(status)
    const policy = String(headers['content-security-policy']).split('; ')
    expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", "frame-ancestors 'none'"]))
    expect(policy).toContain("script-src 'self'")
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  test('is kept by browsers as long as it is true', async () => {
    const asset = await ask(port, '/assets/index-1.js')
    expect(asset.headers['cache-control']).toBe('private, max-age=31536000, immutable')
    expect(asset.headers['content-type']).toBe('text/javascript; charset=utf-8')
    const page = await ask(port, '/')
    expect(page.headers['cache-control']).toBe('private, no-cache')
    const etag = String(page.headers['etag'])
    const again = await ask(port, '/', { headers: { 'if-none-match': `"other", W/${etag}` } })
    expect(again).toMatchObject({ status: 304, body: '' })
    const document = await ask(port, '/api/v1/project')
    expect(document.headers['cache-control']).toBe('no-store')
  })
})

describe('refused are', () => {
  test.each([
    ['a name that leads here by someone else’s DNS', { host: 'evil.example' }],
    ['the same with our port', (own: number) => ({ host: `evil.example:${own}` })],
    ['our address with another port', { host: '127.0.0.1:1' }],
    ['our address with none', { host: '127.0.0.1' }],
    ['a name that begins like ours', (own: number) => ({ host: `127.0.0.1.evil.example:${own}` })],
  ])('%s', async (_, given) => {
    const headers = typeof given === 'function' ? given(port) : given
    const answers = await Promise.all(
      ['/', '/api/v1/project', '/nothing'].map((path) => ask(port, path, { headers })),
    )
    expect(answers.map((one) => [one.status, codeOf(one)])).toEqual(
      Array.from({ length: 3 }, () => [421, 'HOST_NOT_SERVED']),
    )
    expect(await watch(port, headers).begun).toBe(401)
  })

  test('requests without a host, and for another server’s address', async () => {
    expect(await sendRaw(port, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /)
    expect(await sendRaw(port, 'GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
    const whole = `GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`
    expect(await sendRaw(port, whole)).toMatch(/^HTTP\/1\.1 421 /)
  })

  test('what a proxy passes on, since nobody is asked for a password', async () => {
    const answer = await ask(port, '/api/v1/project', {
      headers: { 'x-forwarded-for': '203.0.113.7' },
    })
    expect([answer.status, codeOf(answer)]).toEqual([403, 'PROXY_NOT_EXPECTED'])
  })

  test('what another site’s page asks for; a link from it is followed', async () => {
    const site = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }
    for (const headers of [site, { origin: 'https://evil.example' }, { origin: 'null' }]) {
      const answer = await ask(port, '/api/v1/project', { headers })
      expect([answer.status, codeOf(answer)]).toEqual([403, 'FOREIGN_ORIGIN'])
    }
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect(await ask(port, '/', { headers: link })).toMatchObject({ status: 200 })
  })

  test('WebSockets of other sites’ pages; ours and programs are told the state', async () => {
    for (const origin of ['https://evil.example', 'null', `http://localhost:${port + 1}`]) {
      expect(await watch(port, { origin }).begun).toBe(401)
    }
    const state = '{"kind":"state","state":{"schema":"plimsoll/live@1","runs":[]}}'
    expect(await watch(port, { origin: `http://127.0.0.1:${port}` }).begun).toBe(state)
    const byName = { origin: `http://localhost:${port}`, host: `localhost:${port}` }
    expect(await watch(port, byName).begun).toBe(state)
    expect(await watch(port).begun).toBe(state)
    // What is no place for one is answered as a plain request.
    expect(await watch(port, {}, '/api/v1/project').begun).toBe(200)
  })

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    '%s',
    async (method) => {
      for (const path of ['/', '/api/v1/runs', '/nothing']) {
        const answer = await ask(port, path, { method })
        expect(answer.status, path).toBe(405)
      }
    },
  )

  test.each([
    '/../package.json',
    '/assets/../index.html',
    '/assets/%2e%2e%2findex.html',
    '/assets/..%5c..%5cpackage.json',
    '/assets/%2fetc%2fpasswd',
    '/assets/index-1.js%00',
    '//etc/passwd',
    '/.git/config',
    '/index.html',
  ])('%s', async (path) => {
    expect(await ask(port, path)).toMatchObject({ status: 404 })
  })
})

describe('bounds', () => {
  const head = (): string => `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`

  test('headers and addresses that are too long', async () => {
    const long = 'x'.repeat(20_000)
    expect(await sendRaw(port, `${head()}x: ${long}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 |^$/)
    expect(await sendRaw(port, `GET /${long} HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 |^$/)
  })

  test('requests whose headers, or bodies, do not come to their end', async () => {
    const patient = { requestMs: 60_000, checkEveryMs: 20 }
    const late = await serveOnce({ limits: { ...patient, headersMs: 100 } })
    const begun = `POST /login HTTP/1.1\r\nHost: 127.0.0.1:${late.port}\r\n`
    expect(await sendRaw(late.port, begun)).toMatch(/^HTTP\/1\.1 408 [^]*"REQUEST_UNREADABLE"/)
    const impatient = { headersMs: 200, requestMs: 200, checkEveryMs: 20 }
    const { port } = await serveOnce({ limits: impatient })
    const form = [
      ...['POST /login HTTP/1.1', `Host: 127.0.0.1:${port}`, `Origin: http://127.0.0.1:${port}`],
      ...['Content-Type: application/x-www-form-urlencoded', 'Content-Length: 100', '', 'passw'],
    ]
    expect(await sendRaw(port, form.join('\r\n'))).toMatch(/^HTTP\/1\.1 408 /)
  })

  test('what is no HTTP', async () => {
    expect(await sendRaw(port, 'HELO mail.example\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('forms and messages that are too long', async () => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      origin: `http://127.0.0.1:${port}`,
    }
    const body = `password=${'x'.repeat(20_000)}`
    const form = await ask(port, '/login', { method: 'POST', headers, body })
    expect([form.status, codeOf(form)]).toEqual([413, 'REQUEST_TOO_LARGE'])
    const other = { ...headers, 'content-type': 'application/json' }
    const json = await ask(port, '/login', { method: 'POST', headers: other, body: '{}' })
    expect([json.status, codeOf(json)]).toEqual([415, 'REQUEST_UNREADABLE'])
    const watcher = watch(port)
    await watcher.begun
    watcher.socket.send('x'.repeat(2_000))
    expect(await watcher.closed).toBe(1009)
  })

  test('more connections than there may be', async () => {
    const limits = { connections: 5, headersMs: 60_000, requestMs: 60_000 }
    const { port } = await serveOnce({ limits })
    const first = connect(port, '127.0.0.1')
    const held = [first, ...Array.from({ length: 4 }, () => connect(port, '127.0.0.1'))]
    onTestFinished(() => {
      for (const socket of held) socket.destroy()
    })
    await Promise.all(held.map((socket) => once(socket, 'connect')))
    await once(connect(port, '127.0.0.1').resume(), 'close')
    first.end('GET / HTTP/1.0\r\n\r\n').resume()
    await once(first, 'close')
    expect(await ask(port, '/api/v1/project')).toMatchObject({ status: 200 })
  })
})

describe('a server', () => {
  test('ends though somebody watches, and somebody waits', async () => {
    const waiting = Promise.withResolvers<void>()
    const own = await serve({
      limits: { graceMs: 100 },
      sources: {
        feed,
        documents: {
          ...documents,
          baselines: () => {
            waiting.resolve()
            return Promise.withResolvers<never>().promise
          },
        },
      },
    })
    const watcher = watch(own.port)
    await watcher.begun
    const asked = ask(own.port, '/api/v1/baselines').catch((thrown: Error) => thrown.message)
    await waiting.promise
    await own[Symbol.asyncDispose]()
    expect(await watcher.closed).toBe(1001)
    expect(await asked).toMatch(/hang up|ECONNRESET/)
    await expect(ask(own.port, '/')).rejects.toThrow('ECONNREFUSED')
  })

  test.each([
    [{ host: '0.0.0.0' }, 'PASSWORD_NEEDED'],
    [{ host: '::' }, 'PASSWORD_NEEDED'],
    [{ publicUrl: new URL('https://perf.example/') }, 'PASSWORD_NEEDED'],
    [{ host: 'no.such.host.invalid' }, 'HOST_UNUSABLE'],
    [
      { host: '203.0.113.7', access: async () => ({ password: null, tokens: [TOKEN] }) },
      'HOST_UNUSABLE',
    ],
  ])('does not begin with %o', async (options, code) => {
    expect((await refusalOf(() => serve(options))).code).toBe(code)
  })

  test('does not begin where another one is', async () => {
    const error = await refusalOf(() => serve({ port }))
    expect(error).toMatchObject({ code: 'PORT_TAKEN', exitCode: ExitCode.usage })
  })
})

const TOKEN = { name: 'ci', sha256: '0'.repeat(64), createdAt: '2026-11-02T10:00:00.000Z' }
