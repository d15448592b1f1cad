import { createSocket, type Socket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { socketTrouble } from '../exchanging/trouble.ts'
import type { GrowingPause } from '../exchanging/pauses.ts'

/** What a link is made to. */
export interface LinkTarget {
  readonly host: string
  readonly port: number
  /** For looking the host up and connecting to it. */
  readonly timeoutMs: number
}

/** What a link tells its owner. */
export interface LinkEvents {
  readonly onOpen: (socket: Socket) => void
  /** It could not be made and will be tried again, or an open one was told something: mostly that nobody listens. */
  readonly onTrouble: (code: string, example: string) => void
}

/** Answers that come while this process is busy wait in the kernel; it may grant less. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024

/**
 * A socket that is connected to one address, as UDP has it: the kernel delivers nothing from elsewhere, reports refusals,
 * and sends without looking the address up each time. Tried again with growing pauses until it is made.
 */
export class UdpLink {
  readonly #target: LinkTarget
  readonly #events: LinkEvents
  readonly #pause: GrowingPause
  #socket: Socket | undefined
  /** Counts attempts, so that what comes late from an earlier one is known for it. */
  #attempt = 0
  #isOpen = false
  #timer: NodeJS.Timeout | undefined

  constructor(target: LinkTarget, pause: GrowingPause, events: LinkEvents) {
    this.#target = target
    this.#pause = pause
    this.#events = events
    this.#try()
  }

  close(): void {
    this.#attempt = -1
    this.#dropSocket()
    clearTimeout(this.#timer)
  }

  #try(): void {
    const attempt = ++this.#attempt
    const { host, timeoutMs } = this.#target
    const failed = (code: string, example: string): void => this.#failed(attempt, code, example)
    this.#timer = setTimeout(
      () => failed('CONNECT_TIMEOUT', `${host} was not found within ${timeoutMs} ms`),
      timeoutMs,
    )
    addressOf(host).then(
      (found) => this.#connect(attempt, found),
      (thrown: unknown) => {
        const { code, example } = socketTrouble(thrown, 'calling')
        failed(code, example)
      },
    )
  }

  #connect(attempt: number, { address, family }: FoundAddress): void {
    if (attempt !== this.#attempt) return
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4')
    this.#socket = socket
    socket.once('connect', () => this.#opened(socket))
    socket.on('error', (error) => {
      const { code, example } = socketTrouble(error, this.#isOpen ? 'open' : 'calling')
      if (this.#isOpen) this.#events.onTrouble(code, example)
      else this.#failed(attempt, code, example)
    })
    socket.connect(this.#target.port, address)
  }

  #opened(socket: Socket): void {
    if (socket !== this.#socket) return
    clearTimeout(this.#timer)
    this.#isOpen = true
    reserve(socket)
    this.#events.onOpen(socket)
  }

  #failed(attempt: number, code: string, example: string): void {
    if (attempt !== this.#attempt) return
    clearTimeout(this.#timer)
    this.#dropSocket()
    this.#timer = setTimeout(() => this.#try(), this.#pause.next(0))
    this.#events.onTrouble(code, example)
  }

  #dropSocket(): void {
    const socket = this.#socket
    this.#socket = undefined
    socket?.close()
  }
}

interface FoundAddress {
  readonly address: string
  readonly family: number
}

async function addressOf(host: string): Promise<FoundAddress> {
  const family = isIP(host)
  return family === 0 ? lookup(host) : { address: host, family }
}

/** More room for answers, where the system grants it. */
function reserve(socket: Socket): void {
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES)
  } catch {
    // What it has must do; drops are counted.
  }
}
