/**
 * Packets of Open Sound Control as data. Source: The Open Sound Control 1.0 Specification (Matthew Wright, CNMAT 2002,
 * https://opensoundcontrol.stanford.edu/spec-1_0.html). Types are explicit: the number 440 would be an integer or a
 * float depending on what JavaScript happens to hold, and a synthesiser tells them apart.
 */

/** What one UDP datagram holds. */
export type OscPacket = OscMessage | OscBundle

/** Arguments for whatever an address names. */
export interface OscMessage {
  /** Starts with `/`; printable ASCII without space, `#` and `,`. May be a pattern. */
  readonly address: string
  readonly arguments: readonly OscArgument[]
}

/** Packets that take effect at one time. */
export interface OscBundle {
  readonly time: OscTime
  /** A bundle in a bundle may not be earlier than the one around it. */
  readonly elements: readonly OscPacket[]
}

/** An NTP time: seconds since 1900-01-01T00:00Z, and parts of a second in 1 / 2³² s. */
export interface OscTime {
  /** 0 … 2³² − 1 */
  readonly seconds: number
  /** 0 … 2³² − 1 */
  readonly fraction: number
}

/** One argument, by its type tag: `i f s b` of the standard, the others by its list of usual ones. */
export type OscArgument =
  | { readonly type: OscNumberType; readonly value: number }
  | { readonly type: OscTextType; readonly value: string }
  | { readonly type: 'b'; readonly value: Uint8Array }
  | { readonly type: 'h'; readonly value: bigint }
  | { readonly type: 't'; readonly value: OscTime }
  | { readonly type: 'r'; readonly value: OscColour }
  | { readonly type: 'm'; readonly value: OscMidi }
  | { readonly type: OscFlag }
  | { readonly type: '['; readonly values: readonly OscArgument[] }

/** 32-bit integer, 32-bit float, 64-bit float. */
export type OscNumberType = 'i' | 'f' | 'd'
/** String, symbol, one ASCII character. */
export type OscTextType = 's' | 'S' | 'c'
/** True, false, nil, infinitum: the tag is the value. */
export type OscFlag = 'T' | 'F' | 'N' | 'I'

/** Each 0 … 255. */
export interface OscColour {
  readonly red: number
  readonly green: number
  readonly blue: number
  readonly alpha: number
}

/** Each 0 … 255. */
export interface OscMidi {
  readonly port: number
  readonly status: number
  readonly data1: number
  readonly data2: number
}
