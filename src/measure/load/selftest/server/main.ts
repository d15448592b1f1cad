import { createServer, type Socket } from 'node:net'
import { AnswerLog } from './answer-log.ts'
import { FREEZE_PATH, LOG_PATH } from './paths.ts'

/**
 * The server of the self-test, a process of its own: answers every request after a time, and logs when. It does as little
 * as can be beside that, so that hundreds of requests that waited while it was frozen are answered within milliseconds.
 *
 *     node main.ts SERVICE_MS          PORT in the environment
 */

const serviceMs = Number(process.argv[2])
const log = new AnswerLog()

/** The end of a request without a body. */
const END = '\r\n\r\n'

const ANSWER = Buffer.from(answerOf('ok'))

createServer({ noDelay: true }, (socket) => {
  let unread = ''
  // Who has gone needs no answer.
  socket.on('error', () => socket.destroy())
  socket.on('data', (bytes) => {
    const arrivedNs = process.hrtime.bigint()
    unread += bytes.toString('latin1')
    for (let end = unread.indexOf(END); end >= 0; end = unread.indexOf(END)) {
      answer(socket, unread.slice(0, end), arrivedNs)
      unread = unread.slice(end + END.length)
    }
  })
}).listen(Number(process.env['PORT']), '127.0.0.1')

function answer(socket: Socket, head: string, arrivedNs: bigint): void {
  if (head.startsWith(`GET ${LOG_PATH}`)) socket.write(answerOf(JSON.stringify(log.read())))
  else if (head.startsWith(`GET ${FREEZE_PATH}`)) freeze(socket, head)
  else {
    setTimeout(() => {
      socket.write(ANSWER)
      log.add(arrivedNs, process.hrtime.bigint())
    }, serviceMs)
  }
}

/** Where no signal can stop a process: its one thread is held up. */
function freeze(socket: Socket, head: string): void {
  const ms = Number(/ms=([\d.]+)/.exec(head)?.[1])
  const from = process.hrtime.bigint()
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
  const times = { fromNs: Number(from), toNs: Number(process.hrtime.bigint()) }
  socket.write(answerOf(JSON.stringify(times)))
}

function answerOf(body: string): string {
  return `HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: ${body.length}\r\n\r\n${body}`
}
