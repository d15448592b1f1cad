import { describe, expect, it } from 'vitest'
import { CheckedAnswer } from '../../../../../../src/measure/load/transports/http/check/answer.ts'
import { expectationsOf } from '../../../../../../src/measure/load/transports/http/check/expectations.ts'
import {
  readJsonPath,
  valueAt,
} from '../../../../../../src/measure/load/transports/http/check/json-path.ts'
import { StatusVerdicts } from '../../../../../../src/measure/load/transports/http/check/status.ts'

describe('a JSON path', () => {
  const document = {
    user: { roles: ['admin', { name: 'b' }], 'first name': 'Jo' },
    list: [1],
    $a: 2,
  }

  it.each([
    ['$', document],
    ['$.user.roles[0]', 'admin'],
    ['user.roles[1].name', 'b'],
    ['$["user"]["first name"]', 'Jo'],
    ['list[0]', 1],
    ['$.$a', 2],
    ['$.user.roles.length', 2],
    ['user.nobody.name', undefined],
    ['list[7]', undefined],
    ['list.toString', undefined],
    ['user.constructor', undefined],
  ])('%s leads to its value', (path, value) => {
    expect(valueAt(document, readJsonPath(path) ?? ['unreadable'])).toEqual(value)
  })

  it.each(['', 'a[', 'a[-1]', 'a["b]', 'a b', '$..a', 'a[*]', "['a']", 'a["\\x"]'])(
    'is not seen in %j',
    (path) => {
      expect(readJsonPath(path)).toBeUndefined()
    },
  )
})

describe('a status', () => {
  it('is judged once, then remembered', () => {
    const verdicts = new StatusVerdicts(undefined)
    expect(verdicts.of(503)).toEqual({
      kind: 'failed',
      code: 'HTTP_503',
      example: "the answer's status was 503",
    })
    expect(verdicts.of(503)).toBe(verdicts.of(503))
    expect(new StatusVerdicts(['2xx', 404]).of(301).example).toBe(
      "the answer's status was 301, not 2xx or 404",
    )
  })
})

describe('a checked answer', () => {
  it('takes bodies that come in parts, and refuses those that are too long', () => {
    const answer = new CheckedAnswer(expectationsOf({ body: { matches: /^a+$/ } }))
    const part = Buffer.alloc(1_000_000, 'a')
    for (let i = 0; i < 16; i++) answer.addBody(part, 0, part.length)
    expect(answer.finish()).toBe('')
    for (let i = 0; i < 18; i++) answer.addBody(part, 0, part.length)
    expect(answer.finish()).toBe('the body is longer than the 16 MiB that are checked')
    answer.addBody(part, 0, 10)
    expect(answer.finish()).toBe('')
  })

  it('forgets what it knew of the answer before', () => {
    const answer = new CheckedAnswer(expectationsOf({ headers: { a: 'b' } }))
    const line = Buffer.from('xxA:\t b \txx')
    answer.addHeaderLine(line, 2, line.length - 2)
    expect(answer.finish()).toBe('')
    expect(answer.finish()).toBe('the header a is missing')
    answer.addHeaders({ a: ['b', 'c'] })
    expect(answer.finish()).toBe('the header a is "b, c", not "b"')
  })

  it('quotes no more than the begin of what is wrong', () => {
    const answer = new CheckedAnswer(expectationsOf({ body: { equals: 'x' } }))
    answer.addBody(Buffer.alloc(1000, 'y'), 0, 1000)
    expect(answer.finish()).toBe(`the body is "${'y'.repeat(80)}…"`)
  })
})
