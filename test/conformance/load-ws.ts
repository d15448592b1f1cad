import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'
import type { Certificate } from '../support/certificate.ts'

/** Real WebSocket servers on this host, and some that only look like one. */

/** A server on a port of this host. */
export interface WsServer {
  readonly url: string
  readonly port: number
  /** Sockets in the order in which they came. */
  readonly sockets: readonly WebSocket[]
  /** Resolves when so many have come. */
  untilSockets(count: number): Promise<void>
  /** Ends it, and every connection without a farewell, as a process that is killed. */
  kill(): Promise<void>
}

/** Longest wait for anything here. */
const PATIENCE_MS = 20_000

/** Starts one. @param options `port` default: a free one */
export async function wsServer(
  onSocket: (socket: WebSocket, index: number) => void,
  options: ServerOptions = {},
): Promise<WsServer> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, ...options })
  await once(server.options.server ?? server, 'listening')
  const sockets: WebSocket[] = []
  server.on('connection', (socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    onSocket(socket, sockets.length - 1)
    server.emit('counted')
  })
  let isUp = true
  const kill = async (): Promise<void> => {
    if (!isUp) return
    isUp = false
    for (const socket of server.clients) socket.terminate()
    server.close()
    await once(server, 'close')
  }
  onTestFinished(kill)
  const untilSockets = async (count: number): Promise<void> => {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    while (sockets.length < count) await once(server, 'counted', { signal })
  }
  const { port } = (options.server ?? server).address() as AddressInfo
  return { url: `ws://127.0.0.1:${port}/`, port, sockets, untilSockets, kill }
}

/** The same behind TLS. */
export async function wssServer(
  { cert, key }: Certificate,
  onSocket: (socket: WebSocket) => void,
): Promise<string> {
  const server = createHttpsServer({ cert, key })
  server.listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = await wsServer(onSocket, { server, host: undefined, port: undefined })
  return `wss://127.0.0.1:${port}/`
}

/** Something that listens, and does with each connection what it is told. Returns its `ws:` address. */
export async function tcpServer(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
    onConnection(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** What a server answers a handshake with (RFC 6455 §4.2.2). */
export const upgradeTo = (accept: string): string =>
  [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
    '\r\n',
  ].join('\r\n')

/** What a handshake is to be answered with. @param head of the request */
export const acceptOf = (head: string): string => {
  const key = /^sec-websocket-key: (.+)$/im.exec(head)?.[1]?.trim() ?? ''
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
}
