import { expect, test } from 'vitest'
import { createRedactor } from '../../../src/kernel/redactor.ts'
import { readRun } from '../../../src/model/read.ts'
import type { BudgetVerdict, ErrorCount, Run } from '../../../src/model/run.ts'
import { scenarioKey } from '../../../src/model/scenario.ts'
import { tidyRun } from '../../../src/model/tidy.ts'
import { sampleRun } from '../../support/runs.ts'

function withError(error: Partial<ErrorCount>): Run {
  const run = sampleRun({ labels: { 'a\0': '\ud800' } })
  const errors = [{ code: 'THREW', count: 1, example: '', ...error }]
  return { ...run, results: run.results.map((result) => ({ ...result, errors })) }
}

test('a tidy run stays as it is', () => {
  const run = sampleRun({ note: 'a\nb 😀', revision: null })
  expect(tidyRun(run)).toEqual(run)
})

test.each<[string, Partial<ErrorCount>, Partial<ErrorCount>]>([
  ['NUL', { example: 'a\0b' }, { example: 'a\uFFFDb' }],
  ['half a pair', { example: '\udc00' }, { example: '\uFFFD' }],
  ['a long message', { example: 'x'.repeat(20_000) }, { example: `${'x'.repeat(9_999)}…` }],
  [
    'a cut within a pair',
    { example: '😀'.repeat(9_000) },
    { example: `${'😀'.repeat(4_999)}\uFFFD…` },
  ],
  ['a long code', { code: 'C'.repeat(501) }, { code: `${'C'.repeat(499)}…` }],
])('%s in what was thrown does not cost the run', (_, thrown, kept) => {
  const run = withError(thrown)
  expect(() => readRun(run)).toThrow('broken')
  const tidied = readRun(tidyRun(run))
  expect(tidied.results[0]?.errors[0]).toMatchObject(kept)
  expect(tidied.labels).toEqual({ 'a\uFFFD': '\uFFFD' })
})

test('it is done once', () => {
  const once = tidyRun(withError({ example: 'x'.repeat(20_000) }))
  expect(tidyRun(once)).toEqual(once)
})

const secretly = createRedactor({ names: ['tenant'] })

/** A result of this name and params, with a budget on it. */
function withScenario(params: readonly Record<string, string | number>[]): Run {
  const run = sampleRun()
  const [first] = run.results
  if (first === undefined) throw new Error('no result')
  const results = params.map((each) => ({
    ...first,
    scenario: { ...first.scenario, name: 'call', params: each, key: scenarioKey('call', each) },
  }))
  const budgets = results.map(({ scenario: { key } }): BudgetVerdict => {
    const limits = { limit: 1, value: 1, interval: null, verdict: 'met', reason: '' } as const
    return { scenario: key, metric: 'latency', statistic: 'p95', unit: 'ns', ...limits }
  })
  return { ...run, results, budgets }
}

test('scenarios that only a secret told apart keep keys of their own, and their budgets', () => {
  const run = withScenario([{ password: 'a' }, { password: 'b' }, { tenant: 1 }, { tokens: 512 }])
  const tidied = readRun(tidyRun(run, secretly))
  const keys = [
    'call [password=***]',
    'call [password=***] (2)',
    'call [tenant=***]',
    'call [tokens=512]',
  ]
  expect(tidied.results.map(({ scenario }) => scenario.key)).toEqual(keys)
  expect(tidied.budgets.map(({ scenario }) => scenario)).toEqual(keys)
  expect(tidyRun(tidied, secretly)).toEqual(tidied)
})

test('a name stands for the same thing wherever it is, without its secret', () => {
  const stage = 'send token=hunter2'
  const run = sampleRun({
    scenarios: [{ name: 'a', category: 'c', latencyNs: 1e6, stages: { [stage]: 0.5 } }],
  })
  const tidied = tidyRun(run)
  expect(JSON.stringify(run)).toContain('hunter2')
  expect(JSON.stringify(tidied)).not.toContain('hunter2')
  expect(tidied.results[0]?.stages.map(({ name }) => name)).toEqual(['send token=***'])
  expect(tidied.results[0]?.launches[0]?.stages.map(({ name }) => name)).toEqual(['send token=***'])
})
