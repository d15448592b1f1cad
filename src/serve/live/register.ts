import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { WebSocketServer } from 'ws'
import type { LiveFeed } from '../../model/ports.ts'
import type { PingTimes } from './viewer.ts'
import { takeUpgrades } from './upgrades.ts'
import { Viewers } from './viewers.ts'

/** What is told over WebSocket, where, and to whom. */
export interface LiveRoute {
  /** Whoever opened it disposes of it. */
  readonly feed: LiveFeed
  /** Of the whole address: `/api/v1/live`. */
  readonly path: string
  /** Whether this visitor may watch: its session or token, and where its page comes from (Origin, Host). */
  readonly authorise: (request: IncomingMessage) => boolean | Promise<boolean>
  /** Viewers at a time; whoever comes later is refused with status 503. */
  readonly mostViewers?: number
  readonly pings?: PingTimes
}

const MOST_VIEWERS = 200

/** Viewers have nothing to say; longer messages end the connection. */
const MOST_MESSAGE_BYTES = 1_024

/** Tells viewers what is under way: first the state, then what has happened since, until the server closes. */
export function registerLive(app: FastifyInstance, route: LiveRoute): void {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Deflate takes ten times the time of sending, for every viewer again.
    perMessageDeflate: false,
    // A viewer answers, as long as it is read what it is told.
    autoPong: false,
    maxPayload: MOST_MESSAGE_BYTES,
  })
  const viewers = new Viewers(route.feed, route.pings)
  const most = route.mostViewers ?? MOST_VIEWERS
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', onSocketError)
    void admit(request, route).then((refused) => {
      if (socket.destroyed) return
      if (refused !== undefined) return refuse(socket, refused)
      // Asked now: others may have come while this one was looked at.
      if (viewers.count >= most) return refuse(socket, '503 Service Unavailable')
      sockets.handleUpgrade(request, socket, head, (viewer) => viewers.add(viewer))
    })
  }
  const end = takeUpgrades(app.server, route.path, onUpgrade)
  app.addHook('preClose', async () => {
    end()
    await viewers.close()
  })
}

/** @returns why not */
async function admit(
  request: IncomingMessage,
  { authorise }: LiveRoute,
): Promise<string | undefined> {
  try {
    return (await authorise(request)) ? undefined : '401 Unauthorized'
  } catch {
    return '500 Internal Server Error'
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** A visitor who goes away is no error. */
const onSocketError = (): void => undefined
