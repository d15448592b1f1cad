import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clip, visibleLine, visibleText } from '../../../../src/show/text/visible.ts'

test('escape codes, controls and bidi overrides become visible', () => {
  expect(visibleLine('\u001b[31mred\u0007')).toBe('␛[31mred␇')
  expect(visibleLine('a\u007fb\u009bc\u202ed\u2066e')).toBe('a␡b�c�d�e')
  expect(visibleLine('a\r\n\tb\u2028c')).toBe('a b c')
  expect(visibleLine('lone \ud800 and \ufffe')).toBe('lone � and �')
})

test('what is harmless stays', () => {
  const text = 'Ünïcode 名前 👩‍👩‍👧 e\u0301 „quotes“ <b>&|`'
  expect(visibleLine(text)).toBe(text)
})

test('clipping leaves out the middle, and no half of a character', () => {
  expect(clip('abc', 3)).toBe('abc')
  expect(clip('abcdefgh', 5)).toBe('ab…gh')
  expect(clip('a😀b😀c', 5)).toBe('a…c')
})

test('texts keep their line breaks', () => {
  expect(visibleText('a\r\nb\rc\nd\u001b')).toBe('a\nb\nc\nd␛')
})

test('is stable: what it made visible stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visibleLine(visibleLine(text))).toBe(visibleLine(text))
    }),
  )
})
