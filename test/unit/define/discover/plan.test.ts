import { describe, expect, test } from 'vitest'
import {
  budgetsOfNoScenario,
  type Discovered,
  planScenarios,
} from '../../../../src/define/discover/plan.ts'
import type { FileOutcome, FoundScenario } from '../../../../src/define/discover/protocol.ts'
import type { Budget, Params } from '../../../../src/model/scenario.ts'

const found: FoundScenario = {
  category: 'general',
  tags: [],
  params: [{}],
  budget: {},
  exclusive: false,
  exchanges: [],
  isFed: false,
}
const one = (file: string, name: string, parts: Partial<FoundScenario> = {}): FileOutcome => ({
  path: `/app/${file}`,
  exports: [{ exportName: 'made', name, problems: [], scenario: { ...found, ...parts } }],
})
const plan = (outcomes: readonly FileOutcome[], budgets: Record<string, Budget> = {}): Discovered =>
  planScenarios(outcomes, { cwd: '/app', timeoutMs: 120_000, budgets, transports: {} })

describe('budgets of the configuration', () => {
  test('are added to those of the scenario, and count where both set one limit', () => {
    const budget: Budget = {
      p99Ms: 10,
      p50Ms: 1,
      stages: { parse: { p99Ms: 2, p50Ms: 1 } },
      metrics: { hits: { p50: 1 } },
    }
    const configured: Budget = {
      p99Ms: 20,
      stages: { parse: { p99Ms: 4 }, send: { p99Ms: 5 } },
      metrics: { misses: { max: 3 } },
    }
    const { planned } = plan([one('a.perf.ts', 'home', { budget })], {
      home: configured,
      other: { p50Ms: 7 },
    })
    expect(planned[0]?.budget).toEqual({
      p99Ms: 20,
      p50Ms: 1,
      stages: { parse: { p99Ms: 4, p50Ms: 1 }, send: { p99Ms: 5 } },
      metrics: { hits: { p50: 1 }, misses: { max: 3 } },
    })
  })

  test('that no scenario has the name for are found', () => {
    const { planned } = plan([one('a.perf.ts', 'home')])
    expect(budgetsOfNoScenario({ hmoe: {}, home: {}, zebra: {} }, planned)).toEqual([
      'budgets: no scenario is named "hmoe"; did you mean home?',
      'budgets: no scenario is named "zebra"',
    ])
  })
})

test('the time-out is the scenario’s own, else the setting', () => {
  const { planned } = plan([one('a.perf.ts', 'own', { timeoutMs: 7 }), one('b.perf.ts', 'none')])
  expect(planned.map(({ timeoutMs }) => timeoutMs)).toEqual([7, 120_000])
})

test('a name is repeated once, whatever the number of its params', () => {
  const params: Params[] = [{ size: 1 }, { size: 2 }]
  expect(
    plan([one('a.perf.ts', 'home', { params }), one('b.perf.ts', 'home', { params })]).problems,
  ).toEqual(['2 scenarios are named "home": a.perf.ts (made), b.perf.ts (made)'])
})

test('a name that looks like another with params is one key twice', () => {
  const outcomes = [
    one('a.perf.ts', 'home', { params: [{ size: 1 }] }),
    one('b.perf.ts', 'home [size=1]'),
  ]
  expect(plan(outcomes).problems).toEqual([
    '2 scenarios have the key "home [size=1]": a.perf.ts (made), b.perf.ts (made)',
  ])
})
