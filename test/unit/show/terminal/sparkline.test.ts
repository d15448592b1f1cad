import { expect, test } from 'vitest'
import { levelChart } from '../../../../src/show/terminal/sparkline.ts'

test('a chart goes from the lowest level to the highest, and marks where each begins', () => {
  expect(levelChart([1, 1, 1, 8, 8, 8], [3], 16)).toBe('▁▁▁│███')
  expect(levelChart([10, 20, 30, 40, 50, 60, 70, 80], [], 16)).toBe('▁▂▃▄▅▆▇█')
  expect(levelChart([5, 5, 5], [], 16)).toBe('▅▅▅')
  expect(levelChart([5], [], 16)).toBe('▅')
})

test('noise of a level does not fill the chart', () => {
  expect(levelChart([100, 101, 100, 99, 100], [], 16)).toBe('▅▅▅▄▅')
})

test('an outlier goes to the edge, and what is beside it keeps its shape', () => {
  const values = [...Array.from({ length: 19 }, () => 10), 1_000, ...Array(20).fill(20)]
  expect(levelChart(values, [20], 41)).toBe(`${'▁'.repeat(19)}█│${'█'.repeat(20)}`)
})

test('more values than columns are averaged within their level, and every level is there', () => {
  const values = Array.from({ length: 100 }, (_, index) => (index < 10 ? 1 : 9))
  expect(levelChart(values, [10], 11)).toBe('▁│█████████')
  expect(levelChart(values, [98], 11)).toHaveLength(11)
  expect(levelChart(values, [10], 11)).toHaveLength(11)
})

test('of many changes the newest are marked', () => {
  const values = Array.from({ length: 100 }, (_, index) => index)
  const starts = Array.from({ length: 13 }, (_, index) => 7 * (index + 1))
  const chart = levelChart(values, starts, 16)
  expect(chart).toHaveLength(16)
  expect(chart.split('│')).toHaveLength(5)
})

test('values around and below zero', () => {
  expect(levelChart([0, 0, 0], [], 16)).toBe('▅▅▅')
  expect(levelChart([-4, -4, 4, 4], [2], 16)).toBe('▁▁│██')
})
