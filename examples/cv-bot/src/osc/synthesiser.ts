import { createSocket, type Socket } from 'node:dgram'
import { lookup } from 'node:dns/promises'

/** Where voltages go. */
export interface Synthesiser {
  /** Packets handed to the system, and packets that it would not take. */
  readonly sent: number
  readonly failed: number
  /** Resolves when the system has taken it: UDP says no more. Never rejects, since the next voltage comes anyway. */
  send(packet: Buffer): Promise<void>
  /** May be called again. */
  close(): void
}

export interface SynthesiserPlace {
  readonly host: string
  readonly port: number
}

/** Its name is looked up once, so that no packet waits for that. @throws Error when it has no address */
export async function openSynthesiser({ host, port }: SynthesiserPlace): Promise<Synthesiser> {
  const { address, family } = await lookup(host)
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    lookup: (_, __, found) => found(null, address, family),
  })
  return new UdpSynthesiser(socket, { host: address, port })
}

/**
 * The socket is not connected: a connected one would refuse packets because nobody took an earlier one, and a synthesiser
 * may be switched on later.
 */
class UdpSynthesiser implements Synthesiser {
  readonly #socket: Socket
  readonly #place: SynthesiserPlace
  #sent = 0
  #failed = 0
  #closed = false

  constructor(socket: Socket, place: SynthesiserPlace) {
    this.#socket = socket
    this.#place = place
    socket.on('error', () => void this.#failed++)
  }

  get sent(): number {
    return this.#sent
  }

  get failed(): number {
    return this.#failed
  }

  send(packet: Buffer): Promise<void> {
    if (this.#closed) return Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#socket.send(packet, this.#place.port, this.#place.host, (error) => {
      if (error === null) this.#sent++
      else this.#failed++
      resolve()
    })
    return promise
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#socket.close()
  }
}
