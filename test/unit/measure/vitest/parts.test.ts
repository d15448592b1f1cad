import { describe, expect, test } from 'vitest'
import { scenario } from '../../../../src/define/scenario.ts'
import { chooseParams } from '../../../../src/measure/bench/vitest/choose-params.ts'
import { FailedTests } from '../../../../src/measure/bench/vitest/failed-tests.ts'
import { problemLine } from '../../../../src/measure/bench/vitest/file-names.ts'
import { performanceConfig } from '../../../../src/measure/bench/vitest/performance-config.ts'
import { saidError } from '../../../../src/measure/bench/vitest/said-errors.ts'

const run = (): void => {}

describe('chooseParams', () => {
  const sets = scenario('sets', { params: [{ a: 1 }, { a: 1, b: 'x' }], run })
  test('needs no name where there is one set', () => {
    expect(chooseParams(scenario('plain', { run }), undefined)).toBe(0)
    expect(chooseParams(scenario('one', { params: [{ a: 1 }], run }), undefined)).toBe(0)
  })
  test('finds a set by its values, in any order', () => {
    expect(chooseParams(sets, { b: 'x', a: 1 })).toBe(1)
    expect(chooseParams(sets, { a: 1 })).toBe(0)
  })
  test('refuses to guess', () => {
    expect(() => chooseParams(sets, undefined)).toThrow("'sets' has 2 sets of params")
    expect(() => chooseParams(sets, { a: 2 })).toThrow('no set of params [a=2]')
    expect(() => chooseParams(sets, { a: '1' })).toThrow('no set of params')
  })
})

describe('saidError', () => {
  test('tells expectations, time-outs and what was thrown apart', () => {
    const matcher = (name: string): object => ({
      __vitest_error_context__: { assertionName: name },
    })
    expect(saidError({ name: 'AssertionError', message: 'm' }).kind).toBe('assertion')
    expect(saidError({ name: 'Error', message: 'm', ...matcher('toBeOdd') }).kind).toBe('assertion')
    expect(saidError({ name: 'Error', ...matcher('toMeetBudget') }).kind).toBe('budget')
    expect(saidError({ name: 'TestTimeoutError', message: 'm' }).kind).toBe('time-out')
    expect(saidError({ name: 'Error', message: 'm' })).toEqual({
      kind: 'thrown',
      message: 'm',
      stack: '',
    })
    expect(saidError({ name: 'RangeError', message: 'm' }).message).toBe('RangeError: m')
    expect(saidError({ name: 'PlimsollError', message: 'm', hint: 'do' }).message).toBe('m (do)')
    expect(saidError('a text').message).toBe('a text')
    expect(saidError({ message: '\u001B[31mred\u001B[39m' }).message).toBe('red')
  })
})

describe('problemLine', () => {
  test('is one line, with the place where it is known', () => {
    expect(
      problemLine(
        '/p/a.perf.test.ts',
        "Cannot find module '/p/x.ts' imported from /p/a.perf.test.ts?vitest=17\nat",
        '/p',
      ),
    ).toBe("a.perf.test.ts: Cannot find module 'x.ts' imported from a.perf.test.ts")
    expect(
      problemLine('/p/a.ts', 'Transform failed with 1 error:\n/p/a.ts:3:1: ERROR: bad', '/p'),
    ).toBe('a.ts:3:1: ERROR: bad')
  })
})

test('FailedTests counts launches, not errors', () => {
  const failed = new FailedTests()
  const error = { kind: 'assertion', message: 'm', stack: '' } as const
  for (const message of ['first', 'soft', 'third']) {
    failed.add({ file: 'a', test: 't', error: { ...error, message } })
  }
  failed.add({ file: 'a', test: 't', error: { ...error, kind: 'budget' } })
  expect(failed.list(() => 2)).toEqual([
    { file: 'a', test: 't', message: 'first', failedLaunches: 2, launches: 2, budget: false },
    { file: 'a', test: 't', message: 'm', failedLaunches: 1, launches: 2, budget: true },
  ])
})

test('the configuration runs exactly the files named', () => {
  const { include, watch, isolate, fileParallelism, config } = performanceConfig({
    cwd: '/p',
    files: ['/p/perf/[id] (a).perf.test.ts'],
    timeoutMs: 1,
    loader: 'tsx',
    flags: [],
    test: undefined,
  })
  expect(include).toEqual([String.raw`perf/\[id\] \(a\).perf.test.ts`])
  expect({ watch, isolate, fileParallelism, config }).toEqual({
    watch: false,
    isolate: true,
    fileParallelism: false,
    config: false,
  })
})
