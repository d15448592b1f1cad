import { CR, LF, skipLineEnds, UPPER_H } from './ascii.ts'
import { chunkSize, NO_CHUNK_SIZE } from './chunk-size.ts'
import { CutLine } from './cut-line.ts'
import { Framing, mayBeStatusLine, NO_STATUS_LINE } from './framing.ts'

/**
 * Reads the responses of one connection as their bytes come, cut anywhere (RFC 9112). Lines and bodies are looked at
 * where they lie; only a line that is cut is copied, and nothing is made into a string.
 *
 *   status line → header lines → ┬ no body ───────────────────────────┬→ the next response
 *        ↑             │ 1xx     ├ so many bytes ─────────────────────┤
 *        └─────────────┘         ├ chunk size → chunk → … → trailers ─┤
 *                                └ all until the connection ends ─────┘
 */

/** Who is told of responses. The bytes that it is given hold until it returns. */
export interface ResponseSink {
  /** A header line of a final response; only called with `wantsHeaders`. */
  onHeader(bytes: Buffer, from: number, to: number): void
  /** A part of the body, not empty; only called with `wantsBody`. */
  onBody(bytes: Buffer, from: number, to: number): void
  /** A response has ended: the parser tells its `status`, `bytes` and `keepAlive`. @returns whether to read on */
  onResponse(rest: Rest): boolean
}

/** What lies behind a response, of what has come: nothing, what may be another, or what is none. */
export type Rest = 'nothing' | 'response' | 'surplus'

/** How to read. */
export interface ParserOptions {
  /** Answers to HEAD tell the length of a body that does not come. */
  readonly bodiless: boolean
  readonly wantsHeaders: boolean
  readonly wantsBody: boolean
}

/** How far responses had come when the connection ended. */
export type EndOfBytes = 'between' | 'complete' | 'truncated'

/** A head, the size line of a chunk, or trailers may be this long: four times what Node takes. */
export const HEAD_LIMIT_BYTES = 65_536

// States. Those below BODY read lines.
const STATUS = 0
const HEADER = 1
const CHUNK_SIZE = 2
const TRAILER = 3
const BODY = 4
const CHUNK = 5
const CHUNK_END = 6
const CHUNK_END_LF = 7
const UNTIL_END = 8
const DONE = 9
const BROKEN = 10

const NO_BYTES = Buffer.alloc(0)

/** See above. */
export class ResponseParser {
  readonly #sink: ResponseSink
  readonly #options: ParserOptions
  readonly #framing = new Framing()
  readonly #cut = new CutLine()
  #state = STATUS
  /** What is wrong: nothing is read any more. */
  #problem = ''
  /** Bytes of the body, or of the chunk, that are still to come. */
  #left = 0
  /** Length of the lines that {@link HEAD_LIMIT_BYTES} limits. */
  #headBytes = 0
  /** From here on bytes are not in `bytes` yet. */
  #uncounted = 0
  /** Length of the response so far, with informational ones before it. */
  bytes = 0

  constructor(sink: ResponseSink, options: ParserOptions) {
    this.#sink = sink
    this.#options = options
  }

  /** Of the response that ends. */
  get status(): number {
    return this.#framing.status
  }

  /** Whether the connection goes on behind the response that ends. */
  get keepAlive(): boolean {
    return this.#framing.keepAlive
  }

  /** Forgets everything: what comes is of another connection. */
  reset(): void {
    this.#framing.reset()
    this.#cut.clear()
    this.#state = STATUS
    this.#problem = ''
    this.#headBytes = 0
    this.bytes = 0
  }

