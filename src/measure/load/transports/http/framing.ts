import {
  COLON,
  COMMA,
  DIGIT_0,
  DIGIT_9,
  isBlank,
  isWord,
  skipBlanks,
  SPACE,
  trimBlanks,
  word,
} from './ascii.ts'

/**
 * What the head of a response says of where its body ends and whether the connection goes on (RFC 9112 §6.3, §9.3).
 * Filled line by line; no line leaves a string behind.
 */
export class Framing {
  /** 0 = the status line has not come. */
  status = 0
  /** Of the version: HTTP/1.`minor`. */
  minor = 1
  keepAlive = true
  /** Bytes of the body; −1 = not said. */
  length = -1
  /** `transfer-encoding` was there. */
  encoded = false
  /** … and ended in `chunked`. */
  chunked = false
  /** The last line was one of those read here: a continuation of it can't be skipped. */
  #mattered = false
  /** `close` was said: whatever else is, it counts. */
  #closing = false

  reset(): void {
    this.#closing = false
    this.status = 0
    this.minor = 1
    this.keepAlive = true
    this.length = -1
    this.encoded = false
    this.chunked = false
    this.#mattered = false
  }

  /** Reads `HTTP/1.1 200 OK`. @returns what is wrong with it, or nothing */
  statusLine(bytes: Buffer, from: number, to: number): string {
    const minor = digitAt(bytes, from + PREFIX.length)
    const code = from + PREFIX.length + 2
    const status =
      digitAt(bytes, code) * 100 + digitAt(bytes, code + 1) * 10 + digitAt(bytes, code + 2)
    const ended = code + 3 === to || (code + 3 < to && bytes[code + 3] === SPACE)
    // Not a number where a digit is missing, which no comparison lets through.
    if (!(minor >= 0 && status >= 100 && bytes[code - 1] === SPACE && ended)) return NO_STATUS_LINE
    this.status = status
    this.minor = minor
    this.keepAlive = minor > 0
    return ''
  }

  /** Reads `name: value`. @returns what is wrong with it, or nothing */
  headerLine(bytes: Buffer, from: number, to: number): string {
    if (isBlank(bytes[from])) return this.#mattered ? 'a header that matters is folded' : ''
    const colon = nameEnd(bytes, from, to)
    if (colon < 0) return 'a header line without a name'
    this.#mattered = true
    if (isWord(bytes, from, colon, CONTENT_LENGTH)) return this.#contentLength(bytes, colon + 1, to)
    if (isWord(bytes, from, colon, TRANSFER_ENCODING)) this.#transferEncoding(bytes, colon + 1, to)
    else if (isWord(bytes, from, colon, CONNECTION)) this.#connection(bytes, colon + 1, to)
    else this.#mattered = false
    return ''
  }

  /** Said twice it must say the same; a list is refused (RFC 9110 §8.6 allows that). */
  #contentLength(bytes: Buffer, from: number, to: number): string {
    const start = skipBlanks(bytes, from, to)
    const end = trimBlanks(bytes, start, to)
    const length = start < end ? decimal(bytes, start, end) : Number.NaN
    if (!Number.isSafeInteger(length)) return 'a content-length that is no length'
    if (this.length >= 0 && this.length !== length) return 'two different content-lengths'
    this.length = length
    return ''
  }

  /** Only the coding that was applied last decides where the body ends. */
  #transferEncoding(bytes: Buffer, from: number, to: number): void {
    this.encoded = true
    this.chunked = isWord(bytes, skipBlanks(bytes, from, to), to, CHUNKED)
    if (this.chunked) return
    eachToken(bytes, from, to, (start, end) => {
      this.chunked = isWord(bytes, start, end, CHUNKED)
    })
  }

  #connection(bytes: Buffer, from: number, to: number): void {
    // By far the most frequent, and done without a callback.
    const start = skipBlanks(bytes, from, to)
    if (isWord(bytes, start, to, KEEP_ALIVE)) this.keepAlive = !this.#closing
    else
      eachToken(bytes, from, to, (first, end) => {
        this.#closing ||= isWord(bytes, first, end, CLOSE)
        if (isWord(bytes, first, end, KEEP_ALIVE)) this.keepAlive = true
        if (this.#closing) this.keepAlive = false
      })
  }
}

/** Whether `from … to` may go on a status line of which `known` bytes have come before. */
export function mayBeStatusLine(bytes: Buffer, from: number, to: number, known: number): boolean {
  const end = Math.min(to, from + PREFIX.length - known)
  for (let at = from; at < end; at++) if (bytes[at] !== PREFIX[known + at - from]) return false
  return true
}

/** The `:` behind a name without blanks or control characters; −1 = there is none. */
export function nameEnd(bytes: Buffer, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0
    if (byte === COLON) return at === from ? -1 : at
    if (byte <= SPACE) return -1
  }
  return -1
}

/** What a status line that is none is called, wherever it is noticed. */
export const NO_STATUS_LINE = 'no status line of HTTP/1'

const PREFIX = word('HTTP/1.')
const CONTENT_LENGTH = word('content-length')
const TRANSFER_ENCODING = word('transfer-encoding')
const CONNECTION = word('connection')
const CHUNKED = word('chunked')
const KEEP_ALIVE = word('keep-alive')
const CLOSE = word('close')

/** NaN where there is no digit. */
function digitAt(bytes: Buffer, at: number): number {
  const byte = bytes[at] ?? 0
  return byte >= DIGIT_0 && byte <= DIGIT_9 ? byte - DIGIT_0 : Number.NaN
}

function decimal(bytes: Buffer, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) value = value * 10 + digitAt(bytes, at)
  return value
}

/** The members of a comma-separated list, without the blanks around them. */
function eachToken(
  bytes: Buffer,
  from: number,
  to: number,
  take: (start: number, end: number) => void,
): void {
  let start = from
  for (let at = from; at <= to; at++) {
    if (at < to && bytes[at] !== COMMA) continue
    const first = skipBlanks(bytes, start, at)
    if (first < at) take(first, trimBlanks(bytes, first, at))
    start = at + 1
  }
}
