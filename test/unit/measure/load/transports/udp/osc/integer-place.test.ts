import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeOsc } from '../../../../../../../src/measure/load/transports/udp/osc/encode.ts'
import { oscIntegerPlace } from '../../../../../../../src/measure/load/transports/udp/osc/integer-place.ts'
import type { OscArgument, OscPacket } from '../../../../../../../src/model/exchanges/osc.ts'
import { IMMEDIATELY } from '../../../../../../../src/measure/load/transports/udp/osc/time.ts'
import { messages, packets } from './arbitraries.ts'

describe('an integer argument', () => {
  test('is found behind any others, those in arrays counted too', () => {
    fc.assert(
      fc.property(messages, (message) => {
        const bytes = encodeOsc(message)
        for (const [index, argument] of flat(message.arguments).entries()) {
          const place = oscIntegerPlace(bytes, index)
          expect(place?.type).toBe(isInteger(argument) ? argument.type : undefined)
          if (place === undefined || !isInteger(argument)) continue
          const read =
            place.type === 'i'
              ? bytes.readInt32BE(place.offset)
              : bytes.readBigInt64BE(place.offset)
          expect(read).toBe(argument.value)
        }
      }),
    )
  })

  test('is that of the first message where there are bundles', () => {
    const message: OscPacket = { address: '/a', arguments: [{ type: 'i', value: 7 }] }
    const inner: OscPacket = { time: IMMEDIATELY, elements: [message, message] }
    const bytes = encodeOsc({ time: IMMEDIATELY, elements: [inner] })
    expect(bytes.readInt32BE(oscIntegerPlace(bytes, 0)?.offset ?? -1)).toBe(7)
  })

  test('is not found where there is none, in any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat({ max: 5 }), (any, index) => {
        expectWithin(Buffer.from(any), index)
      }),
    )
    fc.assert(
      fc.property(packets, fc.nat(), fc.nat({ max: 5 }), (packet, end, index) => {
        const bytes = encodeOsc(packet)
        expectWithin(bytes.subarray(0, end % bytes.length), index)
      }),
    )
  })
})

function expectWithin(bytes: Buffer, index: number): void {
  const place = oscIntegerPlace(bytes, index)
  if (place === undefined) return
  expect(place.offset + (place.type === 'i' ? 4 : 8)).toBeLessThanOrEqual(bytes.length)
}

const flat = (list: readonly OscArgument[]): readonly OscArgument[] =>
  list.flatMap((one) => (one.type === '[' ? flat(one.values) : [one]))

const isInteger = (
  argument: OscArgument,
): argument is Extract<OscArgument, { type: 'i' | 'f' | 'd' | 'h' }> =>
  argument.type === 'i' || argument.type === 'h'
