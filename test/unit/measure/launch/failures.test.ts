import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  type Death,
  describeDeath,
  describeFailure,
  describeTimeOut,
  failureOf,
} from '../../../../src/measure/bench/launch/failures.ts'
import { repositoryPath } from '../../../support/process.ts'

const CWD = '/home/me/my project (old)'
const ENGINE = join(repositoryPath, 'src/measure/bench/engine/driver.ts')

/** Where a failure with this stack happened. */
function placeOf(...frames: readonly string[]): string | undefined {
  const stack = ['Error: oops', ...frames.map((frame) => `    at ${frame}`)].join('\n')
  const failure = { code: 'SCENARIO_THREW', message: 'oops', stack }
  return describeFailure({ failure, step: 'measure' }, CWD).where
}

describe('the place', () => {
  test.each([
    ['a function', `parse (${CWD}/src/parse.ts:3:9)`],
    ['no function', `${CWD}/src/parse.ts:3:9`],
    ['an asynchronous function', `async Object.run (${CWD}/src/parse.ts:3:9)`],
    ['no function, asynchronous', `async ${CWD}/src/parse.ts:3:9`],
    ['a method with another name', `Parser.parse [as run] (${CWD}/src/parse.ts:3:9)`],
    ['a constructor', `new Parser (${CWD}/src/parse.ts:3:9)`],
    ['a URL', `parse (file:///home/me/my%20project%20(old)/src/parse.ts:3:9)`],
    ['a URL with a query', `file:///home/me/my%20project%20(old)/src/parse.ts?scenario=3:3:9`],
  ])('is found in a frame of %s', (_, frame) => {
    expect(placeOf(frame)).toBe('src/parse.ts:3:9')
  })

  test("is the first frame in the user's own code", () => {
    const place = placeOf(
      'node:internal/process/task_queues:103:5',
      'new Promise (<anonymous>)',
      `run (${ENGINE}:10:3)`,
      `turn (${join(repositoryPath, 'dist/measure/bench/engine/driver.js')}:10:3)`,
      `parse (${CWD}/node_modules/fast/index.js:1:1)`,
      `Object.run (${CWD}/perf/home.perf.ts:12:7)`,
      `main (${CWD}/perf/later.ts:1:1)`,
    )
    expect(place).toBe('perf/home.perf.ts:12:7')
  })

  test('may lie beside the project', () => {
    expect(placeOf('run (/home/me/shared/codec.ts:1:2)')).toBe('../shared/codec.ts:1:2')
  })

  test('is not read from the message', () => {
    const stack =
      'SyntaxError: unexpected token in /etc/passwd:1:2\n    at JSON.parse (<anonymous>)'
    const failure = { code: 'X', message: 'unexpected', stack }
    expect(describeFailure({ failure, step: 'measure' }, CWD)).not.toHaveProperty('where')
  })

  test('is unknown where no frame is the user’s', () => {
    expect(placeOf(`run (${ENGINE}:10:3)`, 'eval at <anonymous>')).toBeUndefined()
  })
})

describe('what was thrown', () => {
  test('an error has its message, and its own code where it has one', () => {
    expect(failureOf(new Error('oops'))).toMatchObject({ code: 'SCENARIO_THREW', message: 'oops' })
    const both = new SuppressedError(new Error('in teardown'), new Error('oops'), '')
    expect(failureOf(both)).toMatchObject({ message: 'oops' })
    const refused = Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' })
    expect(failureOf(refused).code).toBe('ECONNREFUSED')
    expect(failureOf(Object.assign(new Error('x'), { code: 7 })).code).toBe('SCENARIO_THREW')
  })

  test('another kind of error is named', () => {
    expect(failureOf(new RangeError('too far')).message).toBe('RangeError: too far')
    expect(failureOf(new TypeError('')).message).toBe('TypeError')
  })

  test('several errors without words have those of the first', () => {
    const parts = [new Error('connect ECONNREFUSED ::1:5432'), new Error('another')]
    expect(failureOf(new AggregateError(parts)).message).toBe('connect ECONNREFUSED ::1:5432')
    expect(failureOf(new AggregateError([])).message).toBe('AggregateError')
  })

  test.each([
    ['oops', "threw 'oops'"],
    [undefined, 'threw undefined'],
    [{ status: 503 }, 'threw { status: 503 }'],
    [Object.create(null), 'threw [Object: null prototype] {}'],
    [Symbol('s'), 'threw Symbol(s)'],
  ])('what is no error is shown: %o', (thrown, expected) => {
    expect(failureOf(thrown)).toEqual({ code: 'SCENARIO_THREW', message: expected, stack: '' })
  })
})

describe('a failure in the record', () => {
  const failure = { code: 'E', message: 'no', stack: '' }

  test('says so when set-up or teardown failed', () => {
    const exampleOf = (step: 'setup' | 'measure' | 'teardown'): string =>
      describeFailure({ failure, step }, CWD).example
    expect([exampleOf('setup'), exampleOf('measure'), exampleOf('teardown')]).toEqual([
      'in setup: no',
      'no',
      'in teardown: no',
    ])
  })

  test('holds no secret, and no more than 500 characters', () => {
    const message = `connect postgres://me:hunter2@db/x?password=hunter2 ${'x'.repeat(900)}`
    const { example } = describeFailure({ failure: { ...failure, message }, step: 'measure' }, CWD)
    expect(example).toMatch(/^connect postgres:\/\/\*\*\*@db\/x\?password=\*\*\* x+$/)
    expect(example).toHaveLength(500)
  })

  test('a time-out says where, how long, and what raises the limit', () => {
    const { code, example } = describeTimeOut('setup', 1500)
    expect(code).toBe('SCENARIO_TIMED_OUT')
    expect(example).toContain('setup did not end within 1.5 s (--timeout')
  })
})

describe('a death without a word', () => {
  const died = (death: Partial<Death>): string => {
    const { code, example } = describeDeath({
      step: 'measure',
      code: null,
      signal: null,
      output: '',
      ...death,
    })
    return `${code}: ${example}`
  }

  test.each([
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n----- Native stack trace -----',
    '#\n# Fatal process out of memory: Zone\n#',
    'FATAL ERROR: Committing semi space failed. Allocation failed - JavaScript heap out of memory',
  ])('out of memory: %j', (output) => {
    expect(died({ signal: 'SIGABRT', output })).toMatch(
      /^SCENARIO_OUT_OF_MEMORY: .*max-old-space-size/,
    )
  })

  test('a scenario that only talks of memory was not out of it', () => {
    expect(died({ code: 3, output: 'database is out of memory\n' })).toBe(
      'SCENARIO_EXITED: ended its process with code 3 in measure; it last printed: database is out of memory',
    )
  })

  test('a signal', () => {
    expect(died({ signal: 'SIGSEGV' })).toBe('SCENARIO_KILLED: was killed by SIGSEGV in measure')
    expect(died({ signal: 'SIGKILL' })).toMatch(/^SCENARIO_KILLED: .*may be out of memory/)
  })

  test('an exit, with the last line that it printed, without secrets', () => {
    expect(died({ code: 0 })).toBe('SCENARIO_EXITED: ended its process with code 0 in measure')
    expect(died({ code: 1, output: 'one\nbye http://u:p@h/\n' })).toMatch(
      /code 1 in measure; it last printed: bye http:\/\/\*\*\*@h\/$/,
    )
  })
})
