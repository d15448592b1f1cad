/** Bytes that HTTP/1 is made of, and comparisons that make no strings. */

const TAB = 0x09
export const LF = 0x0a
export const CR = 0x0d
export const SPACE = 0x20
export const COMMA = 0x2c
export const DIGIT_0 = 0x30
export const DIGIT_9 = 0x39
export const COLON = 0x3a
export const SEMICOLON = 0x3b
export const UPPER_H = 0x48
export const LOWER_A = 0x61
export const LOWER_F = 0x66

/** The bit that small letters have and capitals lack; digits and `-` have it too. */
export const SMALL = 0x20

/** A word to look for: its bytes, in small letters. */
export const word = (text: string): Buffer => Buffer.from(text, 'latin1')

/** Whether `from … to` is a word, whatever its case. */
export function isWord(bytes: Buffer, from: number, to: number, wanted: Buffer): boolean {
  if (to - from !== wanted.length) return false
  for (let i = 0; i < wanted.length; i++) {
    if (((bytes[from + i] ?? 0) | SMALL) !== wanted[i]) return false
  }
  return true
}

/** Whether a byte is a space or a tab. */
export const isBlank = (byte: number | undefined): boolean => byte === SPACE || byte === TAB

/** The first place in `from … to` that holds no blank. */
export function skipBlanks(bytes: Buffer, from: number, to: number): number {
  let at = from
  while (at < to && isBlank(bytes[at])) at++
  return at
}

/** The end of `from … to` without blanks. */
export function trimBlanks(bytes: Buffer, from: number, to: number): number {
  let end = to
  while (end > from && isBlank(bytes[end - 1])) end--
  return end
}

/** The first place in `from … to` that holds neither CR nor LF. */
export function skipLineEnds(bytes: Buffer, from: number, to: number): number {
  let at = from
  while (at < to && (bytes[at] === CR || bytes[at] === LF)) at++
  return at
}
