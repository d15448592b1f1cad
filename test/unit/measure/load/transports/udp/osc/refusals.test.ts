import { describe, expect, test } from 'vitest'
import { decodeOsc } from '../../../../../../../src/measure/load/transports/udp/osc/decode.ts'
import {
  encodeOsc,
  encodeOscInto,
} from '../../../../../../../src/measure/load/transports/udp/osc/encode.ts'
import type { OscArgument, OscPacket } from '../../../../../../../src/model/exchanges/osc.ts'
import { DEEPEST } from '../../../../../../../src/measure/load/transports/udp/osc/packet.ts'
import { IMMEDIATELY } from '../../../../../../../src/measure/load/transports/udp/osc/time.ts'

const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')
const withArguments = (...list: OscArgument[]): OscPacket => ({ address: '/a', arguments: list })

describe('the decoder says what is wrong, and where', () => {
  test.each([
    ['nothing', '', 'nothing at all (byte 0)'],
    ['an odd length', '2f61 00', '3 bytes, which is no multiple of 4 (byte 3)'],
    ['an address that never ends', '2f61 6262', 'an address that no null ends (byte 0)'],
    ['an address without its slash', '6161 0000 2c00 0000', 'the address "aa" (byte 0)'],
    ['a space in an address', '2f61 2062 0000 0000 2c00 0000', 'the address "/a b" (byte 0)'],
    [
      'padding that is not zero',
      '2f61 0001 2c00 0000',
      'padding of an address that is not zero (byte 3)',
    ],
    [
      'tags without their comma',
      '2f61 0000 6969 0000',
      "type tags that don't start with ',' (byte 4)",
    ],
    ['tags that never end', '2f61 0000 2c69 6969', 'the type tags that no null ends (byte 4)'],
    ['an unknown tag', '2f61 0000 2c78 0000', 'the type tag "x" (byte 5)'],
    [
      'an argument that is not there',
      '2f61 0000 2c69 0000',
      "argument 'i' needs 4 bytes where 0 are left (byte 8)",
    ],
    [
      'half of one',
      '2f61 0000 2c64 0000 0000 0000',
      "argument 'd' needs 8 bytes where 4 are left (byte 8)",
    ],
    ['bytes too many', '2f61 0000 2c00 0000 0000 0000', '4 bytes after the last argument (byte 8)'],
    [
      'a blob longer than the packet',
      '2f61 0000 2c62 0000 7fff ffff',
      'needs 2147483648 bytes where 0 are left (byte 12)',
    ],
    [
      'a blob of less than nothing',
      '2f61 0000 2c62 0000 ffff ffff',
      "argument 'b' of -1 bytes (byte 8)",
    ],
    [
      'a blob padded with ones',
      '2f61 0000 2c62 0000 0000 0001 0001 0000',
      "padding of argument 'b' that is not zero (byte 13)",
    ],
    [
      'a string that is no text',
      '2f61 0000 2c73 0000 ff00 0000',
      "argument 's' that is neither ASCII nor UTF-8 (byte 8)",
    ],
    [
      'a character of 1000',
      '2f61 0000 2c63 0000 0000 03e8',
      'the character 1000, which is not ASCII (byte 8)',
    ],
    ['an array without its end', '2f61 0000 2c5b 0000', "a '[' that no ']' closes (byte 5)"],
    ['an end without its array', '2f61 0000 2c5d 0000', 'the type tag "]" (byte 5)'],
    [
      'a bundle without its time',
      '2362 756e 646c 6500',
      'the time tag needs 4 bytes where 0 are left (byte 8)',
    ],
    [
      'an element of 0 bytes',
      '2362 756e 646c 6500 0000 0000 0000 0001 0000 0000',
      'an element of 0 bytes (byte 16)',
    ],
    [
      'an element of 6 bytes',
      '2362 756e 646c 6500 0000 0000 0000 0001 0000 0006 2f61 0000',
      'an element of 6 bytes (byte 16)',
    ],
    [
      'an element longer than its bundle',
      '2362 756e 646c 6500 0000 0000 0000 0001 0000 000c 2f61 0000 2c00 0000',
      'an element needs 12 bytes where 8 are left (byte 20)',
    ],
  ])('%s', (_, hex, message) => {
    const decode = (): unknown => decodeOsc(bytesOf(hex))
    expect(decode).toThrow(message)
    expect(decode).toThrow(expect.objectContaining({ code: 'OSC_MALFORMED' }))
  })

  test('an inner bundle that is earlier than the outer one', () => {
    const inner = '2362 756e 646c 6500 0000 0004 ffff ffff'
    const outer = `2362 756e 646c 6500 0000 0005 0000 0000 0000 0010 ${inner}`
    expect(() => decodeOsc(bytesOf(outer))).toThrow('earlier than the one around it (byte 28)')
  })

  test('bundles, and arrays, in each other without end', () => {
    expect(() => decodeOsc(nestedBundles(DEEPEST + 1))).toThrow(
      `more than ${DEEPEST} bundles in each other`,
    )
    expect(decodeOsc(nestedBundles(DEEPEST))).toHaveProperty('elements')
    const tags = `,${'['.repeat(3_000)}`
    const text = Buffer.from(`/a\0\0${tags}\0\0\0`)
    expect(() => decodeOsc(text)).toThrow(`more than ${DEEPEST} arrays in each other`)
  })
})

