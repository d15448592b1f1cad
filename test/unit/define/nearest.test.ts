import { expect, test } from 'vitest'
import { editDistance, nearest, nearestOf, suggestion } from '../../../src/define/nearest.ts'

test.each([
  ['', '', 0],
  ['abc', '', 3],
  ['kitten', 'sitting', 3],
  ['tgas', 'tags', 1],
  ['flaw', 'lawn', 2],
])('%s → %s takes %d edits', (from, to, edits) => {
  expect(editDistance(from, to)).toBe(edits)
  expect(editDistance(to, from)).toBe(edits)
})

test('the nearest name, whatever its case', () => {
  expect(nearest('LAUNCES', ['time', 'launches', 'labels'])).toBe('launches')
  expect(nearest('p99ms', ['p99Ns', 'p99Ms', 'p999Ms'])).toBe('p99Ms')
})

test('none when nothing is near', () => {
  expect(nearest('zebra', ['time', 'launches'])).toBeUndefined()
  expect(suggestion('zebra', ['time', 'launches'])).toBe('')
})

test('a name that contains what was asked for is near', () => {
  expect(nearestOf('decode', ['decode a long message', 'encode', 'other'], 3)).toEqual([
    'decode a long message',
    'encode',
  ])
})
