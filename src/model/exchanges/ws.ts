import type { BinaryPlace } from './place.ts'

/** What one exchange over a WebSocket does, and what is watched beside it, as data. */
export interface WsPlan {
  /** `ws://…` or `wss://…` */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly subprotocols?: readonly string[]
  /** For `wss:`. */
  readonly tls?: WsTls
  readonly exchange: WsExchangePlan
  /** What the server sends of its own accord. */
  readonly pushed?: PushedPlan
  readonly slowReaders?: SlowReaders
  /** Pauses before a broken connection is made anew; default 100 ms, doubling up to 5 s. */
  readonly reconnect?: PauseRule
  /** A longer message breaks its connection; default 16 MiB. */
  readonly maxMessageBytes?: number
}

/** How the server is told from an impostor. */
export interface WsTls {
  /** PEM, beside the system's own. */
  readonly ca?: string
  /** Accept any certificate: only for a test's own servers. */
  readonly insecure?: true
}

/**
 * `reply`: a message is sent, and the exchange ends with its answer. `send`: it ends when the socket has taken the message.
 * `receive`: nothing is sent; it ends with the next pushed message.
 */
export type WsExchangePlan =
  | {
      readonly kind: 'reply'
      readonly message: WsMessage
      readonly match: WsMatch
      /** Answers that refuse by the target's own rate limiting: `rejected`, with the code `WS_REJECTED`. */
      readonly rejectedWhen?: JsonMatch
      /** Answers that tell of a failure: `failed`, with the code `WS_ANSWER_FAILED`. Any other answer is ok. */
      readonly failedWhen?: JsonMatch
    }
  | { readonly kind: 'send'; readonly message: WsMessage; readonly sequence?: NumberPlace }
  | { readonly kind: 'receive' }

/** Which answer belongs to which message: the next one, in order; or the one that carries the same number. */
export type WsMatch = 'next' | NumberPlace

/** A JSON answer that has a key (or a path of keys, `error.code`), whatever its value but null, or with this value. */
export interface JsonMatch {
  readonly path: string
  readonly equals?: string | number | boolean
}

/** What is sent, besides its number. */
export type WsMessage =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array }
  | { readonly kind: 'json'; readonly value: unknown }
  /** What the feeder drew: text and bytes as they are, anything else as JSON. */
  | { readonly kind: 'input' }

/** One message's content. */
export type WsContent = string | Uint8Array

/** Where a message carries a number. */
export type NumberPlace = JsonPlace | TextPlace | BinaryPlace

/** A key of a JSON object, or a path of keys: `id`, `meta.sequence`. Numbers, and numbers as strings, are read. */
export interface JsonPlace {
  readonly kind: 'json'
  readonly path: string
  /** How it is written; default `number`. */
  readonly as?: 'number' | 'string'
}

/** Decimal digits right behind a piece of text. */
export interface TextPlace {
  readonly kind: 'text'
  readonly after: string
}

/** Messages that the server sends of its own accord. */
export interface PushedPlan {
  /** A number that grows by one from message to message: shows loss, duplicates and order. */
  readonly sequence: NumberPlace
  /**
   * `connection`: each connection's numbers begin anew. `server`: they go on when it is made anew, so that what was missed
   * meanwhile is lost. Default `connection`.
   */
  readonly numberedBy?: 'connection' | 'server'
  /** When it was sent. */
  readonly sentAt?: SentAt
  /** The same number on several connections is the same message: its arrivals' spread is the fan-out skew. */
  readonly isFanOut?: boolean
  /** Numbers behind the newest that may still come; default 1024, a multiple of 32. */
  readonly window?: number
}

/**
 * A time in the message. Only `monotonic` gives one-way latencies: `process.hrtime.bigint()` (or CLOCK_MONOTONIC) of this
 * very host. Two hosts' clocks can't be compared: measure round trips then.
 */
export interface SentAt {
  readonly place: NumberPlace
  readonly unit: 'ns' | 'us' | 'ms'
  readonly clock: 'monotonic' | 'wall'
}

/** Connections that stop reading for stretches, as a phone in a tunnel would. Their own latencies are not counted. */
export interface SlowReaders {
  /** Of the connections, 0 … 1. */
  readonly share: number
  readonly readMs: number
  readonly pauseMs: number
}

/** How long to wait before a connection is made anew. */
export interface PauseRule {
  /** Before the first attempt. */
  readonly firstMs: number
  readonly longestMs: number
}