describe('the encoder refuses what OSC can not hold', () => {
  test.each<[string, OscPacket, string]>([
    ['an address without its slash', { address: 'a', arguments: [] }, 'the address "a"'],
    ['an address with a comma', { address: '/a,b', arguments: [] }, 'the address "/a,b"'],
    ['a fraction as an integer', withArguments({ type: 'i', value: 1.5 }), "1.5 as an 'i'"],
    ['33 bits as an integer', withArguments({ type: 'i', value: 2 ** 31 }), "2147483648 as an 'i'"],
    ['a float beyond 32 bits', withArguments({ type: 'f', value: 1e300 }), "1e+300 as an 'f'"],
    ['65 bits', withArguments({ type: 'h', value: 2n ** 63n }), "9223372036854775808 as an 'h'"],
    ['a null in a text', withArguments({ type: 's', value: 'a\0b' }), 'the text "a\\u0000b"'],
    ['half a character', withArguments({ type: 'S', value: '\ud800' }), 'the text'],
    ['two characters', withArguments({ type: 'c', value: 'ab' }), `"ab" as a 'c'`],
    [
      'a byte of 256',
      withArguments({ type: 'm', value: { port: 0, status: 256, data1: 0, data2: 0 } }),
      'a MIDI message of 0, 256, 0, 0',
    ],
    [
      'a time before 1900',
      withArguments({ type: 't', value: { seconds: -1, fraction: 0 } }),
      'the time tag -1 s',
    ],
    [
      'an earlier inner bundle',
      { time: { seconds: 9, fraction: 0 }, elements: [{ time: IMMEDIATELY, elements: [] }] },
      'earlier than the one around it',
    ],
  ])('%s', (_, packet, message) => {
    const encode = (): unknown => encodeOsc(packet)
    expect(encode).toThrow(message)
    expect(encode).toThrow(expect.objectContaining({ code: 'OSC_UNENCODABLE', exitCode: 2 }))
  })

  test('what only JavaScript can ask for', () => {
    const cases: readonly unknown[] = [
      undefined,
      'a text',
      { address: '/a' },
      { address: '/a', arguments: [{ type: 'x', value: 1 }] },
      { address: '/a', arguments: [{ type: 'i', value: '1' }] },
      { address: '/a', arguments: [{ type: 'b', value: 'text' }] },
    ]
    for (const packet of cases) {
      expect(() => encodeOsc(packet as OscPacket)).toThrow(
        expect.objectContaining({ code: 'OSC_UNENCODABLE' }),
      )
    }
  })

  test('a packet that has no room, in its own buffer or in a datagram', () => {
    const packet = withArguments({ type: 's', value: 'hello' })
    expect(() => encodeOscInto(packet, Buffer.alloc(12), 0)).toThrow('more than 12 bytes')
    const huge = withArguments({ type: 'b', value: new Uint8Array(65_500) })
    expect(() => encodeOsc(huge)).toThrow('more than 65507 bytes')
  })

  test('levels without end', () => {
    let packet: OscPacket = { time: IMMEDIATELY, elements: [] }
    for (let level = 1; level < DEEPEST; level++) packet = { time: IMMEDIATELY, elements: [packet] }
    expect(encodeOsc(packet)).toHaveLength(16 * DEEPEST + 4 * (DEEPEST - 1))
    const deeper = { time: IMMEDIATELY, elements: [packet] }
    expect(() => encodeOsc(deeper)).toThrow(`more than ${DEEPEST} levels`)
  })
})

function nestedBundles(levels: number): Buffer {
  const head = bytesOf('2362 756e 646c 6500 0000 0000 0000 0001')
  let bytes = head
  for (let level = 1; level < levels; level++) {
    const length = Buffer.alloc(4)
    length.writeInt32BE(bytes.length)
    bytes = Buffer.concat([head, length, bytes])
  }
  return bytes
}
