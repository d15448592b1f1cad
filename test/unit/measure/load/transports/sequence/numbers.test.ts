import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BinaryFormat, BinaryPlace } from '../../../../../../src/model/exchanges/place.ts'
import {
  binaryFormats,
  endOf,
  modulusOf,
  problemOfPlace,
  readBinary,
  writeBinary,
} from '../../../../../../src/measure/load/transports/sequence/binary-number.ts'
import { unwrapped } from '../../../../../../src/measure/load/transports/sequence/unwrapped.ts'

const formats = binaryFormats as readonly BinaryFormat[]
const places: fc.Arbitrary<BinaryPlace> = fc.record({
  kind: fc.constant('binary' as const),
  offset: fc.nat({ max: 20 }),
  format: fc.constantFrom(...formats),
})

describe('a number at a place', () => {
  test('is read as it was written, by its lowest bits, and nothing beside it changes', () => {
    fc.assert(
      fc.property(places, fc.maxSafeNat(), fc.nat({ max: 9 }), (place, number, more) => {
        const bytes = Buffer.alloc(endOf(place) + more, 0xaa)
        writeBinary(bytes, place, number)
        expect(readBinary(bytes, place)).toBe(number % modulusOf(place))
        expect(bytes.subarray(0, place.offset).every((byte) => byte === 0xaa)).toBe(true)
        expect(bytes.subarray(endOf(place)).every((byte) => byte === 0xaa)).toBe(true)
      }),
    )
  })

  test('lies as networks, or Intel, have it', () => {
    const bytes = Buffer.from('0000000102030405', 'hex')
    const at = (offset: number, format: BinaryFormat): number | undefined =>
      readBinary(bytes, { kind: 'binary', offset, format })
    expect(at(0, 'uint32be')).toBe(1)
    expect(at(0, 'uint32le')).toBe(2 ** 24)
    expect(at(0, 'uint64be')).toBe(0x1_02_03_04_05)
    expect(at(1, 'uint64be')).toBeUndefined()
    expect(at(5, 'uint32be')).toBeUndefined()
  })

  test('must be somewhere, in a format that there is', () => {
    const place = { kind: 'binary', offset: 0, format: 'uint32be' } as const
    expect(problemOfPlace(place)).toBeUndefined()
    expect(problemOfPlace({ ...place, offset: -1 })).toContain('offset: -1')
    expect(problemOfPlace({ ...place, format: 'uint7' as never })).toContain("format: 'uint7'")
  })
})

describe('a wrapped counter', () => {
  test('is known by its lowest bits, as long as it is near', () => {
    const near = fc.integer({ min: -(2 ** 30), max: 2 ** 30 })
    fc.assert(
      fc.property(fc.integer({ min: 2 ** 31, max: 2 ** 45 }), near, (number, distance) => {
        expect(unwrapped(number % 2 ** 32, number + distance, 2 ** 32)).toBe(number)
      }),
    )
  })

  test('does not go below 0 at its beginning', () => {
    expect(unwrapped(2 ** 32 - 1, 0, 2 ** 32)).toBe(2 ** 32 - 1)
    expect(unwrapped(5, -1, 2 ** 53)).toBe(5)
  })
})
