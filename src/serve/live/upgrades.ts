import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'

/**
 * Connections of a server that ask to become WebSockets, each place by its address. The pages may be mounted in one server
 * any number of times, beside WebSockets of its own: what is nobody's goes on as the plain request that it is, too.
 *
 *   Upgrade: … ──▶ of ours? ──yes──▶ take, and nobody else hears of it
 *                     └─no──▶ others that listen, or else the routes
 */

/** Takes one over. */
export type TakeUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

type Server = FastifyInstance['server']
type Places = Map<string, TakeUpgrade>

const PLACES = new WeakMap<Server, Places>()

/** @param path whole: `/api/v1/live` @returns what ends it */
export function takeUpgrades(server: Server, path: string, take: TakeUpgrade): () => void {
  const places = PLACES.get(server) ?? listen(server)
  places.set(path, take)
  return () => void places.delete(path)
}

function listen(server: Server): Places {
  const places: Places = new Map()
  PLACES.set(server, places)
  leaveOthers(server, places)
  comeFirst(server, places)
  server.on('upgrade', (_, socket) => {
    // Nobody else is there to answer it.
    if (server.listenerCount('upgrade') === 1) socket.destroy()
  })
  return places
}

/** No listener can keep others from what is its own, and `new WebSocketServer({ server })` takes or refuses whatever comes. */
function comeFirst(server: Server, places: Places): void {
  const { emit } = server
  const emitted = (
    event: string,
    ...parts: readonly [IncomingMessage, Duplex, Buffer]
  ): boolean => {
    const take = event === 'upgrade' ? placeOf(places, parts[0]) : undefined
    if (take === undefined) return Reflect.apply(emit, server, [event, ...parts]) === true
    take(...parts)
    return true
  }
  Reflect.set(server, 'emit', emitted)
}

/** What `http.createServer({ shouldUpgradeCallback })` sets, for servers that somebody else has made. */
const SHOULD_UPGRADE = 'shouldUpgradeCallback'

/** Where anybody listens, Node hands over every request with `Upgrade`: `h2c`, which some clients always send, was lost. */
function leaveOthers(server: Server, places: Places): void {
  const before: unknown = Reflect.get(server, SHOULD_UPGRADE)
  const others = (request: IncomingMessage): boolean =>
    server.listenerCount('upgrade') > 1 &&
    (typeof before !== 'function' || before.call(server, request) === true)
  Reflect.set(
    server,
    SHOULD_UPGRADE,
    (request: IncomingMessage) => placeOf(places, request) !== undefined || others(request),
  )
}

function placeOf(places: Places, { url = '', headers }: IncomingMessage): TakeUpgrade | undefined {
  if (headers.upgrade?.toLowerCase() !== 'websocket') return undefined
  return places.get(url.split('?', 1)[0] ?? '')
}
