import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  displayWidth,
  padEnd,
  padStart,
  truncateMiddle,
  wrap,
} from '../../../../src/show/text/width.ts'

test.for([
  ['plain', 5],
  ['', 0],
  ['名前', 4],
  ['ｆｕ', 4],
  ['ｱﾊﾞ', 3],
  ['한국', 4],
  ['e\u0301', 1],
  ['a\u200bb', 2],
  ['👩‍👩‍👧‍👦', 2],
  ['🇩🇪', 2],
  ['1️⃣', 2],
  ['☺', 1],
  ['☺️', 2],
  ['░█…±×µ–', 7],
] as const)('%s takes %i columns', ([text, columns]) => {
  expect(displayWidth(text)).toBe(columns)
})

describe('truncating in the middle', () => {
  test('keeps both ends', () => {
    expect(truncateMiddle('abcdefghij', 5)).toBe('ab…ij')
    expect(truncateMiddle('abcdefghij', 10)).toBe('abcdefghij')
    expect(truncateMiddle('abc', 1)).toBe('…')
  })

  test('never cuts a wide character or an emoji in half', () => {
    expect(truncateMiddle('名前が長い', 6)).toBe('名…い')
    expect(truncateMiddle('👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 5)).toBe('👩‍👩‍👧‍👦…👩‍👩‍👧‍👦')
  })
})

test('pads by columns, not by characters', () => {
  expect(padEnd('名', 4)).toBe('名  ')
  expect(padStart('名', 4)).toBe('  名')
  expect(padStart('long', 2)).toBe('long')
})

test('wraps at blanks, cuts long words, keeps a number with its unit', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
  expect(wrap('abcdefgh ij', 3)).toEqual(['abc', 'def', 'gh', 'ij'])
  expect(wrap('more than 5 % slower', 11)).toEqual(['more than', '5 % slower'])
  expect(wrap('about 12 ms sooner', 8)).toEqual(['about', '12 ms', 'sooner'])
  expect(wrap('   ', 5)).toEqual([])
})

const anyText = fc.string({ unit: 'binary', maxLength: 60 })

test('no line is wider than asked for, whatever it holds', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 2, max: 40 }), (text, columns) => {
      expect(displayWidth(truncateMiddle(text, columns))).toBeLessThanOrEqual(columns)
      for (const line of wrap(text, columns)) {
        expect(displayWidth(line)).toBeLessThanOrEqual(columns)
      }
    }),
  )
})

test('wrapping loses nothing but blanks', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 2, max: 40 }), (text, columns) => {
      expect(wrap(text, columns).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
    }),
  )
})
