import type { Duplex } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../../kernel/clock.ts'
import { Refusal } from '../problems.ts'
import { asksForAccess, type ReadAccess } from './access.ts'
import { Sessions } from './sessions.ts'
import { tokenIn } from './tokens.ts'

/** Lets those in who have logged in, or carry a token. */

/** What a gate is made of. */
export interface GateParts {
  readonly access: ReadAccess
  readonly clock: Clock
  readonly cookie: string
  /** Whether visitors are asked even where there is nothing to ask them for: nobody comes in, then. */
  readonly always: boolean
  /** Addresses that are open to all, from the root: the page to log in at, and its files. */
  readonly open: ReadonlySet<string>
}

/** How long a connection may outlive its permission. */
const SWEEP_MS = 10_000

/** One for a server. */
export class Gate {
  readonly sessions: Sessions
  readonly #parts: GateParts
  /** Connections that stay, each with the request that opened it. */
  readonly #lasting = new Map<Duplex, FastifyRequest>()

  constructor(parts: GateParts) {
    this.#parts = parts
    this.sessions = new Sessions(parts.clock)
  }

  /** Guards every route of the server. */
  guard(app: FastifyInstance): void {
    app.addHook('onRequest', (request, reply) => this.#ask(request, reply))
    const sweep = setInterval(() => void this.sweep(), SWEEP_MS).unref()
    app.addHook('onClose', async () => clearInterval(sweep))
  }

  /** Whether anybody is asked. */
  async asks(): Promise<boolean> {
    return this.#parts.always || asksForAccess(await this.#parts.access())
  }

  /** Whether this visitor has logged in, rather than sent a token or not been asked. To be called once it was let in. */
  hasSession({ cookies }: FastifyRequest): boolean {
    const id = cookies[this.#parts.cookie]
    return id !== undefined && this.sessions.has(id)
  }

  /** Ends the connections whose owners may come in no longer; all of them, where that can't be found out. */
  async sweep(): Promise<void> {
    for (const [socket, request] of this.#lasting) {
      if (!(await this.#admits(request).catch(() => false))) socket.destroy()
    }
  }

  async #ask(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    if (await this.#admits(request)) {
      this.#heed(request)
      return undefined
    }
    const [path = ''] = request.url.split('?')
    if (this.#parts.open.has(path)) return undefined
    if (wantsPage(request)) return reply.redirect(toLogin(path), 303)
    throw new Refusal(401, LOGIN_NEEDED, { 'www-authenticate': 'Bearer realm="plimsoll"' })
  }

  async #admits({ headers, cookies }: FastifyRequest): Promise<boolean> {
    const access = await this.#parts.access()
    if (!this.#parts.always && !asksForAccess(access)) return true
    if (tokenIn(headers.authorization, access.tokens) !== undefined) return true
    const id = cookies[this.#parts.cookie]
    return id !== undefined && this.sessions.isOpen(id, access.password?.salt)
  }

  #heed(request: FastifyRequest): void {
    const id = request.cookies[this.#parts.cookie]
    if (id !== undefined) this.sessions.touch(id)
    if (request.headers.upgrade === undefined) return
    const { socket } = request.raw
    if (!this.#lasting.has(socket)) socket.once('close', () => this.#lasting.delete(socket))
    this.#lasting.set(socket, request)
  }
}

const LOGIN_NEEDED = {
  code: 'LOGIN_NEEDED',
  message: 'this server asks who you are',
  hint: 'Log in; programs send a token: Authorization: Bearer …',
}

/** Whether a person is to see the answer: what a browser asks for when it goes to an address. */
const wantsPage = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' &&
  headers['sec-fetch-dest'] !== 'empty' &&
  headers.accept?.includes('text/html') === true

/** Relative, since a proxy may have taken a prefix away: one step up for each folder. What stands behind `#` stays. */
const toLogin = (path: string): string => `./${'../'.repeat(path.split('/').length - 2)}login`
