import { unencodable } from './errors.ts'
import type { OscTime } from '../../../../../model/exchanges/osc.ts'

/** Writes big-endian values one after another into a buffer that is there already; nothing is written past its end. */
export class OscWriter {
  readonly #buffer: Buffer
  readonly #start: number
  #at: number

  /** @param start where the packet begins */
  constructor(buffer: Buffer, start: number) {
    this.#buffer = buffer
    this.#start = start
    this.#at = start
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#at - this.#start
  }

  /** Leaves room for a 32-bit length; {@link closeLength} fills it in. */
  openLength(): number {
    return this.#take(4)
  }

  /** Writes how many bytes came after the room that {@link openLength} left. */
  closeLength(place: number): void {
    this.#buffer.writeInt32BE(this.#at - place - 4, place)
  }

  int32(value: number): void {
    this.#buffer.writeInt32BE(value, this.#take(4))
  }

  uint32(value: number): void {
    this.#buffer.writeUInt32BE(value, this.#take(4))
  }

  int64(value: bigint): void {
    this.#buffer.writeBigInt64BE(value, this.#take(8))
  }

  float32(value: number): void {
    this.#buffer.writeFloatBE(value, this.#take(4))
  }

  float64(value: number): void {
    this.#buffer.writeDoubleBE(value, this.#take(8))
  }

  time({ seconds, fraction }: OscTime): void {
    this.uint32(seconds)
    this.uint32(fraction)
  }

  /** A text, a null, and nulls up to four bytes. */
  text(text: string): void {
    const bytes = Buffer.byteLength(text)
    const place = this.#take(padded(bytes + 1))
    this.#buffer.write(text, place, bytes, 'utf8')
    this.#buffer.fill(0, place + bytes, this.#at)
  }

  /** A length, the bytes, and zeros up to four bytes. */
  blob(bytes: Uint8Array): void {
    this.int32(bytes.length)
    const place = this.#take(padded(bytes.length))
    this.#buffer.set(bytes, place)
    this.#buffer.fill(0, place + bytes.length, this.#at)
  }

  #take(bytes: number): number {
    const place = this.#at
    if (place + bytes > this.#buffer.length) throw noRoom(this.#buffer.length - this.#start)
    this.#at = place + bytes
    return place
  }
}

/** Up to the next multiple of four. */
const padded = (bytes: number): number => (bytes + 3) & ~3

const noRoom = (room: number): Error =>
  unencodable(`a packet of more than ${room} bytes`, 'send several packets, or give it more room')
