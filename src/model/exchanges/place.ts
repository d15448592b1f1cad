/** Numbers at a fixed place of a message’s bytes. */

/** Where, and how it is written. */
export interface BinaryPlace {
  readonly kind: 'binary'
  /** Of its first byte, from the start of the message. */
  readonly offset: number
  readonly format: BinaryFormat
}

/** `be`: the highest byte first, as networks have it. */
export type BinaryFormat =
  | 'uint32be'
  | 'uint32le'
  | 'uint64be'
  | 'uint64le'
  | 'float64be'
  | 'float64le'
