import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readLine } from '../../../../../src/measure/target/probe/listener/read-line.ts'

const LINE = { key: 'k', pid: 7, fromNs: 1, toNs: 2, values: { gcMs: 0.5 } }

test('a line of a probe', () => {
  expect(readLine(JSON.stringify({ ...LINE, later: 'more' }))).toEqual(LINE)
})

test.each([
  ['no JSON', '{'],
  ['no object', '[]'],
  ['nothing', 'null'],
  ['without a key', JSON.stringify({ ...LINE, key: undefined })],
  ['a process without an id', JSON.stringify({ ...LINE, pid: 1.5 })],
  ['time that stands still', JSON.stringify({ ...LINE, toNs: 1 })],
  ['time before there was any', JSON.stringify({ ...LINE, fromNs: -1 })],
  ['time without an end', '{"key":"k","pid":7,"fromNs":1,"toNs":1e999,"values":{}}'],
  ['a series that is no name', JSON.stringify({ ...LINE, values: { __proto__x: 1 } })],
  ['a value that is no number', JSON.stringify({ ...LINE, values: { gcMs: null } })],
  ['a value without an end', '{"key":"k","pid":7,"fromNs":1,"toNs":2,"values":{"gcMs":1e999}}'],
  ['more series than there are', JSON.stringify({ ...LINE, values: manySeries() })],
])('is not %s', (_, text) => {
  expect(readLine(text)).toBeUndefined()
})

test('whatever comes, nothing is thrown', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      readLine(text)
    }),
  )
  expect(readLine('{"__proto__":{"key":"k"}}')).toBeUndefined()
})

function manySeries(): Record<string, number> {
  return Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`s${index}`, 1]))
}
