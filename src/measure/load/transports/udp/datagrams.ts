import { InputProblem } from '../filling/input-problem.ts'
import { contentOf, type FilledUdpBody, type FilledUdpPlan } from './input.ts'
import { encodeOscInto, LONGEST_DATAGRAM } from './osc/encode.ts'
import type { UdpContent, UdpSequencePlace } from '../../../../model/exchanges/udp.ts'
import { writeSequence } from './sequence.ts'

/** Writes datagrams into buffers that are there already. What is the same in all of them is encoded once. */
export class Datagrams {
  readonly #content: (input: unknown) => UdpContent
  readonly #place: UdpSequencePlace | undefined

  /** @throws InputProblem, PlimsollError when a fixed body is too long, can't be encoded, or has no place for its number */
  constructor({ body, sequence }: Pick<FilledUdpPlan, 'body' | 'sequence'>) {
    this.#place = sequence
    this.#content = contentFrom(body)
    if (body.kind === 'input' || body.kind === 'filled') return
    const fixed = Buffer.allocUnsafe(LONGEST_DATAGRAM)
    const encoded = Buffer.from(fixed.subarray(0, this.write(fixed, undefined, 0)))
    this.#content = () => encoded
  }

  /**
   * Writes one into a buffer, from its start, and returns its length.
   * @throws InputProblem; PlimsollError OSC_UNENCODABLE
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

function contentFrom(body: FilledUdpBody): (input: unknown) => UdpContent {
  switch (body.kind) {
    case 'bytes':
      return () => body.bytes
    case 'text':
      return () => body.text
    case 'osc':
      return () => contentOf(body.packet)
    case 'input':
      return contentOf
    case 'filled':
      return body.from
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

const tooLong = (length: number): InputProblem =>
  new InputProblem(
    `a body of ${length} bytes is longer than a datagram, which holds up to ${LONGEST_DATAGRAM}`,
  )

function noPlace(place: UdpSequencePlace, length: number): InputProblem {
  const where =
    place.kind === 'osc'
      ? `argument ${place.argument} is not of type 'i' or 'h'`
      : `offset ${place.offset} (${place.format}) is not within its ${length} bytes`
  return new InputProblem(`the datagram has no place for its sequence number: ${where}`)
}
