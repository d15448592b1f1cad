import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatDurationMs, parseDurationMs } from '../../../src/kernel/duration.ts'

test.each([
  ['500ms', 500],
  ['2s', 2000],
  ['1.5 s', 1500],
  ['1m', 60_000],
  ['2h', 7_200_000],
  ['30d', 2_592_000_000],
  ['250', 250],
  [250, 250],
  [0, 0],
])('%j is %d ms', (written, ms) => {
  expect(parseDurationMs(written)).toBe(ms)
})

test.each([
  '',
  'soon',
  '-1s',
  '1 week',
  '1s 2s',
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  null,
  undefined,
  {},
])('%j is no duration', (written) => {
  expect(parseDurationMs(written)).toBeUndefined()
})

test('what is formatted is read back the same', () =>
  fc.assert(
    fc.property(fc.nat(10_000_000), (ms) => {
      expect(parseDurationMs(formatDurationMs(ms))).toBe(ms)
    }),
  ))
