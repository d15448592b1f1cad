import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReadAccess } from './access.ts'
import type { Gate } from './gate.ts'
import { isPassword, PASSWORD_CHARACTERS } from './passwords.ts'
import { SESSION_MAX_MS } from './sessions.ts'

/** Logging in and out, by forms that need no script. */

/** What it is made of. */
export interface LoginParts {
  readonly gate: Gate
  readonly access: ReadAccess
  readonly cookie: SessionCookie
  /** The page, with {@link MESSAGE_PLACE} in it. */
  readonly page: string
}

/** How browsers keep a session. */
export interface SessionCookie {
  readonly name: string
  /** From the root of the address that browsers see. */
  readonly path: string
  /** Whether that address is `https:`. */
  readonly secure: boolean
}

/** Where the page says why it is shown. */
const MESSAGE_PLACE = '<!--plimsoll-login-->'

/** Attempts in a stretch of time, successful ones among them; the stretch begins with the first. */
const STRETCH_MS = 15 * 60_000
const TRIES_OF_ONE_ADDRESS = 10
const TRIES_OF_ALL = 100

/** A form holds a password, escaped three times over at worst, and nothing else. */
const FORM_MAX_BYTES = 16 * PASSWORD_CHARACTERS.most

/** `GET login`, `POST login`, `POST logout`. */
export async function login(app: FastifyInstance, parts: LoginParts): Promise<void> {
  await app.register(rateLimit, { global: false })
  const limits = [
    app.createRateLimit({ max: TRIES_OF_ONE_ADDRESS, timeWindow: STRETCH_MS }),
    app.createRateLimit({
      max: TRIES_OF_ALL,
      timeWindow: STRETCH_MS,
      keyGenerator: () => 'all',
    }),
  ]
  takeForms(app)
  app.get('/login', (request, reply) => show(reply, parts, { again: cameFromElsewhere(request) }))
  app.post('/login', async (request, reply) => {
    const waitSeconds = await waitSecondsOf(request, limits)
    if (waitSeconds > 0) return refuse(reply, parts, waitSeconds)
    return enter(request, reply, parts)
  })
  app.post('/logout', async (request, reply) => {
    parts.gate.sessions.close(request.cookies[parts.cookie.name] ?? '')
    await parts.gate.sweep()
    reply.clearCookie(parts.cookie.name, attributesOf(parts.cookie))
    return reply.redirect('./login', 303)
  })
}

function takeForms(app: FastifyInstance): void {
  const options = { parseAs: 'string', bodyLimit: FORM_MAX_BYTES } as const
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    options,
    async (_: unknown, text: string) => new URLSearchParams(text),
  )
}

type Limit = ReturnType<FastifyInstance['createRateLimit']>

/**
 * Counted before the password is looked at, so that attempts at one time can't slip through together. What its own address
 * is refused for counts no further: one visitor alone can't shut out all others. 0 = go on.
 */
async function waitSecondsOf(request: FastifyRequest, limits: readonly Limit[]): Promise<number> {
  for (const limit of limits) {
    const found = await limit(request)
    if (!found.isAllowed && found.isExceeded) return Math.max(1, found.ttlInSeconds)
  }
  return 0
}

async function enter(
  { body }: FastifyRequest,
  reply: FastifyReply,
  parts: LoginParts,
): Promise<FastifyReply> {
  const { password } = await parts.access()
  const given = body instanceof URLSearchParams ? (body.get('password') ?? '') : ''
  if (password === null) return show(reply.code(403), parts, { message: NO_PASSWORD })
  if (!(await isPassword(given, password))) {
    return show(reply.code(403), parts, { message: WRONG_PASSWORD })
  }
  const { cookie, gate } = parts
  reply.setCookie(cookie.name, gate.sessions.open(password.salt), {
    ...attributesOf(cookie),
    maxAge: SESSION_MAX_MS / 1000,
  })
  return reply.redirect('./', 303)
}

const WRONG_PASSWORD = 'This is not the password.'
const NO_PASSWORD =
  'This server has no password to log in with: plimsoll serve --set-password sets one.'

const attributesOf = ({ path, secure }: SessionCookie) =>
  ({ path, secure, httpOnly: true, sameSite: 'strict' }) as const

function refuse(reply: FastifyReply, parts: LoginParts, waitSeconds: number): FastifyReply {
  reply.code(429).header('retry-after', waitSeconds)
  const minutes = Math.ceil(waitSeconds / 60)
  const message = `Too many attempts. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`
  return show(reply, parts, { message })
}

interface Shown {
  readonly message?: string
  /** Whether the page is to look for a session itself. */
  readonly again?: boolean
}

function show(reply: FastifyReply, { page }: LoginParts, { message, again }: Shown): FastifyReply {
  if (!page.includes(MESSAGE_PLACE)) throw new TypeError('the page to log in at has no place')
  const said = message === undefined ? '' : `<p class="problem" role="alert">${message}</p>`
  const asks = again === true ? '<span data-session="unknown" hidden></span>' : ''
  return reply.type('text/html; charset=utf-8').send(page.replace(MESSAGE_PLACE, asks + said))
}

/** Following a link from another site, a browser leaves out the cookie that it has (`SameSite=Strict`). */
const cameFromElsewhere = ({ headers }: FastifyRequest): boolean =>
  headers['sec-fetch-site'] === 'cross-site' || headers['sec-fetch-site'] === 'same-site'
