import fc from 'fast-check'
import type {
  OscArgument,
  OscBundle,
  OscMessage,
  OscPacket,
  OscTime,
} from '../../../../../../../src/model/exchanges/osc.ts'
import { isEarlier } from '../../../../../../../src/measure/load/transports/udp/osc/time.ts'

/** Packets that OSC can hold. */

const byte = fc.integer({ min: 0, max: 255 })
const uint32 = fc.nat({ max: 2 ** 32 - 1 })
const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0'))

const times: fc.Arbitrary<OscTime> = fc.record({ seconds: uint32, fraction: uint32 })

export const addresses: fc.Arbitrary<string> = fc
  .stringMatching(/^(?:\/[!"$-+\--.0-~]+)+$/)
  .filter((one) => one.length < 60)

/** What node-osc knows too. */
export const commonArguments: fc.Arbitrary<OscArgument> = fc.oneof(
  fc.record({ type: fc.constant('i' as const), value: fc.integer() }),
  fc.record({ type: fc.constant('f' as const), value: fc.float() }),
  fc.record({ type: fc.constant('s' as const), value: text }),
  fc.record({ type: fc.constant('b' as const), value: fc.uint8Array({ maxLength: 40 }) }),
  fc.record({
    type: fc.constant('m' as const),
    value: fc.record({ port: byte, status: byte, data1: byte, data2: byte }),
  }),
  fc.record({ type: fc.constantFrom('T' as const, 'F' as const, 'N' as const) }),
)

const flatArguments: fc.Arbitrary<OscArgument> = fc.oneof(
  commonArguments,
  fc.record({ type: fc.constant('S' as const), value: text }),
  fc.record({
    type: fc.constant('h' as const),
    value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  }),
  fc.record({ type: fc.constant('t' as const), value: times }),
  fc.record({ type: fc.constant('d' as const), value: fc.double() }),
  fc.record({ type: fc.constant('c' as const), value: fc.string({ minLength: 1, maxLength: 1 }) }),
  fc.record({
    type: fc.constant('r' as const),
    value: fc.record({ red: byte, green: byte, blue: byte, alpha: byte }),
  }),
  fc.record({ type: fc.constant('I' as const) }),
)

const oscArguments: fc.Arbitrary<OscArgument> = fc.letrec<{ one: OscArgument }>((tie) => ({
  one: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    flatArguments,
    fc.record({
      type: fc.constant('[' as const),
      values: fc.array(tie('one'), { maxLength: 4 }),
    }),
  ),
})).one

export const messages: fc.Arbitrary<OscMessage> = fc.record({
  address: addresses,
  arguments: fc.array(oscArguments, { maxLength: 8 }),
})

/** Bundles in bundles, the inner ones no earlier. */
export const packets: fc.Arbitrary<OscPacket> = fc.letrec<{ packet: OscPacket }>((tie) => ({
  packet: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    messages,
    fc
      .record({ time: times, elements: fc.array(tie('packet'), { maxLength: 3 }) })
      .map((bundle) => inOrder(bundle, { seconds: 0, fraction: 0 })),
  ),
})).packet

function inOrder({ time, elements }: OscBundle, outer: OscTime): OscBundle {
  const later = isEarlier(time, outer) ? outer : time
  const inner = elements.map((one) => ('elements' in one ? inOrder(one, later) : one))
  return { time: later, elements: inner }
}
