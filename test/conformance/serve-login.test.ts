import { createHash, scryptSync } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Clock } from '../../src/kernel/clock.ts'
import { ms, ns } from '../../src/kernel/units.ts'
import type { Access, PasswordHash } from '../../src/model/access.ts'
import type { ServerOptions } from '../../src/serve/server.ts'
import { type Answer, ask, codeOf, NOBODY, type Rig, serveOnce, watch } from './serve-rig.ts'

/** A server that asks who its visitors are. */

const PASSWORD = 'correct horse battery staple'
const TOKEN = `plimsoll_${'T0ken-'.repeat(7)}`
const HOUR_MS = 3_600_000

/** As cheap as can be: what it costs is the hash's own to say. */
function cheapHash(password: string, salt: string): PasswordHash {
  const bytes = Buffer.from(salt.padEnd(16))
  const hash = scryptSync(password, bytes, 32, { N: 16, r: 8, p: 1 })
  const base64 = { salt: bytes.toString('base64'), hash: hash.toString('base64') }
  return { kind: 'scrypt', n: 16, r: 8, p: 1, ...base64 }
}

const token = {
  name: 'ci',
  sha256: createHash('sha256').update(TOKEN).digest('hex'),
  createdAt: '2026-11-02T10:00:00.000Z',
}
const GUARDED: Access = { password: cheapHash(PASSWORD, 'salt'), tokens: [token] }

/** What visitors are asked for, which may change; and the time, which stands still. */
class Asking {
  access: Access = GUARDED
  nowMs = Date.UTC(2026, 10, 2)
  readonly clock: Clock = { now: () => ns(0), epoch: () => ms(this.nowMs) }

  serve(options: Partial<ServerOptions> = {}): Promise<Rig> {
    return serveOnce({ access: async () => this.access, clock: this.clock, ...options })
  }
}

interface Visit {
  readonly password?: string
  readonly origin?: string | undefined
  readonly host?: string
  readonly from?: string
  readonly forwarded?: string
}

/** Sends the form as a browser does. */
function logIn(port: number, visit: Visit = {}): Promise<Answer> {
  const { password = PASSWORD, host = `127.0.0.1:${port}`, from, forwarded } = visit
  const origin = 'origin' in visit ? visit.origin : `http://${host}`
  return ask(port, '/login', {
    method: 'POST',
    headers: {
      host,
      'content-type': 'application/x-www-form-urlencoded',
      ...(origin === undefined ? {} : { origin }),
      ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }),
    },
    body: new URLSearchParams({ password }).toString(),
    ...(from === undefined ? {} : { from }),
  })
}

const cookiesOf = ({ headers }: Answer): string => String(headers['set-cookie'] ?? '')
const cookieOf = (answer: Answer): string => cookiesOf(answer).split(';', 1)[0] ?? ''

const statusWith = async (port: number, headers: Record<string, string>): Promise<number> =>
  (await ask(port, '/api/v1/project', { headers })).status

describe('whoever has not logged in', () => {
  const asking = new Asking()

  test('gets no document, no page, no asset and nothing live', async () => {
    const { port, asks } = await asking.serve()
    expect(asks).toBe(true)
    for (const path of [
      '/',
      '/api/v1/project',
      '/api/v1/openapi.json',
      '/assets/index-1.js',
      '/x',
    ]) {
      const answer = await ask(port, path)
      expect([answer.status, codeOf(answer)], path).toEqual([401, 'LOGIN_NEEDED'])
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="plimsoll"')
    }
    expect(await watch(port).begun).toBe(401)
  })

  test('is led to the page to log in at, whose files are open', async () => {
    const { port } = await asking.serve()
    const headers = { accept: 'text/html,*/*', 'sec-fetch-dest': 'document' }
    const home = await ask(port, '/', { headers })
    expect([home.status, home.headers['location']]).toEqual([303, './login'])
    const deep = await ask(port, '/api/v1/project', { headers })
    expect(deep.headers['location']).toBe('./../../login')
    const page = await ask(port, '/login')
    expect(page).toMatchObject({ status: 200 })
    expect(page.body).toContain('<label for="password">')
    expect(page.body).not.toMatch(/<style|style=|<script>|role="alert"|data-session/)
    expect(String(page.headers['content-security-policy'])).toContain("form-action 'self'")
    expect(await ask(port, '/assets/login-1.js')).toMatchObject({ status: 200, body: 'login()' })
  })

  test('who follows a link from another site may have a cookie that was left out', async () => {
    const { port } = await asking.serve()
    const page = await ask(port, '/login', {
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    })
    expect(page.body).toContain('data-session="unknown"')
  })

  test('stays out when password and tokens are taken away', async () => {
    const own = new Asking()
    const { port } = await own.serve({ publicUrl: new URL('https://perf.example/') })
    own.access = NOBODY
    expect(await statusWith(port, { host: 'perf.example' })).toBe(401)
    const { body, status } = await logIn(port, {
      host: 'perf.example',
      origin: 'https://perf.example',
    })
    expect(status).toBe(403)
    expect(body).toContain('This server has no password to log in with')
  })

  test('is asked as soon as there is a password', async () => {
    const own = new Asking()
    own.access = NOBODY
    const { port } = await own.serve()
    expect(await statusWith(port, {})).toBe(200)
    own.access = GUARDED
    expect(await statusWith(port, {})).toBe(401)
  })
})

