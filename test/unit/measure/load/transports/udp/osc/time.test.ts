import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  IMMEDIATELY,
  isEarlier,
  isImmediate,
  oscTimeAt,
  unixMsOf,
} from '../../../../../../../src/measure/load/transports/udp/osc/time.ts'

describe('time tags', () => {
  test('count from 1900', () => {
    // RFC 5905, figure 4: 1 January 1970 is 2,208,988,800 s of era 0.
    expect(oscTimeAt(0)).toEqual({ seconds: 2_208_988_800, fraction: 0 })
    expect(oscTimeAt(500)).toEqual({ seconds: 2_208_988_800, fraction: 2 ** 31 })
    expect(unixMsOf({ seconds: 2_208_988_801, fraction: 2 ** 30 })).toBe(1_250)
  })

  test('go on after 7 February 2036, when 32 bits have run out', () => {
    const firstOfNextEra = Date.UTC(2036, 1, 7, 6, 28, 16)
    expect(oscTimeAt(firstOfNextEra)).toEqual({ seconds: 0, fraction: 0 })
    expect(unixMsOf({ seconds: 0, fraction: 0 })).toBe(firstOfNextEra)
  })

  test('come back as they were, within a microsecond', () => {
    const from = Date.UTC(1969, 0, 1)
    const to = Date.UTC(2100, 0, 1)
    fc.assert(
      fc.property(fc.double({ min: from, max: to, noNaN: true }), (unixMs) => {
        expect(Math.abs(unixMsOf(oscTimeAt(unixMs)) - unixMs)).toBeLessThan(0.001)
      }),
    )
  })

  test('carry a fraction that rounds up to a second', () => {
    expect(oscTimeAt(1000 - 1e-8)).toEqual({ seconds: 2_208_988_801, fraction: 0 })
  })

  test('know an order, in which "immediately" comes first', () => {
    expect(isImmediate(IMMEDIATELY)).toBe(true)
    expect(isImmediate({ seconds: 0, fraction: 2 })).toBe(false)
    expect(isEarlier(IMMEDIATELY, oscTimeAt(0))).toBe(true)
    expect(isEarlier({ seconds: 5, fraction: 1 }, { seconds: 5, fraction: 2 })).toBe(true)
    expect(isEarlier({ seconds: 5, fraction: 2 }, { seconds: 5, fraction: 2 })).toBe(false)
  })
})
