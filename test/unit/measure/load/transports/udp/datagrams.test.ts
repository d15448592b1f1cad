import { describe, expect, test } from 'vitest'
import { Datagrams } from '../../../../../../src/measure/load/transports/udp/datagrams.ts'
import { decodeOsc } from '../../../../../../src/measure/load/transports/udp/osc/decode.ts'
import type { UdpPlan } from '../../../../../../src/model/exchanges/udp.ts'
import { readSequence } from '../../../../../../src/measure/load/transports/udp/sequence.ts'
import {
  udpProblems,
  udpSettings,
} from '../../../../../../src/measure/load/transports/udp/settings.ts'
import { refusalOf } from '../../../../../support/refusal.ts'

const into = Buffer.alloc(65_507)
const target = { url: 'udp://127.0.0.1:9000', mode: 'echo' } as const
const atTwo = { kind: 'binary', offset: 2, format: 'uint32be' } as const
const firstArgument = { kind: 'osc', argument: 0 } as const

function written(
  plan: Partial<UdpPlan> & Pick<UdpPlan, 'body'>,
  sequence: number,
  input?: unknown,
): Buffer {
  const length = new Datagrams({ ...target, ...plan }).write(into, input, sequence)
  return Buffer.from(into.subarray(0, length))
}

describe('a datagram', () => {
  test('carries its number at an offset', () => {
    const body = { kind: 'text', text: 'ab____cd' } as const
    const bytes = written({ body, sequence: atTwo }, 0x61626364)
    expect(bytes.toString()).toBe('ababcdcd')
    expect(readSequence(bytes, atTwo)).toEqual({ lowBits: 0x61626364, modulus: 2 ** 32 })
  })

  test('carries it as an argument of OSC, as a positive number', () => {
    const body = {
      kind: 'osc',
      packet: {
        address: '/cv',
        arguments: [
          { type: 'i', value: 0 },
          { type: 'f', value: 0.5 },
        ],
      },
    } as const
    const bytes = written({ body, sequence: firstArgument }, 2 ** 31 + 7)
    expect(decodeOsc(bytes)).toEqual({
      address: '/cv',
      arguments: [
        { type: 'i', value: 7 },
        { type: 'f', value: 0.5 },
      ],
    })
    expect(readSequence(bytes, firstArgument)).toEqual({ lowBits: 7, modulus: 2 ** 31 })
  })

  test('carries 64 bits of it where there is room', () => {
    const packet = { address: '/cv', arguments: [{ type: 'h', value: 0n }] }
    const bytes = written({ body: { kind: 'input' }, sequence: firstArgument }, 2 ** 40, packet)
    expect(readSequence(bytes, firstArgument)?.lowBits).toBe(2 ** 40)
  })

  test('is made from what the feeder drew', () => {
    const body = { kind: 'input' } as const
    expect(written({ body, mode: 'send' }, 0, 'text').toString()).toBe('text')
    expect(written({ body, mode: 'send' }, 0, Uint8Array.of(1, 2))).toEqual(Buffer.from([1, 2]))
    const packet = { address: '/a', arguments: [] }
    expect(decodeOsc(written({ body, mode: 'send' }, 0, packet))).toEqual(packet)
  })

  test.each<[string, UdpPlan['body'], unknown, string]>([
    ['a number', { kind: 'input' }, 5, 'INPUT_INVALID'],
    ['null', { kind: 'input' }, null, 'INPUT_INVALID'],
    ['a text too short for its number', { kind: 'input' }, 'abc', 'INPUT_INVALID'],
    ['more than a datagram holds', { kind: 'input' }, 'x'.repeat(65_508), 'INPUT_INVALID'],
    ['more bytes than it holds', { kind: 'input' }, new Uint8Array(65_508), 'INPUT_INVALID'],
    ['a bad packet', { kind: 'input' }, { address: 'a', arguments: [] }, 'OSC_UNENCODABLE'],
  ])('is refused: %s', (_, body, input, code) => {
    const write = (): unknown => written({ body, sequence: atTwo }, 0, input)
    expect(write).toThrow(expect.objectContaining({ code }))
  })

  test('that is the same each time is refused before the start', () => {
    const tooShort = { ...target, body: { kind: 'text', text: 'abc' }, sequence: atTwo } as const
    expect(udpProblems(tooShort)).toEqual([
      'body: the datagram has no place for its sequence number: offset 2 (uint32be) is not within its 3 bytes',
    ])
    const noInteger = {
      ...target,
      body: { kind: 'osc', packet: { address: '/a', arguments: [{ type: 'f', value: 1 }] } },
      sequence: firstArgument,
    } as const
    expect(udpProblems(noInteger)).toEqual([
      "body: the datagram has no place for its sequence number: argument 0 is not of type 'i' or 'h'",
    ])
  })
})

describe('a plan', () => {
  const body = { kind: 'text', text: 'abcdefgh' } as const

  test('names a host, a name or a number of either kind, and a port', () => {
    const placeOf = (url: string) => udpSettings({ url, mode: 'send', body })
    expect(placeOf('udp://synth.local:9000')).toMatchObject({ host: 'synth.local', port: 9000 })
    expect(placeOf('udp://[::1]:9000')).toMatchObject({ host: '::1', port: 9000 })
  })

  test('that makes no sense is refused with every problem', async () => {
    const refusal = await refusalOf(() =>
      udpSettings({ url: 'udp://h', mode: 'echo', body, inFlight: 0 }),
    )
    expect(refusal).toMatchObject({ code: 'LOAD_PLAN_INVALID', exitCode: 2 })
    expect(refusal.problems.map((problem) => problem.split(':')[0])).toEqual([
      'url',
      'sequence',
      'inFlight',
    ])
    const badPlace = { kind: 'osc', argument: -1 } as const
    const other = await refusalOf(() => udpSettings({ ...target, body, sequence: badPlace }))
    expect(other.message).toContain('sequence.argument: -1')
  })
})
