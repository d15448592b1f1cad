import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatChange,
  formatChangeInterval,
  formatInterval,
  formatPercent,
  formatQuantity,
  formatSpread,
  formatTogether,
  plural,
} from '../../../../src/show/text/quantity.ts'

describe('one quantity', () => {
  test.for([
    [0.31, 'ns', '0.310 ns'],
    [0, 'ns', '0 ns'],
    [999.4, 'ns', '999 ns'],
    [999.6, 'ns', '1.00 µs'],
    [1_234_567, 'ns', '1.23 ms'],
    [12_345_678, 'ns', '12.3 ms'],
    [2e9, 'ns', '2.00 s'],
    [1_234_567e9, 'ns', '1,234,567 s'],
    [-1_500, 'ns', '-1.50 µs'],
    [512, 'bytes', '512 B'],
    [512.4, 'bytes', '512 B'],
    [1_532, 'bytes', '1.53 kB'],
    [16_773_533_696, 'bytes', '16.8 GB'],
    [5_376_000, 'count', '5,376,000'],
    [1.5, 'count', '1.50'],
    [1_234.5, 'perSecond', '1,235 /s'],
    [71.24, 'percent', '71.2 %'],
    [5, 'percent', '5 %'],
    [null, 'ns', '–'],
    [undefined, 'ns', '–'],
    [Number.NaN, 'ns', '–'],
    [Number.POSITIVE_INFINITY, 'bytes', '–'],
  ] as const)('%s %s is %s', ([value, unit, text]) => {
    expect(formatQuantity(value, unit)).toBe(text)
  })

  test('is within half a percent of what it shows', () => {
    const factors: Readonly<Record<string, number>> = { ns: 1, µs: 1e3, ms: 1e6, s: 1e9 }
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e15, noNaN: true }), (value) => {
        const [digits = '', unit = ''] = formatQuantity(value, 'ns').split(' ')
        const shown = Number(digits.replaceAll(',', '')) * (factors[unit] ?? Number.NaN)
        expect(Math.abs(shown / value - 1)).toBeLessThanOrEqual(0.00501)
      }),
    )
  })
})

test('quantities side by side share the unit of the smallest while that stays readable', () => {
  expect(formatTogether([980e3, 1_020e3, 1_450e3], 'ns')).toEqual([
    '980 µs',
    '1,020 µs',
    '1,450 µs',
  ])
  expect(formatTogether([950e3, 3_672e3], 'ns')).toEqual(['950 µs', '3.67 ms'])
  expect(formatTogether([5e3, 999.7e3], 'ns')).toEqual(['5.00 µs', '1.00 ms'])
  expect(formatTogether([120, 45e6], 'ns')).toEqual(['120 ns', '45.0 ms'])
  expect(formatTogether([null, undefined], 'ns')).toEqual(['–', '–'])
  expect(formatTogether([0, 5e6], 'ns')).toEqual(['0 ms', '5.00 ms'])
})

test('intervals name their unit once', () => {
  expect(formatInterval([11.94e6, 12.81e6], 'ns')).toBe('11.9 … 12.8 ms')
  expect(formatInterval([120, 45e6], 'ns')).toBe('120 ns … 45.0 ms')
  expect(formatInterval([934e3, 5_499e3], 'ns')).toBe('934 µs … 5.50 ms')
  expect(formatInterval([3, 4], 'count')).toBe('3 … 4')
  expect(formatInterval(null, 'ns')).toBe('–')
})

test('changes', () => {
  expect(formatChange(1.152)).toBe('+15.2 %')
  expect(formatChange(0.969)).toBe('-3.1 %')
  expect(formatChange(1.0001)).toBe('0.0 %')
  expect(formatChange(0.9999)).toBe('0.0 %')
  expect(formatChange(3)).toBe('+200 %')
  expect(formatChange(12.34)).toBe('×12.3')
  expect(formatChange(null)).toBe('–')
  expect(formatChangeInterval([1.11, 1.191])).toBe('+11.0 … +19.1 %')
  expect(formatChangeInterval([1.11, 20])).toBe('+11.0 % … ×20.0')
})

test('spread is the farther bound, in hundredths of the centre', () => {
  expect(formatSpread(100, [98, 105])).toBe('±5.0 %')
  expect(formatSpread(100, [88, 105])).toBe('±12 %')
  expect(formatSpread(100, [99.99, 100])).toBe('±<0.1 %')
  expect(formatSpread(0, [0, 1])).toBe('–')
  expect(formatSpread(100, undefined)).toBe('–')
})

test('percent and plural', () => {
  expect([5, 17.6, 0.04, 0, 1234, 9.96].map(formatPercent)).toEqual([
    '5 %',
    '18 %',
    '<0.1 %',
    '0 %',
    '1,234 %',
    '10 %',
  ])
  expect([plural(1, 'launch', 'launches'), plural(1200, 'run')]).toEqual(['1 launch', '1,200 runs'])
})
