import {
  endOf,
  modulusOf,
  problemOfPlace,
  readBinary,
  writeBinary,
} from '../sequence/binary-number.ts'
import { oscIntegerPlace } from './osc/integer-place.ts'
import type { UdpSequencePlace } from '../../../../model/exchanges/udp.ts'

/** Sequence numbers in datagrams. Numbers go on for ever; what a datagram carries of one are its lowest bits. */

/** Of an `i`, so that it stays positive. */
const TWO_31 = 2 ** 31
/** Of an `h`: sequence numbers never come near 2⁶³. */
const NEVER = 2 ** 53

/** What a datagram said, and where its counter starts again from 0. */
export interface CarriedNumber {
  readonly lowBits: number
  readonly modulus: number
}

/** The number in a datagram; `undefined` when there is none where it should be. */
export function readSequence(bytes: Buffer, place: UdpSequencePlace): CarriedNumber | undefined {
  const carried = place.kind === 'osc' ? readOsc(bytes, place.argument) : readAt(bytes, place)
  return carried !== undefined && isSequence(carried.lowBits) ? carried : undefined
}

/** Writes a number into a datagram. Returns whether there was a place for it. */
export function writeSequence(bytes: Buffer, place: UdpSequencePlace, number: number): boolean {
  if (place.kind === 'osc') return writeOsc(bytes, place.argument, number)
  if (endOf(place) > bytes.length) return false
  writeBinary(bytes, place, number)
  return true
}

/** What is wrong with a place; `undefined` when nothing is. */
export function problemOfSequence(place: UdpSequencePlace): string | undefined {
  if (place.kind === 'binary') return problemOfPlace(place)
  const { argument } = place
  if (Number.isInteger(argument) && argument >= 0) return undefined
  return `argument: ${argument} is no whole number from 0 on`
}

function readAt(
  bytes: Buffer,
  place: Extract<UdpSequencePlace, { kind: 'binary' }>,
): CarriedNumber | undefined {
  const lowBits = readBinary(bytes, place)
  return lowBits === undefined ? undefined : { lowBits, modulus: modulusOf(place) }
}

function readOsc(bytes: Buffer, argument: number): CarriedNumber | undefined {
  const place = oscIntegerPlace(bytes, argument)
  if (place === undefined) return undefined
  if (place.type === 'i') return { lowBits: bytes.readInt32BE(place.offset), modulus: TWO_31 }
  return { lowBits: Number(bytes.readBigInt64BE(place.offset)), modulus: NEVER }
}

function writeOsc(bytes: Buffer, argument: number, number: number): boolean {
  const place = oscIntegerPlace(bytes, argument)
  if (place?.type === 'i') bytes.writeInt32BE(number % TWO_31, place.offset)
  if (place?.type === 'h') bytes.writeBigInt64BE(BigInt(number), place.offset)
  return place !== undefined
}

const isSequence = (number: number): boolean => Number.isSafeInteger(number) && number >= 0
