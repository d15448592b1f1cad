import { malformed } from './errors.ts'
import type { OscTime } from '../../../../../model/exchanges/osc.ts'

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads big-endian values one after another, and never past the end of its part of the packet.
 * Everything throws a PlimsollError `OSC_MALFORMED` where the bytes can't be what is asked for.
 */
export class OscReader {
  readonly #bytes: Buffer
  readonly #end: number
  #at: number

  /** @param end offset of the first byte that is not its own */
  constructor(bytes: Buffer, start: number, end: number) {
    this.#bytes = bytes
    this.#at = start
    this.#end = end
  }

  /** Offset of the next byte, from the start of the packet. */
  get offset(): number {
    return this.#at
  }

  /** Bytes that are left. */
  get left(): number {
    return this.#end - this.#at
  }

  /** What comes next, as a reader of its own. */
  part(length: number, what: string): OscReader {
    const start = this.#take(length, what)
    return new OscReader(this.#bytes, start, start + length)
  }

  int32(what: string): number {
    return this.#bytes.readInt32BE(this.#take(4, what))
  }

  uint32(what: string): number {
    return this.#bytes.readUInt32BE(this.#take(4, what))
  }

  int64(what: string): bigint {
    return this.#bytes.readBigInt64BE(this.#take(8, what))
  }

  float32(what: string): number {
    return this.#bytes.readFloatBE(this.#take(4, what))
  }

  float64(what: string): number {
    return this.#bytes.readDoubleBE(this.#take(8, what))
  }

  time(what: string): OscTime {
    return { seconds: this.uint32(what), fraction: this.uint32(what) }
  }

  /** A text that ends with a null, and nulls up to four bytes. */
  text(what: string): string {
    const start = this.#at
    const end = this.#endOfText(start, what)
    this.#take(padded(end + 1 - start), what)
    this.#zeros(end, what)
    return decoded(this.#bytes, { start, end, what })
  }

  /** A length, the bytes (copied), and zeros up to four bytes. */
  blob(what: string): Uint8Array {
    const offset = this.#at
    const length = this.int32(what)
    if (length < 0) throw malformed(`${what} of ${length} bytes`, offset)
    const start = this.#take(padded(length), what)
    this.#zeros(start + length, what)
    return Uint8Array.from(this.#bytes.subarray(start, start + length))
  }

  #endOfText(start: number, what: string): number {
    let end = start
    while (end < this.#end && this.#bytes[end] !== 0) end++
    if (end === this.#end) throw malformed(`${what} that no null ends`, start)
    return end
  }

  #take(length: number, what: string): number {
    const start = this.#at
    if (length > this.left) {
      throw malformed(`${what} needs ${length} bytes where ${this.left} are left`, start)
    }
    this.#at = start + length
    return start
  }

  /** From an offset to where the reader stands. */
  #zeros(from: number, what: string): void {
    for (let offset = from; offset < this.#at; offset++) {
      if (this.#bytes[offset] !== 0) throw malformed(`padding of ${what} that is not zero`, offset)
    }
  }
}

/** Up to the next multiple of four; not by `& ~3`, which a length near 2³¹ would turn negative. */
const padded = (length: number): number => Math.ceil(length / 4) * 4

/** Where a text lies. */
interface TextPlace {
  readonly start: number
  readonly end: number
  readonly what: string
}

function decoded(bytes: Buffer, { start, end, what }: TextPlace): string {
  // Nearly all are, and a decoder costs several times as much as the rest of a message.
  if (isAscii(bytes, start, end)) return bytes.toString('latin1', start, end)
  try {
    return UTF8.decode(bytes.subarray(start, end))
  } catch {
    throw malformed(`${what} that is neither ASCII nor UTF-8`, start)
  }
}

function isAscii(bytes: Buffer, start: number, end: number): boolean {
  let bits = 0
  for (let at = start; at < end; at++) bits |= bytes[at] ?? 0
  return bits < 128
}
