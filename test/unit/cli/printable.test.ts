import { expect, test } from 'vitest'
import { printable, printableLines } from '../../../src/cli/printable.ts'

test.each([
  ['colours of a log', '\u001b[32mINFO\u001b[39m ready', 'INFO ready'],
  ['a title for the window', '\u001b]0;mine\u0007here', 'here'],
  ['a cursor that moves', 'a\u001b[2J\u001b[1;1Hb', 'ab'],
  ['a C1 control, a return and a bell', 'a\u009bb\rc\u0007', 'a�b�c�'],
  ['reordering', 'user\u202etxt.exe\u2066', 'user�txt.exe�'],
  ['plain text', 'p99 8.50 µs ±20 % – naïve 😀', 'p99 8.50 µs ±20 % – naïve 😀'],
])('%s', (_, text, shown) => {
  expect(printable(text)).toBe(shown)
})

test('lines and indents stay', () => {
  expect(printableLines('api died\r\n\tat x\n  y')).toBe('api died\n  at x\n  y')
})
