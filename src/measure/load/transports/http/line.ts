import type { OnReadOpts, Socket } from 'node:net'
import { monotonicNs } from '../exchanging/monotonic.ts'
import type { Dialer } from './dialer.ts'
import { socketTrouble, type Stage, type Trouble } from '../exchanging/trouble.ts'

/** How long it took to make a connection, in ns. */
export interface DialTimes {
  /** Finding the address, and TCP. */
  readonly connectNs: number
  /** 0 = without TLS. */
  readonly tlsNs: number
}

/** Who uses a line. */
export interface LineHolder {
  /** Where the bytes go; nothing = the holder reads the socket. */
  readonly onread: OnReadOpts | undefined
  onOpen(socket: Socket, times: DialTimes): void
  /** No connection could be made; another attempt follows. */
  onUnmade(trouble: Trouble): void
  /** The other side has ended the connection in order. The holder is to call `renew()`. */
  onEnd(): void
  /** The connection is broken. The holder is to call `renew()`. */
  onBroken(trouble: Trouble): void
}

/** The pauses between attempts that achieve nothing: 50, 100, … 1000 ms. */
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 1000

/**
 * One connection to a target, made anew as often as needed.
 *
 *   dial → open → (answers) → lost → dial …           after an answer: at once
 *     └────── failed, or lost without an answer ──→ pause → dial …
 */
export class Line {
  readonly #dialer: Dialer
  readonly #holder: LineHolder
  #socket: Socket | undefined
  #stage: Stage = 'calling'
  #pause: NodeJS.Timeout | undefined
  #closed = false
  /** Attempts since the last that led to an answer. */
  #futile = 0
  #dialledNs = 0
  #connectedNs = 0
  #openedNs = 0

  constructor(dialer: Dialer, holder: LineHolder) {
    this.#dialer = dialer
    this.#holder = holder
  }

  /** Makes the first connection. */
  dial(): void {
    this.#futile += 1
    this.#stage = 'calling'
    this.#dialledNs = monotonicNs()
    const socket = this.#dialer.dial(this.#holder.onread)
    this.#socket = socket
    // What a socket says after it was given up means nothing any more.
    const current = (then: () => void) => () => {
      if (this.#socket === socket) then()
    }
    socket.once(
      'connect',
      current(() => this.#onConnected(socket)),
    )
    if (this.#dialer.secure)
      socket.once(
        'secureConnect',
        current(() => this.#onOpen(socket)),
      )
    socket.once(
      'end',
      current(() => this.#onEnd()),
    )
    socket.once(
      'close',
      current(() => this.#onEnd()),
    )
    socket.on('error', (thrown) => {
      if (this.#socket === socket) this.#onTrouble(socketTrouble(thrown, this.#stage))
    })
  }

  /** The connection has carried an answer: if it is lost, the next is made at once. */
  prove(): void {
    this.#futile = 0
  }

  /** Gives the connection up and makes another. */
  renew(): void {
    if (this.#closed) return
    if (this.#stage === 'open' && monotonicNs() - this.#openedNs > LONGEST_PAUSE_MS * 1e6)
      this.prove()
    this.#drop()
    if (this.#futile === 0) this.dial()
    else this.#pause = setTimeout(() => this.dial(), pauseAfterMs(this.#futile))
  }

  /** Ends an attempt that takes longer than `timeoutNs`. */
  endOverdue(nowNs: number, timeoutNs: number): void {
    if (this.#socket === undefined || this.#stage === 'open') return
    if (nowNs - this.#dialledNs <= timeoutNs) return
    const what = this.#stage === 'securing' ? 'TLS was not agreed on' : 'no connection'
    const example = `${what} within ${timeoutNs / 1e6} ms`
    this.#onTrouble({ code: 'CONNECT_TIMEOUT', example })
  }

  /** Gives the connection up for good. */
  close(): void {
    this.#closed = true
    clearTimeout(this.#pause)
    this.#drop()
  }

  #onConnected(socket: Socket): void {
    this.#connectedNs = monotonicNs()
    if (this.#dialer.secure) this.#stage = 'securing'
    else this.#onOpen(socket)
  }

  #onOpen(socket: Socket): void {
    this.#stage = 'open'
    this.#openedNs = monotonicNs()
    const tlsNs = this.#dialer.secure ? this.#openedNs - this.#connectedNs : 0
    this.#holder.onOpen(socket, { connectNs: this.#connectedNs - this.#dialledNs, tlsNs })
  }

  #onEnd(): void {
    if (this.#stage === 'open') this.#holder.onEnd()
    else if (this.#stage === 'securing')
      this.#onTrouble({ code: 'TLS_FAILED', example: 'the target closed before TLS was agreed on' })
    else this.#onTrouble({ code: 'CLOSED', example: 'the connection closed before it was open' })
  }

  #onTrouble(trouble: Trouble): void {
    if (this.#stage === 'open') {
      this.#holder.onBroken(trouble)
    } else {
      this.#holder.onUnmade(trouble)
      this.renew()
    }
  }

  #drop(): void {
    const socket = this.#socket
    this.#socket = undefined
    this.#stage = 'calling'
    socket?.destroy()
  }
}

const pauseAfterMs = (futile: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (futile - 1))
