import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

/** A real UDP socket on this host that answers as it is told to. */

/** What becomes of a datagram: sends answers, as many as it likes. */
export type OnDatagram = (datagram: Buffer, answer: (bytes: Uint8Array) => void) => void

/** A server on a free port. */
export interface UdpServer {
  readonly url: string
  /** Datagrams received so far. */
  readonly received: Buffer[]
  /** Resolves when so many have been received. */
  untilReceived(count: number): Promise<void>
}

/** Starts one; closed when the test that called this ends. */
export async function udpServer(onDatagram: OnDatagram): Promise<UdpServer> {
  const socket = createSocket('udp4')
  const received: Buffer[] = []
  socket.on('message', (datagram, { address, port }) => {
    received.push(datagram)
    onDatagram(datagram, (bytes) => socket.send(bytes, port, address))
    socket.emit('counted')
  })
  await bound(socket)
  onTestFinished(() => void socket.close())
  const untilReceived = async (count: number): Promise<void> => {
    const signal = AbortSignal.timeout(20_000)
    while (received.length < count) await once(socket, 'counted', { signal })
  }
  return { url: `udp://127.0.0.1:${socket.address().port}`, received, untilReceived }
}

/** A port on which nobody listens (any more). */
export async function closedPort(): Promise<number> {
  const socket = createSocket('udp4')
  await bound(socket)
  const { port } = socket.address()
  socket.close()
  return port
}

async function bound(socket: Socket): Promise<void> {
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
}
