import type { BinaryFormat, BinaryPlace } from '../../../../model/exchanges/place.ts'

/** Numbers at a fixed place of a message's bytes. */

interface Format {
  readonly bytes: number
  /** A counter written so starts again from 0 here. */
  readonly modulus: number
  readonly read: (bytes: Buffer, offset: number) => number
  readonly write: (bytes: Buffer, offset: number, value: number) => void
}

const TWO_32 = 2 ** 32
/** Counters stop being exact here; at 10⁶ messages a second, after 285 years. */
const NEVER = 2 ** 53

const FORMATS: Readonly<Record<BinaryFormat, Format>> = {
  uint32be: {
    bytes: 4,
    modulus: TWO_32,
    read: (bytes, offset) => bytes.readUInt32BE(offset),
    write: (bytes, offset, value) => bytes.writeUInt32BE(value % TWO_32, offset),
  },
  uint32le: {
    bytes: 4,
    modulus: TWO_32,
    read: (bytes, offset) => bytes.readUInt32LE(offset),
    write: (bytes, offset, value) => bytes.writeUInt32LE(value % TWO_32, offset),
  },
  uint64be: {
    bytes: 8,
    modulus: NEVER,
    read: (bytes, offset) => bytes.readUInt32BE(offset) * TWO_32 + bytes.readUInt32BE(offset + 4),
    write: (bytes, offset, value) => {
      bytes.writeUInt32BE(Math.floor(value / TWO_32), offset)
      bytes.writeUInt32BE(value % TWO_32, offset + 4)
    },
  },
  uint64le: {
    bytes: 8,
    modulus: NEVER,
    read: (bytes, offset) => bytes.readUInt32LE(offset + 4) * TWO_32 + bytes.readUInt32LE(offset),
    write: (bytes, offset, value) => {
      bytes.writeUInt32LE(Math.floor(value / TWO_32), offset + 4)
      bytes.writeUInt32LE(value % TWO_32, offset)
    },
  },
  float64be: {
    bytes: 8,
    modulus: NEVER,
    read: (bytes, offset) => bytes.readDoubleBE(offset),
    write: (bytes, offset, value) => bytes.writeDoubleBE(value, offset),
  },
  float64le: {
    bytes: 8,
    modulus: NEVER,
    read: (bytes, offset) => bytes.readDoubleLE(offset),
    write: (bytes, offset, value) => bytes.writeDoubleLE(value, offset),
  },
}

/** Every format there is. */
export const binaryFormats: readonly string[] = Object.keys(FORMATS)

/** Where a counter written so starts again from 0. */
export const modulusOf = (place: BinaryPlace): number => FORMATS[place.format].modulus

/** First byte behind a number. */
export const endOf = (place: BinaryPlace): number => place.offset + FORMATS[place.format].bytes

/** The number at a place; `undefined` when the message is too short. */
export function readBinary(bytes: Buffer, place: BinaryPlace): number | undefined {
  if (endOf(place) > bytes.length) return undefined
  return FORMATS[place.format].read(bytes, place.offset)
}

/** Writes a number ≥ 0 into a message that has room for it (see {@link endOf}); its lowest bits where it has more. */
export function writeBinary(bytes: Buffer, place: BinaryPlace, value: number): void {
  FORMATS[place.format].write(bytes, place.offset, value)
}

/** What is wrong with a place; `undefined` when nothing is. For plans that TypeScript did not get to see. */
export function problemOfPlace(place: BinaryPlace): string | undefined {
  if (!Number.isInteger(place.offset) || place.offset < 0) {
    return `offset: ${place.offset} is no whole number from 0 on`
  }
  if (!Object.hasOwn(FORMATS, place.format)) {
    return `format: '${place.format}' is none of ${binaryFormats.join(', ')}`
  }
  return undefined
}