  /** Reads `bytes[0 … length)`. @returns what is wrong with it, or nothing; from then on nothing is read */
  read(bytes: Buffer, length: number): string {
    this.#uncounted = 0
    let at = 0
    while (at < length && this.#state !== BROKEN) {
      at =
        this.#state < BODY ? this.#readLine(bytes, at, length) : this.#readBody(bytes, at, length)
      if (this.#state === DONE && !this.#endResponse(bytes, at, length)) return ''
    }
    this.bytes += length - this.#uncounted
    return this.#problem
  }

  /** The connection has ended, and with it a body of unknown length. */
  end(): EndOfBytes {
    if (this.#state === UNTIL_END) {
      this.#uncounted = 0
      this.#endResponse(NO_BYTES, 0, 0)
      return 'complete'
    }
    return this.#state === STATUS && this.#cut.length === 0 ? 'between' : 'truncated'
  }

  /** Reads one line, or what there is of it. @returns where to go on */
  #readLine(bytes: Buffer, start: number, length: number): number {
    let from = start
    if (this.#state === STATUS && this.#cut.length === 0) {
      // Some servers send a line end more than they say.
      from = skipLineEnds(bytes, start, length)
      if (from === length) return length
    }
    let end = from
    while (end < length && bytes[end] !== LF) end++
    if (this.#state === STATUS && !mayBeStatusLine(bytes, from, end, this.#cut.length))
      return this.#break(NO_STATUS_LINE, length)
    this.#headBytes += end - from
    if (this.#headBytes > HEAD_LIMIT_BYTES) return this.#break('a head of more than 64 KiB', length)
    if (end < length && this.#cut.length === 0) this.#takeLine(bytes, from, end)
    else {
      this.#cut.append(bytes, from, end)
      if (end === length) return length
      const cutLength = this.#cut.length
      this.#cut.clear()
      this.#takeLine(this.#cut.bytes, 0, cutLength)
    }
    return end + 1
  }

  #takeLine(bytes: Buffer, from: number, to: number): void {
    const end = to > from && bytes[to - 1] === CR ? to - 1 : to
    switch (this.#state) {
      case STATUS:
        this.#state = HEADER
        this.#check(this.#framing.statusLine(bytes, from, end))
        break
      case HEADER:
        if (from === end) this.#endHead()
        else this.#takeHeader(bytes, from, end)
        break
      case CHUNK_SIZE:
        this.#takeChunkSize(bytes, from, end)
        break
      default:
        if (from === end) this.#state = DONE
    }
  }

  #takeHeader(bytes: Buffer, from: number, to: number): void {
    this.#check(this.#framing.headerLine(bytes, from, to))
    if (this.#options.wantsHeaders && this.#isFinal()) this.#sink.onHeader(bytes, from, to)
  }

  /** Informational responses announce another; only 101 is a last one, after which HTTP is no longer spoken. */
  #isFinal(): boolean {
    return this.status >= 200 || this.status === 101
  }

  /** Where the body ends: RFC 9112 §6.3, in its order. */
  #endHead(): void {
    const framing = this.#framing
    this.#headBytes = 0
    if (!this.#isFinal()) {
      framing.reset()
      this.#state = STATUS
    } else if (this.#options.bodiless || hasNoBody(framing.status)) {
      if (framing.status === 101) framing.keepAlive = false
      this.#state = DONE
    } else if (framing.encoded) {
      this.#state = framing.chunked ? CHUNK_SIZE : UNTIL_END
      // A length beside it, or HTTP/1.0, is a fault: what comes behind this body can't be trusted.
      if (framing.length >= 0 || framing.minor === 0) framing.keepAlive = false
    } else {
      this.#left = framing.length
      this.#state = framing.length < 0 ? UNTIL_END : framing.length === 0 ? DONE : BODY
    }
    if (this.#state === UNTIL_END) framing.keepAlive = false
  }

  #takeChunkSize(bytes: Buffer, from: number, to: number): void {
    const size = chunkSize(bytes, from, to)
    this.#headBytes = 0
    this.#left = size
    this.#state = size === 0 ? TRAILER : CHUNK
    if (size < 0) this.#check(NO_CHUNK_SIZE)
  }

  #readBody(bytes: Buffer, at: number, length: number): number {
    if (this.#state === CHUNK_END || this.#state === CHUNK_END_LF) {
      const byte = bytes[at]
      if (byte === LF) this.#state = CHUNK_SIZE
      else if (byte === CR && this.#state === CHUNK_END) this.#state = CHUNK_END_LF
      else return this.#break('a chunk that is longer than its size', length)
      return at + 1
    }
    const end = this.#state === UNTIL_END ? length : Math.min(length, at + this.#left)
    if (this.#options.wantsBody) this.#sink.onBody(bytes, at, end)
    if (this.#state === UNTIL_END) return end
    this.#left -= end - at
    if (this.#left === 0) this.#state = this.#state === CHUNK ? CHUNK_END : DONE
    return end
  }

  /** @returns whether to read on; if not, everything may have been reset meanwhile, and nothing here is touched */
  #endResponse(bytes: Buffer, at: number, length: number): boolean {
    this.bytes += at - this.#uncounted
    this.#uncounted = at
    this.#state = STATUS
    this.#headBytes = 0
    const next = skipLineEnds(bytes, at, length)
    const more = bytes[next] === UPPER_H ? 'response' : 'surplus'
    if (!this.#sink.onResponse(next === length ? 'nothing' : more)) return false
    this.#framing.reset()
    this.bytes = 0
    return true
  }

  #check(problem: string): void {
    if (problem !== '') this.#break(problem, 0)
  }

  #break(problem: string, length: number): number {
    this.#problem = problem
    this.#state = BROKEN
    return length
  }
}

/** Whatever its head says (RFC 9112 §6.3). */
const hasNoBody = (status: number): boolean => status === 204 || status === 304 || status === 101
