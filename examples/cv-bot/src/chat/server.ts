import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import type { Rate } from '../limits/bucket.ts'
import type { UserMessage } from '../pipeline.ts'
import { MOST_UNREAD_BYTES, serveConnection } from './connection.ts'
import { isUserName, LARGEST_MESSAGE_BYTES, type Outcome } from './protocol.ts'

/** What the server is asked over plain HTTP: a status and a JSON document. */
export interface Page {
  readonly status: number
  readonly body: unknown
}

export interface ChatServerOptions {
  readonly host: string
  /** 0 = one that is free. */
  readonly port: number
  readonly refusals: Rate
  readonly handle: (message: UserMessage) => Promise<Outcome>
  /** By path. */
  readonly pages: Readonly<Record<string, () => Promise<Page>>>
}

/** `/chat?user=NAME` and `/watch` over WebSocket, and pages over HTTP, on one port. */
export interface ChatServer {
  readonly port: number
  /** Clients of both kinds. */
  readonly clients: number
  /** Tells everyone who watches. @param make the text; not called while nobody does */
  tell(make: () => string): void
  /** Takes no more clients; those who are there may stay. */
  refuseNew(): void
  /** Says goodbye to all, cuts off who does not answer in time, and frees the port. May be called again. */
  close(): Promise<void>
}

/** Headers that don't come, and answers that nobody reads. */
const HTTP_TIMEOUT_MS = 5000
const HEARTBEAT_MS = 30_000
const GOODBYE_MS = 500
const GOING_AWAY = 1001

/** @throws Error when the port is taken */
export async function startChatServer(options: ChatServerOptions): Promise<ChatServer> {
  const server = new WebSocketChat(options)
  await server.listen()
  return server
}

class WebSocketChat implements ChatServer {
  readonly #options: ChatServerOptions
  readonly #http: Server
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: LARGEST_MESSAGE_BYTES,
  })
  readonly #watching = new Set<WebSocket>()
  readonly #silent = new WeakSet<WebSocket>()
  #heartbeat: NodeJS.Timeout | undefined
  #refusing = false

  constructor(options: ChatServerOptions) {
    this.#options = options
    this.#http = createServer((request, response) => void this.#answer(request, response))
    this.#http.headersTimeout = HTTP_TIMEOUT_MS
    this.#http.requestTimeout = HTTP_TIMEOUT_MS
    this.#http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#upgrade(request, socket, head),
    )
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port
  }

  get clients(): number {
    return this.#sockets.clients.size
  }

  async listen(): Promise<void> {
    this.#http.listen(this.#options.port, this.#options.host)
    await once(this.#http, 'listening')
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS).unref()
  }

  tell(make: () => string): void {
    if (this.#watching.size === 0) return
    const text = make()
    for (const socket of this.#watching) {
      if (socket.bufferedAmount > MOST_UNREAD_BYTES) socket.terminate()
      else socket.send(text)
    }
  }

  refuseNew(): void {
    this.#refusing = true
  }

  async close(): Promise<void> {
    this.refuseNew()
    clearInterval(this.#heartbeat)
    const closed = Promise.withResolvers<void>()
    this.#http.close(() => closed.resolve()) // an error here only says that it was closed before
    for (const socket of this.#sockets.clients) socket.close(GOING_AWAY, 'the bot stops')
    const late = setTimeout(() => this.#cut(), GOODBYE_MS)
    this.#http.closeIdleConnections()
    await closed.promise
    clearTimeout(late)
  }

  #cut(): void {
    for (const socket of this.#sockets.clients) socket.terminate()
    this.#http.closeAllConnections()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = urlOf(request)
    const page = await (this.#options.pages[pathname] ?? notFound)()
    response.writeHead(page.status, { 'content-type': 'application/json' })
    response.end(`${JSON.stringify(page.body)}\n`)
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    const { pathname, searchParams } = urlOf(request)
    const user = searchParams.get('user') ?? ''
    if (this.#refusing) return refuse(socket, '503 Service Unavailable')
    if (pathname !== '/chat' && pathname !== '/watch') return refuse(socket, '404 Not Found')
    if (pathname === '/chat' && !isUserName(user)) return refuse(socket, '400 Bad Request')
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('pong', () => this.#silent.delete(client))
      if (pathname === '/watch') this.#watch(client)
      else serveConnection(client, { ...this.#options, user })
    })
  }

  #watch(client: WebSocket): void {
    this.#watching.add(client)
    client.on('error', () => client.terminate())
    client.on('close', () => this.#watching.delete(client))
  }

  /** Who has not answered the last ping is gone, though nobody said so. */
  #beat(): void {
    for (const socket of this.#sockets.clients) {
      if (this.#silent.has(socket)) socket.terminate()
      this.#silent.add(socket)
      if (socket.readyState === WebSocket.OPEN) socket.ping()
    }
  }
}

const notFound = async (): Promise<Page> => ({
  status: 404,
  body: { error: 'there is no such page' },
})

/** Whatever a client asks for is some path. */
const urlOf = ({ url = '/' }: IncomingMessage): URL =>
  URL.parse(url, 'http://localhost') ?? new URL('http://localhost/')

function refuse(socket: Duplex, status: string): void {
  const head = `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`
  socket.end(head, () => socket.destroy())
}
