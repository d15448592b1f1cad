import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { Timed } from '../traffic/played.ts'
import { Waiting } from './waiting.ts'

/** What a burst may fill while this process is busy. */
const RECEIVE_BUFFER_BYTES = 4_000_000

/** Takes packets where a bot sends them, and tells whoever waits for one. */
export class Synthesiser implements Disposable {
  readonly #socket: Socket
  readonly #waiting = new Waiting<void>('NO_PACKET')

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('message', (packet) => this.#waiting.came(keyOfPacket(packet), undefined))
  }

  /** @throws Error when the port is taken: two processes can't play one synthesiser */
  static async open(port: number): Promise<Synthesiser> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES })
    try {
      socket.bind(port, '127.0.0.1')
      await once(socket, 'listening')
      return new Synthesiser(socket)
    } catch (cause) {
      socket.close()
      throw new Error(`no synthesiser at port ${port}: is it --workers 1?`, { cause })
    }
  }

  /** Resolves when the packet comes that a command leads to at once, unless it is refused. @throws NeverCame */
  packetOf(command: Timed, answer: Promise<unknown>): Promise<void> {
    return this.#waiting.for(`/cv/${command.channel} ${Math.fround(firstVolts(command))}`, answer)
  }

  [Symbol.dispose](): void {
    this.#waiting[Symbol.dispose]()
    this.#socket.close()
  }
}

/** `/cv/7 2.5`. The address ends with a zero; the float is the last of the packet. */
const keyOfPacket = (packet: Buffer): string =>
  `${packet.toString('latin1', 0, packet.indexOf(0))} ${packet.readFloatBE(packet.length - 4)}`

function firstVolts(command: Timed): number {
  switch (command.kind) {
    case 'cv':
      return command.volts
    case 'ramp':
      return command.fromVolts
    case 'pattern':
      return command.stepVolts[0] ?? 0
  }
}
