import { WebSocketServer } from 'ws'
import { between, planted } from './planted.ts'

/** A chat over WebSocket that keeps its last messages. Its troubles: an export of its history, and queues that grow. */

const server = new WebSocketServer({ port: Number(process.env['PORT']) })
const history: { at: number; text: string }[] = []

server.on('connection', (socket) => {
  socket.on('message', (data) => {
    history.push({ at: Date.now(), text: (data as Buffer).toString() })
    if (history.length > 2000) history.splice(0, 500)
    socket.send(JSON.stringify({ ok: true, count: history.length }))
  })
})

if (planted.kind === 'blocked-loop') {
  planted.every(200, () => {
    const until = performance.now() + between(50, 120)
    while (performance.now() < until) JSON.parse(JSON.stringify(history))
  })
}

interface Waiting {
  readonly at: number
  readonly next: Waiting | undefined
}

/** Queues that live for half a second: long enough to be copied twice, and linked, so that one thread has to. */
const queues: (Waiting | undefined)[] = []

if (planted.kind === 'gc-storm') {
  planted.every(10, () => {
    let queue: Waiting | undefined
    for (let at = between(50_000, 80_000); at > 0; at--) queue = { at, next: queue }
    queues.push(queue)
    if (queues.length > 40) queues.shift()
  })
}
