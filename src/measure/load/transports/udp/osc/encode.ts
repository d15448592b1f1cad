import {
  checkDepth,
  checkedAddress,
  checkedBlob,
  checkedCharacter,
  checkedColour,
  checkedFloat32,
  checkedFloat64,
  checkedInt32,
  checkedInt64,
  checkedMidi,
  checkedText,
  checkedTime,
  checkOrder,
} from './checked.ts'
import { unencodable } from './errors.ts'
import type { OscArgument, OscBundle, OscPacket } from '../../../../../model/exchanges/osc.ts'
import { BUNDLE_MARK, isBundle, isOscPacket } from './packet.ts'
import { OscWriter } from './writer.ts'

/** Data → bytes. Written straight into a buffer that its owner reuses: nothing is copied, little is allocated. */

/** The most that one UDP datagram over IPv4 holds: 65,535 bytes less the headers of IP (20) and UDP (8). */
export const LONGEST_DATAGRAM = 65_507

/** Reused by {@link encodeOsc}; made when first needed. */
let scratch: Buffer | undefined

/**
 * A packet's bytes, in a buffer of their own.
 * @throws PlimsollError OSC_UNENCODABLE when a value does not fit its type, or the packet no datagram
 */
export function encodeOsc(packet: OscPacket): Buffer {
  scratch ??= Buffer.allocUnsafeSlow(LONGEST_DATAGRAM)
  return Buffer.from(scratch.subarray(0, encodeOscInto(packet, scratch, 0)))
}

/**
 * Writes a packet into a buffer and returns how many bytes it takes, a multiple of 4.
 * @param start where in the buffer
 * @throws PlimsollError OSC_UNENCODABLE, also when there is not enough room; what was written until then stays there
 */
export function encodeOscInto(packet: OscPacket, buffer: Buffer, start: number): number {
  const writer = new OscWriter(buffer, start)
  writePacket(writer, packet, 1)
  return writer.length
}

function writePacket(writer: OscWriter, packet: OscPacket, depth: number): void {
  if (!isOscPacket(packet)) throw notAPacket(packet)
  if (isBundle(packet)) return writeBundle(writer, packet, depth)
  writer.text(checkedAddress(packet.address))
  writer.text(`,${tagsOf(packet.arguments, 1)}`)
  for (const argument of packet.arguments) writeArgument(writer, argument)
}

function writeBundle(writer: OscWriter, { time, elements }: OscBundle, depth: number): void {
  checkDepth(depth)
  writer.text(BUNDLE_MARK)
  writer.time(checkedTime(time))
  for (const element of elements) {
    const place = writer.openLength()
    writePacket(writer, element, depth + 1)
    if (isBundle(element)) checkOrder(element.time, time)
    writer.closeLength(place)
  }
}

function tagsOf(list: readonly OscArgument[], depth: number): string {
  let tags = ''
  for (const argument of list) {
    tags += argument.type === '[' ? arrayTags(argument.values, depth) : argument.type
  }
  return tags
}

function arrayTags(values: readonly OscArgument[], depth: number): string {
  checkDepth(depth)
  return `[${tagsOf(values, depth + 1)}]`
}

function writeArgument(writer: OscWriter, argument: OscArgument): void {
  switch (argument.type) {
    case 'i':
      return writer.int32(checkedInt32(argument.value))
    case 'f':
      return writer.float32(checkedFloat32(argument.value))
    case 's':
    case 'S':
      return writer.text(checkedText(argument.value))
    case 'b':
      return writer.blob(checkedBlob(argument.value))
    case 'h':
      return writer.int64(checkedInt64(argument.value))
    case 't':
      return writer.time(checkedTime(argument.value))
    case 'd':
      return writer.float64(checkedFloat64(argument.value))
    case 'c':
      return writer.int32(checkedCharacter(argument.value))
    case 'r':
      return writer.uint32(checkedColour(argument.value))
    case 'm':
      return writer.uint32(checkedMidi(argument.value))
    case '[':
      return argument.values.forEach((value) => writeArgument(writer, value))
    case 'T':
    case 'F':
    case 'N':
    case 'I':
      return
    default:
      throw unknownType(argument)
  }
}

/** For data that TypeScript did not get to see. */
function unknownType(argument: unknown): Error {
  const shown = JSON.stringify(argument) ?? String(argument)
  return unencodable(`the argument ${shown}`, 'types are i f s b h t d S c r m T F N I [')
}

function notAPacket(packet: unknown): Error {
  const hint = 'a message is { address, arguments: [{ type, value }] }, a bundle { time, elements }'
  return unencodable(String(packet), hint)
}
