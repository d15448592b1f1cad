import { describe, expect, test } from 'vitest'
import {
  linearTicks,
  logTicks,
  logTickTexts,
  roomFor,
  tickTexts,
  valueText,
} from '../../../../dashboard/src/charts/axis.ts'
import {
  timeText,
  timeTicksWithin,
  timeTickTexts,
} from '../../../../dashboard/src/charts/axis-time.ts'

describe('a value axis', () => {
  test('has round ticks, all in the unit of the largest', () => {
    expect(linearTicks(0, 1000, 5)).toEqual([0, 200, 400, 600, 800, 1000])
    expect(tickTexts([0, 5e5, 1e6, 1.5e6], 'ns')).toEqual(['0', '0.5 ms', '1.0 ms', '1.5 ms'])
    expect(tickTexts([0, 1000, 2000], 'perSecond')).toEqual(['0', '1,000 /s', '2,000 /s'])
    expect(tickTexts([0, 50e6, 100e6], 'bytes')).toEqual(['0', '50 MB', '100 MB'])
    expect(tickTexts([0, 0.5, 1], 'cores')).toEqual(['0', '0.5 cores', '1.0 cores'])
  })

  test('of many decades has one tick each, of few some between', () => {
    expect(logTicks(1e5, 1e9, 6)).toEqual([1e5, 1e6, 1e7, 1e8, 1e9])
    expect(logTicks(1e6, 1e7, 6)).toEqual([1e6, 2e6, 5e6, 1e7])
    expect(logTicks(1, 1e9, 3)).toEqual([1, 1e3, 1e6, 1e9])
    expect(logTickTexts([1e5, 1e6, 2e9], 'ns')).toEqual(['100 µs', '1 ms', '2 s'])
  })

  test('has room above the most, and something to show of nothing', () => {
    expect(roomFor(0)).toBe(1)
    expect(roomFor(100)).toBeGreaterThan(100)
    expect(roomFor(1234)).toBeLessThan(2000)
  })

  test('values by themselves choose their own unit', () => {
    expect(valueText(1.5e6, 'ns')).toBe('1.50 ms')
    expect(valueText(1.5, 'cores')).toBe('1.5 cores')
    expect(valueText(2e6, 'bytesPerSecond')).toBe('2.00 MB/s')
    expect(valueText(null, 'ns')).toBe('–')
  })
})

describe('a time axis', () => {
  test('has ticks at round moments of what is seen', () => {
    expect(timeTicksWithin(12_000, 31_000, 5)).toEqual([15_000, 20_000, 25_000, 30_000])
    expect(timeTickTexts([0, 15_000, 30_000])).toEqual(['0', '15 s', '30 s'])
    expect(timeTickTexts([0, 600_000, 1_200_000])).toEqual(['0', '10:00', '20:00'])
    expect(timeTickTexts([3_600_000, 5_400_000])).toEqual(['1:00:00', '1:30:00'])
    expect(timeTickTexts([1000, 1200, 1400])).toEqual(['1 s', '1.2 s', '1.4 s'])
  })

  test('names a moment as a clock does', () => {
    expect(timeText(0)).toBe('0')
    expect(timeText(34_500)).toBe('34.5 s')
    expect(timeText(754_000)).toBe('12:34')
    expect(timeText(3_723_000)).toBe('1:02:03')
  })
})
