import { describe, expect, test } from 'vitest'
import { decodeOsc } from '../../../../../../../src/measure/load/transports/udp/osc/decode.ts'
import { encodeOsc } from '../../../../../../../src/measure/load/transports/udp/osc/encode.ts'
import type { OscPacket } from '../../../../../../../src/model/exchanges/osc.ts'
import { IMMEDIATELY } from '../../../../../../../src/measure/load/transports/udp/osc/time.ts'

/** The examples that the OSC 1.0 specification prints, byte for byte ("OSC Message Examples", "OSC Bundle Examples"). */

const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')

describe('the examples of the specification', () => {
  test('/oscillator/4/frequency 440.0', () => {
    const packet: OscPacket = {
      address: '/oscillator/4/frequency',
      arguments: [{ type: 'f', value: 440 }],
    }
    const bytes = bytesOf(`
      2f 6f 73 63  69 6c 6c 61  74 6f 72 2f  34 2f 66 72  65 71 75 65  6e 63 79 00
      2c 66 00 00  43 dc 00 00`)
    expect(encodeOsc(packet)).toEqual(bytes)
    expect(decodeOsc(bytes)).toEqual(packet)
  })

  test('/foo 1000 -1 "hello" 1.234 5.678', () => {
    const packet: OscPacket = {
      address: '/foo',
      arguments: [
        { type: 'i', value: 1000 },
        { type: 'i', value: -1 },
        { type: 's', value: 'hello' },
        { type: 'f', value: Math.fround(1.234) },
        { type: 'f', value: Math.fround(5.678) },
      ],
    }
    const bytes = bytesOf(`
      2f 66 6f 6f  00 00 00 00  2c 69 69 73  66 66 00 00  00 00 03 e8  ff ff ff ff
      68 65 6c 6c  6f 00 00 00  3f 9d f3 b6  40 b5 b2 2d`)
    expect(encodeOsc(packet)).toEqual(bytes)
    expect(decodeOsc(bytes)).toEqual(packet)
  })

  test('strings of 3 and 4 characters are padded to 4 and 8 bytes', () => {
    const lengthWith = (value: string): number =>
      encodeOsc({ address: '/a', arguments: [{ type: 's', value }] }).length
    expect(lengthWith('OSC')).toBe(4 + 4 + 4)
    expect(lengthWith('data')).toBe(4 + 4 + 8)
  })

  test('a bundle: its mark, a time tag, and elements with their lengths', () => {
    const packet: OscPacket = {
      time: IMMEDIATELY,
      elements: [
        { address: '/a', arguments: [] },
        { time: IMMEDIATELY, elements: [{ address: '/b', arguments: [{ type: 'T' }] }] },
      ],
    }
    const bytes = bytesOf(`
      23 62 75 6e  64 6c 65 00  00 00 00 00  00 00 00 01
      00 00 00 08  2f 61 00 00  2c 00 00 00
      00 00 00 1c  23 62 75 6e  64 6c 65 00  00 00 00 00  00 00 00 01
                   00 00 00 08  2f 62 00 00  2c 54 00 00`)
    expect(encodeOsc(packet)).toEqual(bytes)
    expect(decodeOsc(bytes)).toEqual(packet)
  })

  test('a message without type tags, as old senders wrote it, has no arguments', () => {
    expect(decodeOsc(bytesOf('2f 61 00 00'))).toEqual({ address: '/a', arguments: [] })
  })
})
