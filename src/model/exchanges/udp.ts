import type { OscPacket } from './osc.ts'
import type { BinaryPlace } from './place.ts'
import type { Fillable } from './placeholders.ts'

/** What one exchange over UDP does, as data. */
export interface UdpPlan {
  /** `udp://host:port`; a name is looked up whenever a socket is made. */
  readonly url: string
  /**
   * `send`: an exchange ends when the socket has taken the datagram (`service` is the system call, nothing is known of the
   * target). `echo`: when the answer with the same sequence number has come; without one it fails with `LOST`.
   */
  readonly mode: 'send' | 'echo'
  readonly body: UdpBody
  /** Where each datagram carries its number, and each answer the same one. Needed by `echo`. */
  readonly sequence?: UdpSequencePlace
  /** Exchanges that one socket carries at a time; default 4096. */
  readonly inFlight?: number
}

/** What a datagram holds, besides its sequence number. */
export type UdpBody =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'osc'; readonly packet: Fillable<OscPacket> }
  /** What the feeder drew: bytes, a text, or an OSC packet. */
  | { readonly kind: 'input' }

/** One datagram's content. */
export type UdpContent = Uint8Array | string | OscPacket

/** Where the number lies: at an offset of the bytes, or an argument of type `i` or `h` (its index from 0) of OSC. */
export type UdpSequencePlace = BinaryPlace | { readonly kind: 'osc'; readonly argument: number }