describe('the password', () => {
  test('opens a session, whose cookie no script and no other site can use', async () => {
    const { port } = await new Asking().serve()
    const answer = await logIn(port)
    expect([answer.status, answer.headers['location']]).toEqual([303, './'])
    const [pair = '', ...attributes] = cookiesOf(answer).split('; ')
    expect(pair).toMatch(/^plimsoll-[0-9a-f]{8}=[\w-]{43}$/)
    // Browsers send a cookie to every port: another server's must not be overwritten.
    const other = await new Asking().serve()
    expect(cookieOf(await logIn(other.port)).split('=')[0]).not.toBe(pair.split('=')[0])
    expect(attributes).toEqual(['Max-Age=604800', 'Path=/', 'HttpOnly', 'SameSite=Strict'])
    expect(await statusWith(port, { cookie: pair })).toBe(200)
    expect(await watch(port, { cookie: pair }).begun).toMatch(/^\{"kind":"state"/)
    const home = await ask(port, '/', { headers: { cookie: pair } })
    expect(home.body).toContain('<span data-session="open" hidden></span>')
    expect(home.headers['cache-control']).toBe('no-store')
  })

  test.each(['', 'correct horse battery stapl', `${PASSWORD} `, 'x'.repeat(5000)])(
    'is not %j',
    async (password) => {
      const { port } = await new Asking().serve()
      const answer = await logIn(port, { password })
      expect([answer.status, cookiesOf(answer)]).toEqual([403, ''])
      expect(answer.body).toContain('<p class="problem" role="alert">This is not the password.</p>')
      expect(answer.body.split('</label>')[1]).not.toContain('value=')
    },
  )

  test('is taken from our own form only', async () => {
    const { port } = await new Asking().serve()
    for (const origin of [undefined, 'null', 'https://evil.example', `https://127.0.0.1:${port}`]) {
      const answer = await logIn(port, { origin })
      expect([answer.status, codeOf(answer), cookiesOf(answer)]).toEqual([
        403,
        'FOREIGN_ORIGIN',
        '',
      ])
    }
  })

  test('is asked for again after a while, and when there is another one', async () => {
    const asking = new Asking()
    const { port } = await asking.serve()
    const cookie = cookieOf(await logIn(port))
    asking.nowMs += 11 * HOUR_MS
    expect(await statusWith(port, { cookie })).toBe(200)
    asking.nowMs += 11 * HOUR_MS
    expect(await statusWith(port, { cookie })).toBe(200)
    asking.nowMs += 13 * HOUR_MS
    expect(await statusWith(port, { cookie })).toBe(401)
    const other = cookieOf(await logIn(port))
    for (let hours = 0; hours < 7 * 24; hours += 11) {
      expect(await statusWith(port, { cookie: other })).toBe(200)
      asking.nowMs += 11 * HOUR_MS
    }
    expect(await statusWith(port, { cookie: other })).toBe(401)
    const last = cookieOf(await logIn(port))
    asking.access = { ...GUARDED, password: cheapHash(PASSWORD, 'another') }
    expect(await statusWith(port, { cookie: last })).toBe(401)
  })

  test('is forgotten by logging out, and what was watched ends', async () => {
    const { port } = await new Asking().serve()
    const cookie = cookieOf(await logIn(port))
    const watcher = watch(port, { cookie })
    await watcher.begun
    const headers = { cookie, origin: `http://127.0.0.1:${port}` }
    const foreign = { cookie, origin: 'https://evil.example' }
    expect(await ask(port, '/logout', { method: 'POST', headers: foreign })).toMatchObject({
      status: 403,
    })
    expect(await statusWith(port, { cookie })).toBe(200)
    const answer = await ask(port, '/logout', { method: 'POST', headers })
    expect([answer.status, answer.headers['location']]).toEqual([303, './login'])
    expect(cookiesOf(answer)).toMatch(
      /^plimsoll-\w+=; Max-Age=0; Path=\/; Expires=Thu, 01 Jan 1970/,
    )
    expect(await watcher.closed).toBe(1006)
    expect(await statusWith(port, { cookie })).toBe(401)
  })
})

describe('behind a proxy', () => {
  test.each([
    ['https://perf.example/', /^__Host-plimsoll-\w+=/, '/'],
    ['https://perf.example/team/perf/', /^__Secure-plimsoll-\w+=/, '/team/perf/'],
  ])('the cookie belongs to %s alone', async (address, name, path) => {
    const { port, url } = await new Asking().serve({ publicUrl: new URL(address) })
    expect(url).toBe(address)
    const visit = { host: 'perf.example', origin: 'https://perf.example' }
    const answer = await logIn(port, visit)
    expect(cookiesOf(answer)).toMatch(name)
    expect(cookiesOf(answer)).toContain(`; Path=${path}; HttpOnly; Secure; SameSite=Strict`)
    expect(await statusWith(port, { host: 'perf.example', cookie: cookieOf(answer) })).toBe(200)
    expect(await statusWith(port, { host: 'perf.example:443', cookie: cookieOf(answer) })).toBe(200)
    expect(await statusWith(port, { host: 'other.example', cookie: cookieOf(answer) })).toBe(421)
  })

  test('attempts are counted for whom it asks, and for all together', async () => {
    const { port } = await new Asking().serve({ publicUrl: new URL('https://perf.example/') })
    const visit = { host: 'perf.example', origin: 'https://perf.example', password: 'wrong' }
    const statuses = await Promise.all(
      Array.from({ length: 11 }, () => logIn(port, { ...visit, forwarded: '203.0.113.1' })),
    )
    expect(statuses.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      ...Array.from({ length: 10 }, () => 403),
      429,
    ])
    // A neighbour of the same network is the same visitor; what stands before the proxy’s own word is not believed.
    const chain = { ...visit, forwarded: '198.51.100.9, 203.0.113.1' }
    expect(await logIn(port, chain)).toMatchObject({ status: 429 })
    const own = { ...visit, password: PASSWORD, forwarded: '203.0.113.2' }
    expect(await logIn(port, own)).toMatchObject({ status: 303 })
    const many = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        logIn(port, { ...visit, forwarded: `2001:db8:${index}::1` }),
      ),
    )
    expect(new Set(many.map(({ status }) => status))).toEqual(new Set([403, 429]))
    const late = await logIn(port, { ...own, forwarded: '203.0.113.3' })
    expect(late.status).toBe(429)
  })
})

