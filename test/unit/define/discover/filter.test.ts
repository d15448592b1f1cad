import { describe, expect, test } from 'vitest'
import { filterFiles, filterScenarios } from '../../../../src/define/discover/filter.ts'
import { planScenarios } from '../../../../src/define/discover/plan.ts'

const scenario = {
  category: 'general',
  tags: [],
  params: [{ size: 1 }, { size: 2 }],
  budget: {},
  exclusive: false,
  exchanges: [],
  isFed: false,
}
const { planned } = planScenarios(
  [
    {
      path: '/app/perf/audio.perf.ts',
      exports: [{ exportName: 'a', name: 'Decode audio', problems: [], scenario }],
    },
    {
      path: '/app/perf/text.perf.ts',
      exports: [{ exportName: 'b', name: 'parse', problems: [], scenario }],
    },
  ],
  { cwd: '/app', timeoutMs: 1, budgets: {}, transports: {} },
)
const keys = (...filters: string[]): string[] =>
  filterScenarios(planned, filters).map(({ identity }) => identity.key)

describe('filterScenarios', () => {
  test.each([
    [[], ['Decode audio [size=1]', 'Decode audio [size=2]', 'parse [size=1]', 'parse [size=2]']],
    [['DECODE'], ['Decode audio [size=1]', 'Decode audio [size=2]']],
    [['text.perf'], ['parse [size=1]', 'parse [size=2]']],
    [['size=2'], ['Decode audio [size=2]', 'parse [size=2]']],
    [
      ['decode', 'size=2'],
      ['Decode audio [size=1]', 'Decode audio [size=2]', 'parse [size=2]'],
    ],
  ])('%j', (filters, expected) => {
    expect(keys(...filters)).toEqual(expected)
  })

  test('a filter that matches none is a mistake, also beside one that does', () => {
    expect(() => keys('decode', 'prase')).toThrow(
      expect.objectContaining({
        code: 'NO_SCENARIO_MATCHES',
        exitCode: 2,
        message: 'no scenario matches "prase"',
        hint: 'near it: parse',
      }),
    )
    expect(() => keys('zebra')).toThrow(
      expect.objectContaining({
        hint: "a filter is part of a scenario's name or of its file's path; tests for Vitest are chosen by path alone",
      }),
    )
  })

  test('unless it finds another file', () => {
    expect(filterScenarios(planned, ['e2e'], ['/app/perf/e2e.perf.test.ts'])).toEqual([])
  })
})

test('filterFiles', () => {
  expect(filterFiles(['/a/One.ts', '/a/two.ts'], ['one'])).toEqual(['/a/One.ts'])
  expect(filterFiles(['/a/One.ts', '/a/two.ts'], [])).toHaveLength(2)
})
