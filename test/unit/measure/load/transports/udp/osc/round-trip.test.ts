import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeOsc } from '../../../../../../../src/measure/load/transports/udp/osc/decode.ts'
import {
  encodeOsc,
  encodeOscInto,
} from '../../../../../../../src/measure/load/transports/udp/osc/encode.ts'
import type { OscArgument } from '../../../../../../../src/model/exchanges/osc.ts'
import { PlimsollError } from '../../../../../../../src/kernel/errors.ts'
import { packets } from './arbitraries.ts'

describe('what is encoded', () => {
  test('is decoded as it was, whatever it holds', () => {
    fc.assert(
      fc.property(packets, (packet) => {
        const bytes = encodeOsc(packet)
        expect(bytes.length % 4).toBe(0)
        expect(decodeOsc(bytes)).toEqual(packet)
      }),
    )
  })

  test('is the same inside a larger buffer, and nothing beside it is touched', () => {
    fc.assert(
      fc.property(packets, fc.nat({ max: 50 }), (packet, start) => {
        const expected = encodeOsc(packet)
        const buffer = Buffer.alloc(start + expected.length + 8, 0xee)
        expect(encodeOscInto(packet, buffer, start)).toBe(expected.length)
        expect(buffer.subarray(start, start + expected.length)).toEqual(expected)
        expect(buffer.subarray(0, start).every((byte) => byte === 0xee)).toBe(true)
        expect(buffer.subarray(-8).every((byte) => byte === 0xee)).toBe(true)
      }),
    )
  })

  test('does not share its blobs with the packet that it came from', () => {
    const blob: OscArgument = { type: 'b', value: Uint8Array.of(1, 2, 3) }
    const bytes = encodeOsc({ address: '/a', arguments: [blob] })
    const decoded = decodeOsc(bytes)
    bytes.fill(0)
    expect(decoded).toEqual({ address: '/a', arguments: [blob] })
  })
})

describe('bytes that are no packet', () => {
  test('are refused with a code, whatever they are, and never by a stray error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), expectPacketOrRefusal), {
      numRuns: 2_000,
    })
  })

  test('so are packets of which one byte was changed, or the end was lost', () => {
    fc.assert(
      fc.property(packets, fc.nat(), fc.nat({ max: 255 }), (packet, place, byte) => {
        const bytes = encodeOsc(packet)
        const changed = Buffer.from(bytes)
        changed[place % bytes.length] = byte
        expectPacketOrRefusal(changed)
        expectPacketOrRefusal(bytes.subarray(0, place % bytes.length))
      }),
      { numRuns: 500 },
    )
  })
})

/** What is accepted must be what those very bytes say. */
function expectPacketOrRefusal(bytes: Uint8Array): void {
  try {
    const packet = decodeOsc(bytes)
    expect(decodeOsc(encodeOsc(packet))).toEqual(packet)
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(PlimsollError)
    expect(thrown).toMatchObject({ code: 'OSC_MALFORMED', exitCode: 2 })
  }
}
