import { describe, expect, test } from 'vitest'
import { budgetProblems } from '../../../src/define/validation/budget.ts'
import { scenarioProblems } from '../../../src/define/validation/scenario.ts'
import { counter, cycle, scenario, trend } from '../../../src/index.ts'

const run = (): number => 1
/** Problems of a definition that the types may forbid. */
const problems = (definition: object, name: unknown = 'x'): string[] =>
  scenarioProblems(scenario(name as string, { run, ...definition }))

describe('scenarioProblems', () => {
  test('finds none in a complete definition', () => {
    const complete = {
      category: 'pipeline',
      tags: ['fast'],
      params: [{ size: 1 }, { size: 2 }],
      budget: {
        p99Ms: 10,
        p95Percent: 5,
        errorsPercent: 1,
        throughputPerSecond: 450,
        every: { '10s': { p99Ms: 20, errorsPercent: 5 } },
        stages: { 'parse it': { p50Us: 3 } },
        metrics: { hits: { p50: 1, meanPercent: 3 } },
      },
      metrics: { hits: counter(), size: trend({ unit: 'bytes', better: 'lower' }) },
      feed: cycle([1]),
      timeout: '10s',
      exclusive: true,
      setup: run,
      teardown: run,
    }
    expect(problems(complete)).toEqual([])
  })

  test.each([
    [{ tgas: [] }, 'tgas: unknown key; did you mean tags?'],
    [{ http: {} }, 'run, http: an iteration can be one of them only'],
    [{ category: '' }, 'category: expected a text of 1 to 200 characters, got ""'],
    [{ tags: 'a' }, 'tags: expected an array of texts, got "a"'],
    [{ tags: ['a', 7] }, 'tags[1]: expected a text of 1 to 200 characters, got 7'],
    [{ params: [] }, 'params: expected at least one set of params, got []'],
    [{ params: { size: 1 } }, 'params: expected an array of objects, got {"size":1}'],
    [
      { params: [{ size: null }] },
      'params[0].size: expected a text of up to 200 characters, a number, or true or false, got null',
    ],
    [{ params: [{ size: 1 }, { size: 2 }, { size: 1 }] }, 'params[2]: the same set as params[0]'],
    [{ budget: { p99ms: 10 } }, 'budget.p99ms: unknown key; did you mean p99Ms?'],
    [{ budget: { p99Ms: -1 } }, 'budget.p99Ms: expected a number of at least 0, got -1'],
    [{ budget: { p99Ms: '10' } }, 'budget.p99Ms: expected a number of at least 0, got "10"'],
    [{ budget: { p99Ms: Number.NaN } }, 'budget.p99Ms: expected a number of at least 0, got NaN'],
    [{ budget: { stage: {} } }, 'budget.stage: unknown key; did you mean stages?'],
    [
      { budget: { stages: { 'a b': { p99: 1 } } } },
      'budget.stages["a b"].p99: unknown key; did you mean p99S?',
    ],
    [
      { budget: { stages: { parse: { p99Ms: -3 } } } },
      'budget.stages.parse.p99Ms: expected a number of at least 0, got -3',
    ],
    [
      { budget: { every: { '10s': { p99ms: 1 } } } },
      'budget.every["10s"].p99ms: unknown key; did you mean p99Ms?',
    ],
    [
      { budget: { every: { often: { p99Ms: 1 } } } },
      "budget.every.often: expected a length of whole seconds as key, such as '10s'",
    ],
    [{ budget: { stages: 7 } }, 'budget.stages: expected an object, got 7'],
    [
      { metrics: { hits: counter() }, budget: { metrics: { hist: { p50: 1 } } } },
      'budget.metrics: no own metric is named "hist"; did you mean hits?',
    ],
    [
      { metrics: { latency: trend() } },
      'metrics.latency: plimsoll records latency by itself; choose another name',
    ],
    [
      { metrics: { hits: 'counter' } },
      'metrics.hits: expected counter(), gauge() or trend(), got "counter"',
    ],
    [{ feed: [1, 2] }, 'feed: expected a feeder such as cycle([…]), got [1,2]'],
    [{ timeout: 'soon' }, 'timeout: expected a duration such as 30s, got "soon"'],
    [{ timeout: 0 }, 'timeout: expected a duration such as 30s, got 0'],
    [{ exclusive: 'yes' }, 'exclusive: expected true or false, got "yes"'],
    [{ setup: 7 }, 'setup: expected a function, got 7'],
    [
      { run: undefined },
      'run: expected a function, or one of http, ws, redis, postgres, udp, exchange instead',
    ],
  ])('%j', (definition, problem) => {
    expect(problems(definition)).toEqual([problem])
  })

  test.each([
    ['', 'name: expected a text of 1 to 200 characters, got ""'],
    [7, 'name: expected a text of 1 to 200 characters, got 7'],
    [null, 'name: expected a text of 1 to 200 characters, got null'],
  ])('the name %j', (name, problem) => {
    expect(problems({}, name)).toEqual([problem])
  })

  test('a definition that is none', () => {
    expect(scenarioProblems(scenario('x', 7 as never))).toEqual(['expected an object, got 7'])
    expect(scenarioProblems(scenario('x', null as never))).toEqual(['expected an object, got null'])
  })

  test('reports all of them together', () => {
    const many = { tgas: [], run: 7, budget: { p99Ms: -1, p98Ms: 1 }, metrics: { cpu: counter() } }
    expect(problems(many, '')).toHaveLength(6)
  })

  test('shows no secrets', () => {
    expect(problems({ feed: 'postgres://ann:hunter2@host/db' })[0]).not.toContain('hunter2')
  })
})

test('a budget by itself', () => {
  expect(budgetProblems({ p99Ms: 10, metrics: { hits: { total: 1 } } })).toEqual([
    'metrics.hits.total: unknown key',
  ])
})
