import { createServer as createHttpServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'

/**
 * The service that the I/O workloads talk to, in a process of its own: HTTP that answers with JSON or a body of so many
 * bytes (`/64000`), and TCP that sends back what it gets. It says on which ports, and ends with its parent.
 */

const answer = JSON.stringify({ ok: true, note: 'what a small service says' })
const bodies = new Map<string, Buffer>()

function bodyOf(path: string): Buffer {
  const known = bodies.get(path)
  if (known !== undefined) return known
  const bytes = Number(path.slice(1))
  const made = bytes > 0 ? Buffer.alloc(bytes, 'plimsoll ') : Buffer.from(answer)
  bodies.set(path, made)
  return made
}

const http = createHttpServer((request, response) => {
  const body = bodyOf(request.url ?? '/')
  request.resume()
  response.writeHead(200, { 'content-length': body.length }).end(body)
})

const tcp = createTcpServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy())
  socket.pipe(socket)
})

const portOf = (server: { address(): unknown }): number =>
  Number(Reflect.get(Object(server.address()), 'port'))

function tellWhenBoth(): void {
  if (http.listening && tcp.listening) process.send?.({ http: portOf(http), tcp: portOf(tcp) })
}

process.on('disconnect', () => process.exit(0))
http.listen(0, '127.0.0.1', tellWhenBoth)
tcp.listen(0, '127.0.0.1', tellWhenBoth)
