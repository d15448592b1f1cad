import { describe, expect, test } from 'vitest'
import { messageOf, mostSevere, PlimsollError, usageError } from '../../../src/kernel/errors.ts'

describe('mostSevere', () => {
  test('follows the documented order, whatever order the codes come in', () => {
    const order = [130, 70, 2, 5, 4, 1, 3, 0] as const
    for (const [index, worse] of order.entries()) {
      for (const better of order.slice(index)) {
        expect(mostSevere([better, worse])).toBe(worse)
        expect(mostSevere([worse, better])).toBe(worse)
      }
    }
  })

  test('of nothing is passed', () => {
    expect(mostSevere([])).toBe(0)
  })
})

test('an error carries its code, hint, exit code, problems and cause', () => {
  const cause = new Error('below')
  const error = new PlimsollError({ code: 'X', message: 'm', hint: 'h', exitCode: 5, cause })
  expect(error).toMatchObject({
    code: 'X',
    message: 'm',
    hint: 'h',
    exitCode: 5,
    problems: [],
    cause,
  })
  expect(usageError('Y', 'm', 'h', ['one'])).toMatchObject({ exitCode: 2, problems: ['one'] })
})

test.each([
  [new Error('first\nsecond'), 'first'],
  [new TypeError(''), 'TypeError'],
  ['thrown text', 'thrown text'],
  [undefined, 'undefined'],
])('messageOf(%o) is one line: %s', (thrown, line) => {
  expect(messageOf(thrown)).toBe(line)
})
