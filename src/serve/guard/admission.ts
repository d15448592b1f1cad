import { type IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/**
 * A request for a WebSocket comes by the server's `upgrade` event, past all routes and their hooks, and so past whatever
 * asks visitors who they are, here or in the application that the pages are mounted in. So it is sent through them: as a
 * GET of its address, of which nobody sees the answer. Only the route's own handler admits it: whatever hook an application
 * asks by, of a scope, of every route, or added late, comes before that.
 *
 *   upgrade ──▶ routing ──▶ hooks of the application ──▶ hooks of the pages ──▶ handler ──▶ admitted
 *                               └──────── an answer ────────┴──▶ refused
 */
export class Admission {
  readonly #app: FastifyInstance
  readonly #asking = new WeakMap<IncomingMessage, () => void>()

  /** @param app the scope that answers GET of the address */
  constructor(app: FastifyInstance) {
    this.#app = app
  }

  /** For the route's handler. @returns whether this request is but asking: it is admitted now, and gets no answer */
  admit(request: FastifyRequest, reply: FastifyReply): boolean {
    const admit = this.#asking.get(request.raw)
    if (admit === undefined) return false
    reply.hijack()
    admit()
    return true
  }

  /** Whether nothing stands between this request and its route. */
  async admits(request: IncomingMessage): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const timer = setTimeout(() => resolve(false), ASKING_MAX_MS)
    this.#asking.set(request, () => resolve(true))
    try {
      this.#app.routing(request, new Unseen(request, () => resolve(false)))
      return await promise
    } finally {
      clearTimeout(timer)
      this.#asking.delete(request)
    }
  }
}

/** Whatever has not let it through by then does not. */
const ASKING_MAX_MS = 10_000

/** An answer that goes nowhere. */
class Unseen extends ServerResponse {
  readonly #onEnd: () => void

  constructor(request: IncomingMessage, onEnd: () => void) {
    super(request)
    this.#onEnd = onEnd
  }

  override end(): this {
    this.#onEnd()
    return this
  }
}
