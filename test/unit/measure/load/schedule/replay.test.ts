import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PlimsollError } from '../../../../../src/kernel/errors.ts'
import {
  parseReplay,
  type ReplayOptions,
} from '../../../../../src/measure/load/schedule/replay/parse.ts'

const times = (text: string, options: Partial<ReplayOptions> = {}): readonly number[] =>
  parseReplay(text, { name: 'log', ...options }).arrivalsMs

function refusal(text: string, options: Partial<ReplayOptions> = {}): PlimsollError {
  try {
    times(text, options)
  } catch (error) {
    if (error instanceof PlimsollError) return error
    throw error
  }
  throw new Error('it was read')
}

describe('a recording of a number a line', () => {
  it('begins with its first arrival, ascends, and passes over comments and blank lines', () => {
    expect(times('# requests\n\n100\n105.5\n// later\n  103 \r\n')).toEqual([0, 3, 5.5])
  })

  it('is as long as it was, or by a factor shorter', () => {
    expect(times('0\n100\n300', { speed: 2 })).toEqual([0, 50, 150])
    expect(times('0\n100\n300', { speed: 0.5 })).toEqual([0, 200, 600])
  })

  it('may count from 1970, in any usual unit', () => {
    expect(times('1767225600\n1767225602')).toEqual([0, 2_000])
    expect(times('1767225600.25\n1767225600.5')).toEqual([0, 250])
    expect(times('1767225600000\n1767225600002')).toEqual([0, 2])
    expect(times('1767225600000000\n1767225600002000')).toEqual([0, 2])
    // Numbers of that size are 256 ns apart.
    expect(times('1767225600000000000\n1767225600002000000')[1]).toBeCloseTo(2, 3)
  })

  it('gives every number back', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 1e8 }), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(numbers, (given) => {
        const least = Math.min(...given)
        const expected = given.map((each) => each - least).toSorted((a, b) => a - b)
        expect(times(given.join('\n'))).toEqual(expected)
      }),
    )
  })
})

describe('a recording of dates', () => {
  it('reads ISO 8601 to the microsecond, with zones or in UTC', () => {
    const log = [
      '2026-01-01T00:00:00.000Z',
      '2026-01-01T00:00:00.000250Z',
      '2026-01-01 00:00:01',
      '2026-01-01T01:00:02+01:00',
      '2026-01-01T00:00:03,5Z',
      '2025-12-31T23:00:04.000-0100',
    ]
    const found = times(log.join('\n'))
    expect(found[1]).toBeCloseTo(0.25, 3)
    expect([...found.slice(0, 1), ...found.slice(2)]).toEqual([0, 1_000, 2_000, 3_500, 4_000])
  })

  it('does not mix them with numbers', () => {
    expect(refusal('2026-01-01T00:00:00Z\n17').message).toBe(
      'log: some of its times are numbers, and others are dates',
    )
  })
})

describe('a recording as a table', () => {
  it('has its time in the column that sounds like it', () => {
    expect(times('path,status,@timestamp\n/a,200,10\n/b,200,14')).toEqual([0, 4])
    expect(times('method;started_at\nGET;2026-01-01T00:00:00Z\nGET;2026-01-01T00:00:01Z')).toEqual([
      0, 1_000,
    ])
    expect(times('time_ms\tpath\n5\t/\n6\t/')).toEqual([0, 1])
  })

  it('has its time in the column that is named, or that holds one when there are no names', () => {
    expect(times('timestamp,sent\n1,100\n2,130', { column: 'sent' })).toEqual([0, 30])
    expect(times('GET,5,/\nGET,9,/')).toEqual([0, 4])
    const logged = '200,2026-01-01T00:00:00Z,/\n404,2026-01-01T00:00:01Z,/'
    expect(times(logged)).toEqual([0, 1_000])
  })

  it('may quote its fields', () => {
    expect(times('"path","ts"\n"/a,b",7\n"/say ""hi""","9"')).toEqual([0, 2])
  })

  it('says which columns it has when none holds a time', () => {
    expect(refusal('path,status\n/,200').message).toBe(
      'log: its first line holds no time, and names no column of times: "path", "status"',
    )
    expect(refusal('a,b\n1,2', { column: 'c' }).message).toBe(
      'log: it has no column "c", only "a", "b"',
    )
    expect(refusal('timestamp').message).toBe('log: there is no time in it, only a line of names')
  })
})

describe('a recording of JSON objects', () => {
  it('has its time under the key that sounds like it, or is named', () => {
    expect(times('{"ts": 5, "path": "/"}\n{"ts": 8, "path": "/"}')).toEqual([0, 3])
    expect(times('{"time": "2026-01-01T00:00:00.5Z"}\n{"time": "2026-01-01T00:00:01Z"}')).toEqual([
      0, 500,
    ])
    expect(times('{"ts": 5, "sent": 1}\n{"ts": 8, "sent": 2}', { column: 'sent' })).toEqual([0, 1])
    expect(
      times(
        '{"startTimeUnixNano":"1767225600000000000"}\n{"startTimeUnixNano":"1767225601000000000"}',
      ),
    ).toEqual([0, 1_000])
  })
})

describe('what is no recording', () => {
  it('is refused when nobody could wait for its end', () => {
    expect(refusal('0\n1e300').message).toMatch(/^log: its last time is 1\.16e\+292 days behind/)
    // Seconds since 1970 beside a time from 0.
    expect(refusal('0\n5\n1767225600000').message).toMatch(/ 20500 days .* may last 30$/)
    expect(times('0\n1e300', { speed: 1e296 })).toHaveLength(2)
  })

  it('is not read as a part of it', () => {
    expect(refusal('[0, 10, 20]').message).toBe('log: it is a JSON array')
    expect(refusal('[\n{"ts": 1},\n{"ts": 2}\n]').message).toBe('log: it is a JSON array')
  })

  it('is refused with the line', () => {
    const error = refusal('1\n\nsoon\n3')
    expect(error.message).toBe('log: line 3: no time in "soon"')
    expect([error.code, error.exitCode]).toEqual(['REPLAY_INVALID', 2])
    expect(refusal('{"ts": 1}\n{"ts": ').message).toMatch(/^log: line 2: no JSON: /)
    expect(refusal('{"ts": 1}\n{"path": "/"}').message).toBe(
      'log: line 2: no time in "{"path": "/"}"',
    )
    expect(refusal('{"ts": 1e999}').message).toContain('line 1')
  })

  it('is refused with every line, up to a readable number', () => {
    const error = refusal(`1\n${'x\n'.repeat(14)}`)
    expect(error.message).toBe('log: 14 lines can’t be read'.replace('’', "'"))
    expect(error.problems).toHaveLength(11)
    expect(error.problems.at(-1)).toBe('and 4 more')
  })

  it('is refused when there is nothing in it', () => {
    expect(refusal('# nothing\n').message).toBe('log: there is no time in it')
  })

  it.each([0, -1, Number.NaN, Infinity])('is not played at a speed of %d', (speed) => {
    expect(refusal('1', { speed }).message).toBe(
      `log: the speed of a replay is a number above 0, got ${speed}`,
    )
  })
})
