import { randomBytes } from 'node:crypto'
import cookies from '@fastify/cookie'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Clock } from '../kernel/clock.ts'
import type { ReadAccess } from './access/access.ts'
import { Gate } from './access/gate.ts'
import { login, type SessionCookie } from './access/login.ts'
import type { Sources } from './api/answers.ts'
import { assetsIn, type PageFiles } from './files.ts'
import type { OwnNames } from './guard/addresses.ts'
import { protect } from './guard/headers.ts'
import { refuseProxies, refuseStrangeHost } from './guard/hosts.ts'
import { refuseForeign } from './guard/origins.ts'
import { answerErrors, pages } from './pages.ts'

/**
 * The pages behind a guard of our own:
 *
 *   request ──▶ known by this name? ──▶ who are you? ──▶ sent by our own page? ──▶ pages · login · logout
 */

/** What it is made of. */
export interface GuardedParts {
  readonly names: OwnNames
  /** As it was asked for. */
  readonly port: number
  /** Where a proxy in front of the server is reached. */
  readonly publicUrl: URL | undefined
  readonly access: ReadAccess
  /** Whether visitors are asked even when passwords and tokens are taken away. */
  readonly always: boolean
  readonly sources: Sources
  readonly files: PageFiles
  readonly clock: Clock
  /** One plain line for whoever runs it. */
  readonly tell: (line: string) => void
}

/** Readies a server's root, so that all of it is behind the guard. */
export async function guarded(app: FastifyInstance, parts: GuardedParts): Promise<void> {
  const { access, always, clock, files, names, publicUrl, sources, tell } = parts
  const isOwnOrigin = (origin: string): boolean => names.isOrigin(origin)
  const cookie = cookieFor(parts)
  const open = new Set(['/login', ...assetsIn(files.login).map((name) => `/assets/${name}`)])
  const gate = new Gate({ access, always, clock, cookie: cookie.name, open })
  await app.register(cookies)
  app.addHook('onRequest', async (request, reply) => {
    protect(reply)
    refuseStrangeHost(request, names)
    if (publicUrl === undefined && !(await gate.asks())) refuseProxies(request)
  })
  gate.guard(app)
  answerErrors(app, tell)
  await app.register(async (own) => {
    own.addHook('onRequest', async (request) => refuseForeign(request, isOwnOrigin))
    await login(own, { gate, access, cookie, page: files.login.bytes.toString() })
  })
  const hasSession = (request: FastifyRequest): boolean => gate.hasSession(request)
  await app.register(pages, { sources, files, isOwnOrigin, hasSession, tell })
}

/**
 * Browsers take a name with `__Host-` or `__Secure-` only as it was meant: over TLS, from this very host. They send a cookie
 * to every port of a host, so that two servers must not give theirs one name.
 */
function cookieFor({ publicUrl, port }: GuardedParts): SessionCookie {
  const path = publicUrl?.pathname.replace(/\/*$/, '/') ?? '/'
  const secure = publicUrl?.protocol === 'https:'
  const prefix = secure ? (path === '/' ? '__Host-' : '__Secure-') : ''
  // Which port it is going to be is not known yet, where any will do.
  const own = port === 0 ? randomBytes(4).toString('hex') : port
  return { name: `${prefix}plimsoll-${own}`, path, secure }
}
