import { expect, test } from 'vitest'
import { sparkline } from '../../../../src/show/terminal/history.ts'

test('a sparkline goes from the smallest to the greatest value', () => {
  expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8], 16)).toBe('▁▂▃▄▅▆▇█')
  expect(sparkline([5, 5, 5], 16)).toBe('▅▅▅')
  expect(sparkline([], 16)).toBe('')
  expect(sparkline([1, Number.NaN, 2], 16)).toBe('▁█')
})

test('more values than columns are averaged, none is left out', () => {
  const values = Array.from({ length: 100 }, (_, index) => (index === 99 ? 1_000 : 0))
  expect(sparkline(values, 10)).toBe(`${'▁'.repeat(9)}█`)
})
