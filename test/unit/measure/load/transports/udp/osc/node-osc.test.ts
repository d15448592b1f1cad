import fc from 'fast-check'
import { decode, encode } from 'node-osc'
import { describe, expect, test } from 'vitest'
import { decodeOsc } from '../../../../../../../src/measure/load/transports/udp/osc/decode.ts'
import { encodeOsc } from '../../../../../../../src/measure/load/transports/udp/osc/encode.ts'
import type {
  OscArgument,
  OscPacket,
  OscTime,
} from '../../../../../../../src/model/exchanges/osc.ts'
import {
  IMMEDIATELY,
  isImmediate,
} from '../../../../../../../src/measure/load/transports/udp/osc/time.ts'
import { addresses, commonArguments } from './arbitraries.ts'

/** Byte for byte against another implementation, both ways, for all that it knows. */

const messages = fc.record({
  address: addresses,
  arguments: fc.array(commonArguments, { maxLength: 8 }),
})

/** What lies between 1900 and 1970, in seconds. */
const UNIX_EPOCH_SECONDS = 2_208_988_800

/** With 16 bits of fraction, which both can tell exactly; until 2036, where node-osc's seconds run out. */
const times = fc.oneof(
  fc.constant(IMMEDIATELY),
  fc.record({
    seconds: fc.integer({ min: UNIX_EPOCH_SECONDS + 1, max: 2 ** 32 - 1 }),
    fraction: fc.nat({ max: 2 ** 16 - 1 }).map((ticks) => ticks * 2 ** 16),
  }),
)

/** One time for all levels: node-osc does not know that inner bundles must not be earlier. */
const packets: fc.Arbitrary<OscPacket> = times.chain(
  (time) =>
    fc.letrec<{ packet: OscPacket }>((tie) => ({
      packet: fc.oneof(
        { depthSize: 'small' },
        messages,
        fc.array(tie('packet'), { maxLength: 3 }).map((elements) => ({ time, elements })),
      ),
    })).packet,
)

describe('node-osc', () => {
  test('writes the same bytes', () => {
    fc.assert(
      fc.property(packets, (packet) => {
        expect(encodeOsc(packet)).toEqual(encode(theirs(packet)))
      }),
    )
  })

  test('reads what we write', () => {
    fc.assert(
      fc.property(packets, (packet) => {
        expect(decode(encodeOsc(packet))).toEqual(readByThem(packet))
      }),
    )
  })

  test('is read by us', () => {
    fc.assert(
      fc.property(packets, (packet) => {
        expect(decodeOsc(encode(theirs(packet)))).toEqual(packet)
      }),
    )
  })
})

/** As node-osc takes it. */
function theirs(packet: OscPacket): unknown {
  if ('elements' in packet) {
    const timetag = timeForThem(packet.time)
    return { oscType: 'bundle', timetag, elements: packet.elements.map(theirs) }
  }
  const args = packet.arguments.map((one) => ({ type: one.type, value: valueForThem(one) }))
  return { oscType: 'message', address: packet.address, args }
}

/** As node-osc gives it. */
function readByThem(packet: OscPacket): unknown {
  if ('elements' in packet) {
    const timetag = timeForThem(packet.time)
    return { oscType: 'bundle', timetag, elements: packet.elements.map(readByThem) }
  }
  const args = packet.arguments.map((one) => ({ value: valueForThem(one) }))
  return { oscType: 'message', address: packet.address, args }
}

/** Seconds since 1970; 0 is "immediately". */
const timeForThem = (time: OscTime): number =>
  isImmediate(time) ? 0 : time.seconds - UNIX_EPOCH_SECONDS + time.fraction / 2 ** 32

function valueForThem(argument: OscArgument): unknown {
  if (argument.type === 'T') return true
  if (argument.type === 'F') return false
  if (argument.type === 'N') return null
  if (argument.type === 'm') return Buffer.from(Object.values(argument.value))
  if (argument.type === 'b') return Buffer.from(argument.value)
  return 'value' in argument ? argument.value : undefined
}
