import { isAddress } from './checked.ts'
import { malformed } from './errors.ts'
import type {
  OscArgument,
  OscBundle,
  OscColour,
  OscMessage,
  OscMidi,
  OscPacket,
  OscTime,
} from '../../../../../model/exchanges/osc.ts'
import { BUNDLE_MARK, DEEPEST } from './packet.ts'
import { OscReader } from './reader.ts'
import { isEarlier } from './time.ts'

/** Bytes → data. What the specification does not allow is an error, never a guess. */

/**
 * Reads one packet, as a datagram brings it. Blobs are copies.
 * @throws PlimsollError OSC_MALFORMED with the offset of the first byte that can't be
 */
export function decodeOsc(bytes: Uint8Array): OscPacket {
  if (bytes.length === 0) throw malformed('nothing at all', 0)
  if (bytes.length % 4 !== 0) {
    throw malformed(`${bytes.length} bytes, which is no multiple of 4`, bytes.length)
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return readPacket(new OscReader(buffer, 0, bytes.length), 1)
}

function readPacket(reader: OscReader, depth: number, outer?: OscTime): OscPacket {
  const { offset } = reader
  const first = reader.text('an address')
  if (first === BUNDLE_MARK) return readBundle(reader, depth, outer)
  if (!isAddress(first)) throw malformed(`the address ${JSON.stringify(first)}`, offset)
  return readMessage(reader, first)
}

function readBundle(reader: OscReader, depth: number, outer: OscTime | undefined): OscBundle {
  const { offset } = reader
  if (depth > DEEPEST) throw malformed(`more than ${DEEPEST} bundles in each other`, offset)
  const time = reader.time('the time tag')
  if (outer !== undefined && isEarlier(time, outer)) {
    throw malformed('a bundle that is earlier than the one around it', offset)
  }
  const elements: OscPacket[] = []
  while (reader.left > 0) elements.push(readElement(reader, depth, time))
  return { time, elements }
}

function readElement(reader: OscReader, depth: number, time: OscTime): OscPacket {
  const { offset } = reader
  const length = reader.int32('the length of an element')
  if (length <= 0 || length % 4 !== 0) throw malformed(`an element of ${length} bytes`, offset)
  return readPacket(reader.part(length, 'an element'), depth + 1, time)
}

function readMessage(reader: OscReader, address: string): OscMessage {
  // "OSC implementations should be robust in the case of a missing OSC Type Tag String": without it, and without bytes
  // that only it could explain, there are no arguments.
  if (reader.left === 0) return { address, arguments: [] }
  const { offset } = reader
  const tags = reader.text('the type tags')
  if (!tags.startsWith(',')) throw malformed("type tags that don't start with ','", offset)
  const list = new TagReader(tags, offset, reader).arguments()
  if (reader.left > 0)
    throw malformed(`${reader.left} bytes after the last argument`, reader.offset)
  return { address, arguments: list }
}

/** Follows the type tags and reads what each stands for. */
class TagReader {
  readonly #tags: string
  readonly #offset: number
  readonly #reader: OscReader
  /** Of the next tag; the first character is the comma. */
  #next = 1
  #depth = 0

  constructor(tags: string, offset: number, reader: OscReader) {
    this.#tags = tags
    this.#offset = offset
    this.#reader = reader
  }

  /** Up to the end of the tags, or of the array that was opened last. */
  arguments(): OscArgument[] {
    const list: OscArgument[] = []
    while (this.#next < this.#tags.length) {
      const tag = this.#tags.charAt(this.#next++)
      if (tag === ']' && this.#depth > 0) return list
      list.push(tag === '[' ? this.#array() : this.#argument(tag))
    }
    if (this.#depth > 0) throw this.#wrong("a '[' that no ']' closes")
    return list
  }

  #array(): OscArgument {
    this.#depth++
    if (this.#depth > DEEPEST) throw this.#wrong(`more than ${DEEPEST} arrays in each other`)
    const values = this.arguments()
    this.#depth--
    return { type: '[', values }
  }

  #argument(tag: string): OscArgument {
    const reader = this.#reader
    const what = `argument '${tag}'`
    switch (tag) {
      case 'i':
        return { type: tag, value: reader.int32(what) }
      case 'f':
        return { type: tag, value: reader.float32(what) }
      case 's':
      case 'S':
        return { type: tag, value: reader.text(what) }
      case 'b':
        return { type: tag, value: reader.blob(what) }
      case 'h':
        return { type: tag, value: reader.int64(what) }
      case 't':
        return { type: tag, value: reader.time(what) }
      case 'd':
        return { type: tag, value: reader.float64(what) }
      case 'c':
        return { type: tag, value: this.#character() }
      case 'r':
        return { type: tag, value: colour(reader.uint32(what)) }
      case 'm':
        return { type: tag, value: midi(reader.uint32(what)) }
      case 'T':
      case 'F':
      case 'N':
      case 'I':
        return { type: tag }
      default:
        throw this.#wrong(`the type tag ${JSON.stringify(tag)}`)
    }
  }

  #character(): string {
    const { offset } = this.#reader
    const code = this.#reader.uint32("argument 'c'")
    if (code > 0x7f) throw malformed(`the character ${code}, which is not ASCII`, offset)
    return String.fromCharCode(code)
  }

  #wrong(what: string): Error {
    return malformed(what, this.#offset + this.#next - 1)
  }
}

const colour = (bits: number): OscColour => ({
  red: bits >>> 24,
  green: (bits >>> 16) & 255,
  blue: (bits >>> 8) & 255,
  alpha: bits & 255,
})

const midi = (bits: number): OscMidi => ({
  port: bits >>> 24,
  status: (bits >>> 16) & 255,
  data1: (bits >>> 8) & 255,
  data2: bits & 255,
})
