import { describe, expect, test } from 'vitest'
import { addressOf, shownName } from '../../../../../dashboard/src/views/run/names.ts'
import { layOutBudget } from '../../../../../dashboard/src/views/run/budgets-layout.ts'
import { latencyMarks } from '../../../../../dashboard/src/views/run/latency-marks.ts'
import { askingFor, openedBy } from '../../../../../dashboard/src/views/run/opened.ts'
import { byCategory, judgeScenarios } from '../../../../../dashboard/src/views/run/scenarios.ts'
import { compareRuns } from '../../../../../src/judge/index.ts'
import type { BudgetVerdict, Run } from '../../../../../src/model/run.ts'
import { sampleRun } from '../../../../support/runs.ts'

const scenario = (name: string, category: string) => ({ name, category, latencyNs: 1e6 })
const scenarios = [
  scenario('same', 'a'),
  scenario('broken', 'b'),
  scenario('slower', 'a'),
  scenario('failing', 'c'),
]

const budget = (name: string, verdict: BudgetVerdict['verdict']): BudgetVerdict => ({
  scenario: name,
  metric: 'latency',
  statistic: 'p95',
  unit: 'ns',
  limit: 2e6,
  value: 1e6,
  interval: [0.9e6, 1.1e6],
  verdict,
  reason: 'because',
})

const failedRun = (run: Run): Run => ({
  ...run,
  results: run.results.map((result) =>
    result.scenario.key === 'failing' ? { ...result, status: 'failed' as const } : result,
  ),
})

describe('scenarios of a run', () => {
  const budgets = [budget('broken', 'met'), budget('broken', 'broken')]
  const run = failedRun(
    sampleRun({ seed: 1, scenarios, launchSpread: 0.002, slower: { slower: 1.3 }, budgets }),
  )
  const baseline = sampleRun({ seed: 2, scenarios, launchSpread: 0.002 })
  const keysOf = (judged: ReturnType<typeof judgeScenarios>): readonly string[] =>
    judged.map(({ result }) => result.scenario.key)

  test('stand worst first: failed, changed for the worse or over a limit, the rest as measured', () => {
    const judged = judgeScenarios(run, compareRuns(run, baseline))
    expect(keysOf(judged)).toEqual(['failing', 'slower', 'broken', 'same'])
    expect(judged[2]?.budgets.map(({ verdict }) => verdict)).toEqual(['broken', 'met'])
    expect(judged[1]?.judged?.verdict).toBe('regressed')
    expect(byCategory(judged).map(({ name, scenarios: own }) => [name, keysOf(own)])).toEqual([
      ['c', ['failing']],
      ['a', ['slower', 'same']],
      ['b', ['broken']],
    ])
  })

  test('need no baseline', () => {
    expect(keysOf(judgeScenarios(run, null))).toEqual(['failing', 'broken', 'same', 'slower'])
  })

  test('have limits on the whole iteration in the chart of their latency', () => {
    const latency = run.results[0]?.metrics['latency']
    if (latency === undefined) throw new Error('nothing measured')
    const marks = latencyMarks(latency, undefined, [
      budget('same', 'met'),
      { ...budget('same', 'met'), stage: 'send' },
      { ...budget('same', 'met'), unit: 'percent' },
    ])
    expect(marks.map(({ label, kind }) => [label, kind])).toEqual([
      ['p50', 'percentile'],
      ['p95', 'percentile'],
      ['p99', 'percentile'],
      ['limit of p95', 'limit'],
    ])
  })
})

describe('names', () => {
  const long = 'x\u202e'.repeat(500_000)

  test('of any size and content are one short line, in which nothing acts', () => {
    expect(shownName(long).length).toBeLessThanOrEqual(160)
    expect(shownName(long)).not.toContain('\u202e')
    expect(shownName('<script>\n</script>')).toBe('<script> </script>')
  })

  test('fit into an address', () => {
    expect(addressOf('decode [size=10]')).toBe('decode [size=10]')
    expect(addressOf(long).length).toBeLessThanOrEqual(200)
  })
})

describe('an address says which sections are open', () => {
  const five = ['a', 'b', 'c', 'd', 'e']
  const opened = (query: string, addresses = five): readonly string[] => [
    ...openedBy(new URLSearchParams(query), addresses),
  ]

  test('by name, all or none; else the worst, or all of few', () => {
    expect(opened('scenario=d&scenario=b')).toEqual(['b', 'd'])
    expect(opened('scenario=*')).toEqual(five)
    expect(opened('scenario=-')).toEqual([])
    expect(opened('scenario=gone')).toEqual(['a'])
    expect(opened('')).toEqual(['a'])
    expect(opened('', ['a', 'b', 'c'])).toEqual(['a', 'b', 'c'])
  })

  test('and is read back as it was written, in few words', () => {
    expect(askingFor(new Set(five), five)).toEqual(['*'])
    for (const open of [[], ['c'], ['a', 'e'], five]) {
      const query = new URLSearchParams()
      for (const name of askingFor(new Set(open), five)) query.append('scenario', name)
      expect([...openedBy(query, five)]).toEqual(open)
    }
  })
})

test('a budget is drawn from 0, or from below where a change is negative', () => {
  expect(layOutBudget(budget('a', 'met'))).toMatchObject({
    zero: 0,
    limit: expect.closeTo(1 / 1.1),
    value: expect.closeTo(0.5 / 1.1),
  })
  const drawn = layOutBudget({ ...budget('a', 'met'), value: -4e6, interval: null })
  expect(drawn.value).toBeLessThan(drawn.zero)
  expect(drawn.zero).toBeLessThan(drawn.limit)
  expect(layOutBudget({ ...budget('a', 'met'), value: null, interval: null }).value).toBeNull()
})
