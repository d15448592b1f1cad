import { type PlimsollError, usageError } from '../../../../kernel/errors.ts'
import { encodeOscInto, LONGEST_DATAGRAM } from './osc/encode.ts'
import { isOscPacket } from './osc/packet.ts'
import type {
  UdpBody,
  UdpContent,
  UdpPlan,
  UdpSequencePlace,
} from '../../../../model/exchanges/udp.ts'
import { writeSequence } from './sequence.ts'

/** Writes datagrams into buffers that are there already. What is the same in all of them is encoded once. */
export class Datagrams {
  readonly #content: (input: unknown) => UdpContent
  readonly #place: UdpSequencePlace | undefined

  /** @throws PlimsollError when a fixed body is too long, can't be encoded, or has no place for its sequence number */
  constructor({ body, sequence }: UdpPlan) {
    this.#place = sequence
    this.#content = contentOf(body)
    if (body.kind === 'input') return
    const fixed = Buffer.allocUnsafe(LONGEST_DATAGRAM)
    const encoded = Buffer.from(fixed.subarray(0, this.write(fixed, undefined, 0)))
    this.#content = () => encoded
  }

  /**
   * Writes one into a buffer, from its start, and returns its length.
   * @throws PlimsollError UDP_BAD_INPUT, UDP_TOO_LONG, UDP_NO_PLACE, OSC_UNENCODABLE
   */
  write(into: Buffer, input: unknown, sequence: number): number {
    const length = writeContent(into, this.#content(input))
    if (this.#place !== undefined) {
      const written = writeSequence(into.subarray(0, length), this.#place, sequence)
      if (!written) throw noPlace(this.#place, length)
    }
    return length
  }
}

function contentOf(body: UdpBody): (input: unknown) => UdpContent {
  switch (body.kind) {
    case 'bytes':
      return () => body.bytes
    case 'text':
      return () => body.text
    case 'osc':
      return () => body.packet
    case 'input':
      return checkedContent
  }
}

function writeContent(into: Buffer, content: UdpContent): number {
  if (content instanceof Uint8Array) {
    if (content.length > into.length) throw tooLong(content.length)
    into.set(content)
    return content.length
  }
  if (typeof content !== 'string') return encodeOscInto(content, into, 0)
  const length = Buffer.byteLength(content)
  if (length > into.length) throw tooLong(length)
  return into.write(content, 'utf8')
}

function checkedContent(value: unknown): UdpContent {
  if (typeof value === 'string' || value instanceof Uint8Array || isOscPacket(value)) return value
  throw usageError(
    'UDP_BAD_INPUT',
    `a datagram can't be made from ${value === null ? 'null' : typeof value}`,
    'give it a Uint8Array, a string, or an OSC packet { address, arguments }',
  )
}

const tooLong = (length: number): PlimsollError =>
  usageError(
    'UDP_TOO_LONG',
    `a body of ${length} bytes is longer than a datagram`,
    `a datagram holds up to ${LONGEST_DATAGRAM} bytes`,
  )

function noPlace(place: UdpSequencePlace, length: number): PlimsollError {
  const where =
    place.kind === 'osc'
      ? `argument ${place.argument} is not of type 'i' or 'h'`
      : `offset ${place.offset} (${place.format}) is not within its ${length} bytes`
  return usageError(
    'UDP_NO_PLACE',
    `the datagram has no place for its sequence number: ${where}`,
    'give the body a place for it, or name another one in "sequence"',
  )
}
