/**
 * The integers of HdrHistogram's V2 encoding: zig-zag (0, −1, 1, −2 → 0, 1, 2, 3), then LEB128 in its "64b9B" form,
 * whose ninth byte holds eight bits. Source: Gil Tene, ZigZagEncoding.java (public domain).
 */

/** Bytes that the longest integer takes. */
export const MAX_ZIGZAG_BYTES = 9

/** Writes a safe integer at `at`; returns the position after it. */
export function writeZigZag(into: Uint8Array, at: number, value: number): number {
  let rest = value >= 0 ? value * 2 : -value * 2 - 1
  let position = at
  // A safe integer needs at most 54 bits here: the ninth byte is never reached.
  while (rest >= 0x80) {
    into[position++] = (rest % 0x80) + 0x80
    rest = Math.floor(rest / 0x80)
  }
  into[position++] = rest
  return position
}

/** An integer read, and the position after it. */
export interface ZigZagRead {
  readonly value: number
  readonly next: number
}

/** Reads the integer at `at`. Throws a RangeError if it is cut off or not a safe integer. */
export function readZigZag(from: Uint8Array, at: number): ZigZagRead {
  let rest = 0
  for (let place = 0; place < MAX_ZIGZAG_BYTES; place++) {
    const byte = from[at + place]
    if (byte === undefined) throw new RangeError('a count is cut off at the end of the histogram')
    const isLast = place === MAX_ZIGZAG_BYTES - 1 || byte < 0x80
    rest += (place === MAX_ZIGZAG_BYTES - 1 ? byte : byte & 0x7f) * 0x80 ** place
    if (isLast) return { value: fromZigZag(rest), next: at + place + 1 }
  }
  throw new RangeError('unreachable: the ninth byte always ends an integer')
}

function fromZigZag(rest: number): number {
  // Doubles are exact only below 2⁵³ ⨯ 2 for even numbers, below 2⁵³ for odd ones: larger ones are refused.
  const value = rest % 2 === 0 ? rest / 2 : -(rest + 1) / 2
  if (!Number.isSafeInteger(value)) throw new RangeError('a count is larger than 2⁵³ − 1')
  return value
}
