import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { api } from './api/api.ts'
import type { Sources } from './api/answers.ts'
import type { PageFile, PageFiles } from './files.ts'
import { Admission } from './guard/admission.ts'
import { protect } from './guard/headers.ts'
import { type IsOwnOrigin, refuseForeign } from './guard/origins.ts'
import { registerLive } from './live/register.ts'
import { API_PREFIX } from './names.ts'
import { Refusal, refusalOf } from './problems.ts'

/** The pages, their API and what is live, below one address. Who may see them is asked by whoever mounts them. */

/** What they are made of. */
export interface PagesParts {
  readonly sources: Sources
  readonly files: PageFiles
  readonly isOwnOrigin: IsOwnOrigin
  /** Whether this reader could log out. */
  readonly hasSession: (request: FastifyRequest) => boolean
  /** One plain line for whoever runs the server. */
  readonly tell: (line: string) => void
}

/** A plugin of fastify 5. */
export type PagesPlugin<T extends object> = FastifyPluginAsync<T>

export const pages: PagesPlugin<PagesParts> = async (app, parts) => {
  const { sources, files, isOwnOrigin, tell } = parts
  app.addHook('onRequest', async (request, reply) => {
    protect(reply)
    if (!['GET', 'HEAD'].includes(request.method)) throw readingOnly()
    refuseForeign(request, isOwnOrigin)
  })
  answerErrors(app, tell)
  app.setNotFoundHandler(async () => {
    throw notFound()
  })
  const admission = new Admission(app)
  app.get('/', (request, reply) => home(request, reply, parts))
  app.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) => {
    const asset = files.assets.get(request.params.name)
    if (asset === undefined) throw notFound()
    return send(reply.header('cache-control', FOR_GOOD), request, asset)
  })
  await app.register(api, { prefix: API_PREFIX, sources, admission })
  registerLive(app, {
    feed: sources.feed,
    path: `${app.prefix.replace(/\/$/, '')}${API_PREFIX}/live`,
    authorise: (request) => admission.admits(request),
  })
}

/** Its name changes with what is in it. */
const FOR_GOOD = 'private, max-age=31536000, immutable'
/** Asked again each time; the answer is short where nothing has changed. */
const FOR_NOW = 'private, no-cache'

/** In the page, where the server says what it knows. */
const MARK_PLACE = '<!--plimsoll-page-->'
const SESSION_MARK = '<span data-session="open" hidden></span>'

async function home(
  request: FastifyRequest,
  reply: FastifyReply,
  { files, hasSession }: PagesParts,
): Promise<FastifyReply> {
  const [path = ''] = request.url.split('?')
  // The page asks for everything relative to its own address.
  if (!path.endsWith('/')) return reply.redirect(`./${path.split('/').at(-1) ?? ''}/`, 308)
  if (!hasSession(request)) {
    return send(reply.header('cache-control', FOR_NOW), request, files.index)
  }
  const html = files.index.bytes.toString().replace(MARK_PLACE, SESSION_MARK)
  return reply.type(files.index.type).send(html)
}

function send(reply: FastifyReply, request: FastifyRequest, file: PageFile): FastifyReply {
  reply.header('etag', file.etag)
  const known = request.headers['if-none-match']?.split(/,\s*/) ?? []
  if (known.some((tag) => tag.replace(/^W\//, '') === file.etag)) return reply.code(304).send()
  return reply.type(file.type).send(file.bytes)
}

/** Whatever is thrown ends as a problem in JSON. */
export function answerErrors(app: FastifyInstance, tell: (line: string) => void): void {
  app.setErrorHandler((thrown, _, reply) => answerRefusal(reply, refusalOf(thrown, tell)))
}

const answerRefusal = (reply: FastifyReply, { status, headers, problem }: Refusal): FastifyReply =>
  reply
    .code(status)
    .headers({ 'cache-control': 'no-store', ...headers })
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(problem))

const readingOnly = (): Refusal =>
  new Refusal(
    405,
    {
      code: 'READING_ONLY',
      message: 'there is nothing that could be changed here',
      hint: 'Ask with GET or HEAD.',
    },
    { allow: 'GET, HEAD' },
  )

const notFound = (): Refusal =>
  new Refusal(404, {
    code: 'NOT_FOUND',
    message: 'there is nothing at this address',
    hint: 'The pages begin at the address that the server printed.',
  })
