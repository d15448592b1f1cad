import { type AddressInfo, createServer } from 'node:net'

const ANSWER = Buffer.from(
  'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ndate: Sun, 22 Nov 2026 09:00:00 GMT\r\nconnection: keep-alive\r\ncontent-length: 13\r\n\r\nHello, World!',
)

/** The end of a request without a body: CR LF CR LF. */
const END = Buffer.from('\r\n\r\n')

/** Answers whatever ends like a request, and looks at nothing else. Prints its port; ends with its parent. */
export function serve(): void {
  const answers = new Map<number, Buffer>()
  const server = createServer({ noDelay: true }, (socket) => {
    let rest: Buffer = Buffer.alloc(0)
    socket.on('error', () => socket.destroy())
    socket.on('data', (bytes: Buffer) => {
      const text = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
      let count = 0
      let from = 0
      for (let end = text.indexOf(END); end >= 0; end = text.indexOf(END, from)) {
        count += 1
        from = end + END.length
      }
      rest = from === text.length ? rest.subarray(0, 0) : text.subarray(from)
      if (count > 0) socket.write(answersFor(count, answers))
    })
  })
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
  })
  process.stdin.resume().on('end', () => process.exit())
}

function answersFor(count: number, known: Map<number, Buffer>): Buffer {
  if (count === 1) return ANSWER
  const made = known.get(count) ?? Buffer.concat(Array.from({ length: count }, () => ANSWER))
  known.set(count, made)
  return made
}
