import { lookup } from 'node:dns/promises'
import { hostname } from 'node:os'
import type { Socket } from 'node:net'
import fastify, { type FastifyInstance } from 'fastify'
import { asksForAccess } from './access/access.ts'
import { answerDamaged, answerUndecodable } from './damaged.ts'
import { inUrl, isEverywhere, isLoopback, OwnNames } from './guard/addresses.ts'
import { SERVER_LIMITS, type ServerLimits } from './limits.ts'
import { cannotListen, needsPassword } from './obstacles.ts'
import { guarded, type GuardedParts } from './guarded.ts'

/** A server of its own for the pages, and its bounds. */

/** What it is made of. */
export interface ServerOptions extends Omit<GuardedParts, 'names' | 'always'> {
  /** A name or an address of this machine. */
  readonly host: string
  /** 0 = any that is free. */
  readonly port: number
  /** Default: {@link SERVER_LIMITS}. */
  readonly limits?: Partial<ServerLimits>
}

/** A server that is listening. */
export interface RunningServer extends AsyncDisposable {
  /** `http://127.0.0.1:1876/`, or the public one. */
  readonly url: string
  readonly port: number
  /** Whether visitors are asked who they are. */
  readonly asks: boolean
  /** Whether what is asked and answered crosses a network unencrypted. */
  readonly inTheClear: boolean
}

/** Only forms have a body, and they have a bound of their own. */
const BODY_MAX_BYTES = 1024

/** @throws PlimsollError PASSWORD_NEEDED, PORT_TAKEN, PORT_FORBIDDEN, HOST_UNUSABLE */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, publicUrl } = options
  const address = await addressOf(options)
  const asks = asksForAccess(await options.access())
  const always = !isLoopback(address) || publicUrl !== undefined
  if (always && !asks) throw needsPassword(options)
  await using undo = new AsyncDisposableStack()
  const limits = { ...SERVER_LIMITS, ...options.limits }
  const app = bounded(limits, publicUrl)
  const sockets = socketsOf(app)
  undo.defer(() => end(app, sockets, limits))
  const names = new OwnNames()
  await guarded(app, { ...options, names, always })
  const port = await listen(app, { ...options, address })
  names.listensAt({ host, address, port, publicUrl })
  const owned = undo.move()
  return {
    url: publicUrl?.href ?? `http://${inUrl(isEverywhere(address) ? hostname() : host)}:${port}/`,
    port,
    asks,
    inTheClear: !isLoopback(address) && publicUrl?.protocol !== 'https:',
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function bounded(limits: ServerLimits, publicUrl: URL | undefined): FastifyInstance {
  const app = fastify({
    bodyLimit: BODY_MAX_BYTES,
    connectionTimeout: limits.silenceMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    // A proxy of this machine says whom it asks for; nobody else is believed.
    trustProxy: publicUrl === undefined ? false : 'loopback',
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.checkEveryMs,
    },
    clientErrorHandler: answerDamaged,
    frameworkErrors: answerUndecodable,
  })
  app.server.maxConnections = limits.connections
  app.server.maxHeadersCount = limits.headers
  return app
}

/** The address that a name means; one of this machine's own, which no other reaches, where it means several. */
async function addressOf(wanted: ServerOptions): Promise<string> {
  try {
    const found = await lookup(wanted.host, { all: true, order: 'ipv4first' })
    const [first] = found
    if (first !== undefined) return first.address
  } catch (thrown) {
    throw cannotListen(thrown, wanted)
  }
  throw cannotListen(new Error('it has no address'), wanted)
}

async function listen(
  app: FastifyInstance,
  { address, ...wanted }: ServerOptions & { readonly address: string },
): Promise<number> {
  try {
    const url = await app.listen({ host: address, port: wanted.port })
    return Number(new URL(url).port) || wanted.port
  } catch (thrown) {
    throw cannotListen(thrown, wanted)
  }
}

function socketsOf(app: FastifyInstance): ReadonlySet<Socket> {
  const sockets = new Set<Socket>()
  app.server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return sockets
}

/** Ends what is under way, and then what does not end. */
async function end(
  app: FastifyInstance,
  sockets: ReadonlySet<Socket>,
  { graceMs }: ServerLimits,
): Promise<void> {
  const timer = setTimeout(() => {
    for (const socket of sockets) socket.destroy()
  }, graceMs)
  try {
    await app.close()
  } finally {
    clearTimeout(timer)
  }
}
