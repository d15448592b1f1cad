import { DIGIT_0, DIGIT_9, LOWER_A, LOWER_F, SEMICOLON, SMALL, skipBlanks } from './ascii.ts'

/** What a size line that is none is called. */
export const NO_CHUNK_SIZE = 'a chunk without a size'

/** Reads `1a2b;extension`; extensions are ignored (RFC 9112 §7.1.1). −1 = it is no size. */
export function chunkSize(bytes: Buffer, from: number, to: number): number {
  let size = 0
  let at = from
  for (; at < to; at++) {
    const digit = hexDigit(bytes[at] ?? 0)
    if (digit < 0) break
    size = size * 16 + digit
  }
  if (at === from || !Number.isSafeInteger(size)) return -1
  const behind = skipBlanks(bytes, at, to)
  return behind === to || bytes[behind] === SEMICOLON ? size : -1
}

function hexDigit(byte: number): number {
  if (byte >= DIGIT_0 && byte <= DIGIT_9) return byte - DIGIT_0
  const small = byte | SMALL
  return small >= LOWER_A && small <= LOWER_F ? small - LOWER_A + 10 : -1
}
