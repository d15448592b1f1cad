import { expect, test } from 'vitest'
import {
  askedOf,
  isFiltered,
  unfoldedIn,
  unfoldedText,
  withoutFilters,
  withoutValue,
  withValue,
} from '../../../../../dashboard/src/views/history/address.ts'

const query = (text: string): URLSearchParams => new URLSearchParams(text)

test('the server is asked for what it understands, and for no more runs than usual', () => {
  const address = query('scenario=a&scenario=b%26c&branch=main&values=measured&environment=f&run=1')
  expect(askedOf(address).toString()).toBe('scenario=a&scenario=b%26c&branch=main&limit=1000')
  expect(askedOf(query('limit=all&since=')).toString()).toBe('')
  expect(askedOf(query('limit=50&statistic=p99')).toString()).toBe('statistic=p99&limit=50')
})

test('filters are added, taken out one by one, and all at once; the rest of the address stays', () => {
  const both = withValue(query('scenario=a&axis=dates'), 'scenario', 'b, c')
  expect(both.getAll('scenario')).toEqual(['a', 'b, c'])
  expect(withValue(both, 'scenario', 'a').getAll('scenario')).toEqual(['a', 'b, c'])
  expect(withoutValue(both, 'scenario', 'a').getAll('scenario')).toEqual(['b, c'])
  expect(isFiltered(both)).toBe(true)
  expect(withoutFilters(both).toString()).toBe('axis=dates')
  expect(isFiltered(withoutFilters(both))).toBe(false)
})

test('the address knows what is unfolded, whatever its name', () => {
  const text = unfoldedText([], 'a & b > c', true)
  const more = unfoldedText(unfoldedIn(new URLSearchParams({ unfold: text })), 'd', true)
  expect(unfoldedIn(new URLSearchParams({ unfold: more }))).toEqual(['a & b > c', 'd'])
  expect(unfoldedText(['a', 'd'], 'a', false)).toBe('d')
})
