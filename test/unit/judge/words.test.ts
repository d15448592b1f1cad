import { describe, expect, it } from 'vitest'
import {
  changeText,
  directionText,
  intervalText,
  percentText,
  quantityText,
  SPEED_WORDS,
} from '../../../src/judge/words.ts'

describe('numbers in words', () => {
  it.each([
    [12.44, '12.4 %'],
    [5, '5 %'],
    [0.04, '0 %'],
    [-0.04, '0 %'],
    [-4, '-4 %'],
    [471.3, '471 %'],
  ])('%d percent is %s', (percent, text) => {
    expect(percentText(percent)).toBe(text)
  })

  it.each([
    [1.124, '+12.4 %'],
    [0.96, '-4.0 %'],
    [1, '0.0 %'],
    [1.0001, '0.0 %'],
    [0.9999, '0.0 %'],
    [5.7, '+470 %'],
    [12.34, '×12.3'],
  ])('a ratio of %d is %s', (ratio, text) => {
    expect(changeText(ratio)).toBe(text)
  })

  it('says which way', () => {
    expect(directionText(1.124, SPEED_WORDS)).toBe('12.4 % slower')
    expect(directionText(0.9, SPEED_WORDS)).toBe('10.0 % faster')
    expect(intervalText([1.091, 1.159])).toBe('(+9.1 … +15.9 %)')
  })

  it.each([
    [620e6, 'ns', '620 ms'],
    [1_234.5e6, 'ns', '1.23 s'],
    [10_100, 'ns', '10.1 µs'],
    [0.312, 'ns', '0.312 ns'],
    [0, 'ns', '0 ns'],
    [2048, 'bytes', '2 KiB'],
    [-3, 'bytes', '-3 B'],
    [1500.4, 'perSecond', '1500/s'],
    [7, 'count', '7'],
    [12.5, 'percent', '12.5 %'],
  ] as const)('%d %s is %s', (value, unit, text) => {
    expect(quantityText(value, unit)).toBe(text)
  })
})