describe('too many attempts', () => {
  let answers: readonly Answer[]
  let server: Rig
  const open = async (): Promise<void> => {
    server = await new Asking().serve()
    answers = await Promise.all(
      Array.from({ length: 120 }, () => logIn(server.port, { password: 'wrong' })),
    )
  }

  test('lock an address out, with the right password too, however they come', async () => {
    await open()
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 403)).toHaveLength(10)
    const locked = await logIn(server.port)
    expect([locked.status, cookiesOf(locked)]).toEqual([429, ''])
    const seconds = Number(locked.headers['retry-after'])
    expect(seconds).toBeGreaterThan(60)
    expect(seconds).toBeLessThanOrEqual(15 * 60)
    expect(locked.body).toContain('Too many attempts. Try again in 15 minutes.')
    // Nobody else is, however often it goes on. All of 127.0.0.0/8 is this machine.
    expect(await logIn(server.port, { from: '127.0.0.2' })).toMatchObject({ status: 303 })
  })
})

describe('a token', () => {
  const asking = new Asking()
  let port = 0
  beforeAll(() => {
    asking.access = { password: null, tokens: [token] }
  })

  test('lets programs in, to documents and what is live', async () => {
    port = (await asking.serve()).port
    const authorization = `Bearer ${TOKEN}`
    expect(await statusWith(port, { authorization })).toBe(200)
    expect(await watch(port, { authorization }).begun).toMatch(/^\{"kind":"state"/)
    for (const wrong of [
      `Bearer ${TOKEN.slice(0, -1)}`,
      `Bearer ${TOKEN}x`,
      `Basic ${TOKEN}`,
      TOKEN,
      'Bearer ',
      `Bearer ${token.sha256}`,
    ]) {
      expect(await statusWith(port, { authorization: wrong }), wrong).toBe(401)
    }
    const [name] = cookieOf(await logIn(port)).split('=')
    expect(await statusWith(port, { cookie: `${name}=${TOKEN}` })).toBe(401)
    asking.access = { password: null, tokens: [] }
  })

  test('is worth nothing once it is revoked', async () => {
    const own = new Asking()
    const { port } = await own.serve()
    const authorization = `Bearer ${TOKEN}`
    expect(await statusWith(port, { authorization })).toBe(200)
    own.access = { ...GUARDED, tokens: [] }
    expect(await statusWith(port, { authorization })).toBe(401)
  })
})
