/**
 * Finds one integer argument in a packet's bytes without decoding the rest: where a sequence number is written into each
 * datagram, and read from each answer. Allocates one small object, throws nothing.
 */

/** Where an integer argument lies. */
export interface OscIntegerPlace {
  readonly type: 'i' | 'h'
  /** Of its first byte. */
  readonly offset: number
}

const HASH = 35
const COMMA = 44
/** `#bundle`, its time tag, and the length of its first element. */
const FIRST_ELEMENT = 20

/** Bytes that an argument of each type takes; strings and blobs say so themselves. */
const SIZES: Readonly<Record<string, number>> = {
  i: 4,
  f: 4,
  c: 4,
  r: 4,
  m: 4,
  h: 8,
  t: 8,
  d: 8,
  T: 0,
  F: 0,
  N: 0,
  I: 0,
}

/**
 * The place of an argument, or `undefined` where there is no integer there, or no packet.
 * @param index from 0; those in arrays count too. In a bundle its first message counts.
 */
export function oscIntegerPlace(bytes: Buffer, index: number): OscIntegerPlace | undefined {
  let start = 0
  while (bytes[start] === HASH) start += FIRST_ELEMENT
  const tags = endOfText(bytes, start)
  if (bytes[tags] !== COMMA) return undefined
  return follow(bytes, tags + 1, { index, offset: endOfText(bytes, tags) })
}

/** Passes over the arguments before it. */
function follow(
  bytes: Buffer,
  firstTag: number,
  wanted: { readonly index: number; readonly offset: number },
): OscIntegerPlace | undefined {
  let { index, offset } = wanted
  for (let at = firstTag; bytes[at] !== 0 && offset < bytes.length; at++) {
    const tag = String.fromCharCode(bytes[at] ?? 0)
    if (tag === '[' || tag === ']') continue
    if (index-- === 0) return placeOf(bytes, tag, offset)
    offset += sizeOf(bytes, tag, offset)
  }
  return undefined
}

function placeOf(bytes: Buffer, tag: string, offset: number): OscIntegerPlace | undefined {
  if (tag === 'i' && offset + 4 <= bytes.length) return { type: tag, offset }
  if (tag === 'h' && offset + 8 <= bytes.length) return { type: tag, offset }
  return undefined
}

/** NaN for an unknown type: nothing is found behind it. */
function sizeOf(bytes: Buffer, tag: string, offset: number): number {
  if (tag === 's' || tag === 'S') return endOfText(bytes, offset) - offset
  if (tag !== 'b') return SIZES[tag] ?? Number.NaN
  if (offset + 4 > bytes.length) return Number.NaN
  return 4 + padded(bytes.readUInt32BE(offset))
}

/** First byte after a text and its padding; NaN when it has no end. */
function endOfText(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(0, start)
  return end < 0 ? Number.NaN : padded(end + 1)
}

/** Up to the next multiple of four; the packet's parts all start at one. */
const padded = (length: number): number => Math.ceil(length / 4) * 4
