import { WebSocketServer } from 'ws'
import { between, planted } from './planted.ts'

/** A chat over WebSocket that keeps its last messages. Its troubles: an export of its history, and one of its caches. */

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

if (planted.kind === 'gc-storm') {
  const words = Array.from({ length: 400_000 }, (_, at) => ({ at, self: { at }, places: [at] }))
  const pictures: Buffer[] = []
  planted.every(10, () => {
    pictures.push(Buffer.allocUnsafeSlow(between(5e6, 12e6)))
    if (pictures.length > 10) pictures.shift()
  })
  setInterval(() => words.length, 1000)
}
