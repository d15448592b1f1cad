import { expect, test } from 'vitest'
import {
  nextSort,
  parseSort,
  sortRows,
  type SortValue,
  sortText,
} from '../../../../dashboard/src/parts/sorting.ts'

const sorted = (values: readonly SortValue[], direction: 'ascending' | 'descending') =>
  sortRows(values, (value) => value, direction)

test('what is missing comes last, whichever way', () => {
  const values = [2, null, 3, undefined, Number.NaN, 1]
  expect(sorted(values, 'ascending')).toEqual([1, 2, 3, null, undefined, Number.NaN])
  expect(sorted(values, 'descending')).toEqual([3, 2, 1, null, undefined, Number.NaN])
})

test('numbers within texts count as numbers', () => {
  expect(sorted(['size 10', 'size 9', 'a'], 'ascending')).toEqual(['a', 'size 9', 'size 10'])
})

test('equal rows stay as they were, and the rows themselves are left alone', () => {
  const rows = [
    { name: 'b', size: 1 },
    { name: 'a', size: 1 },
  ]
  const frozen = Object.freeze(rows)
  expect(sortRows(frozen, ({ size }) => size, 'descending')).toEqual(rows)
})

test('an address says what the table is sorted by', () => {
  for (const text of ['p95', '-p95', '']) expect(sortText(parseSort(text))).toBe(text)
  expect(parseSort('-')).toBeUndefined()
})

test('a heading turns from one way to the other, then back to how the rows came', () => {
  const first = nextSort(undefined, 'p95', 'descending')
  expect(sortText(first)).toBe('-p95')
  const second = nextSort(first, 'p95', 'descending')
  expect(sortText(second)).toBe('p95')
  expect(nextSort(second, 'p95', 'descending')).toBeUndefined()
  expect(sortText(nextSort(second, 'name', 'ascending'))).toBe('name')
})
