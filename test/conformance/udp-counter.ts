import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** Counts the datagrams that come to it. */
export interface UdpCounter extends AsyncDisposable {
  readonly port: number
  received(): number
}

export async function startUdpCounter(): Promise<UdpCounter> {
  const socket = createSocket('udp4')
  let received = 0
  socket.on('message', () => {
    received++
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    port: socket.address().port,
    received: () => received,
    [Symbol.asyncDispose]: async () => {
      const closed = once(socket, 'close')
      socket.close()
      await closed
    },
  }
}
