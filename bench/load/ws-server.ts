import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'

/** Answers each message with itself. Prints its port; ends with its parent. */
export function serveWebSockets(): void {
  const http = createServer()
  const server = new WebSocketServer({
    server: http,
    perMessageDeflate: false,
    clientTracking: false,
  })
  server.on('connection', (socket) => {
    socket.on('error', () => socket.terminate())
    socket.on('message', (data, binary) => socket.send(data, { binary }))
  })
  http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
    process.stdout.write(`${(http.address() as AddressInfo).port}\n`)
  })
  process.stdin.resume().on('end', () => process.exit())
}
