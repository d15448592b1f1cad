import { deflateRawSync } from 'node:zlib'
import { WebSocketServer } from 'ws'

/** Compresses what it is sent, some CPU for each message. Its trouble comes from outside: others on its core. */

const text = Buffer.from('all work and no play makes jack a dull boy. '.repeat(9000))

const server = new WebSocketServer({ port: Number(process.env['PORT']) })
server.on('connection', (socket) => {
  socket.on('message', () => socket.send(deflateRawSync(text, { level: 6 }).length))
})
