import { type AddressInfo, createServer } from 'node:net'

const ANSWER = Buffer.from(
  'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ndate: Sun, 22 Nov 2026 09:00:00 GMT\r\nconnection: keep-alive\r\ncontent-length: 13\r\n\r\nHello, World!',
)

/** The end of a request without a body. */
const END = Buffer.from('\r\n\r\n')

/** What server.c does, in Node. @param stamps whether to keep when each request came */
export function serve(stamps: string | undefined): void {
  let answered = 0
  const times: bigint[] = []
  const server = createServer({ noDelay: true }, (socket) => {
    let rest: Buffer = Buffer.alloc(0)
    socket.on('error', () => socket.destroy())
    socket.on('data', (bytes: Buffer) => {
      const text = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
      let from = 0
      for (let end = text.indexOf(END); end >= 0; end = text.indexOf(END, from)) {
        answered++
        if (stamps === 'stamps') times.push(process.hrtime.bigint())
        from = end + END.length
        socket.write(ANSWER)
      }
      rest = from === text.length ? rest.subarray(0, 0) : text.subarray(from)
    })
  })
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
  })
  process.stdin.on('data', () => process.stdout.write(`${[answered, ...times].join(' ')}\n`))
  process.stdin.on('end', () => process.exit())
}
