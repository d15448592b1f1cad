import { describe, expect, it } from 'vitest'
import type { BudgetVerdict, Run } from '../../../src/model/run.ts'
import { exitCodeOfRun } from '../../../src/judge/index.ts'
import { resultOf, runOf } from './records.ts'

const fine = resultOf({ key: 'fine', latency: [1, 2] })
const failed = resultOf({ key: 'failed', latency: [1, 2], status: 'failed' })
const empty = resultOf({ key: 'empty', latency: [] })
const invalid = resultOf({ key: 'invalid', latency: [1, 2], status: 'invalid' })
const budget = (verdict: BudgetVerdict['verdict'], value: number | null = 1): BudgetVerdict => ({
  scenario: 'fine',
  metric: 'latency',
  statistic: 'p50',
  unit: 'ns',
  limit: 1,
  value,
  interval: null,
  verdict,
  reason: '',
})
const code = (run: Partial<Run>, strict = false) => exitCodeOfRun(runOf([fine], run), { strict })

describe('exitCodeOfRun', () => {
  it.each([
    ['passed', {}, 0],
    ['a budget that is met', { budgets: [budget('met')] }, 0],
    ['an inconclusive budget', { budgets: [budget('inconclusive')] }, 0],
    ['a broken budget', { budgets: [budget('met'), budget('broken')] }, 1],
    ['a budget on what was never measured', { budgets: [budget('broken', null)] }, 4],
    ['a failed scenario', { results: [fine, failed] }, 4],
    ['a scenario without samples', { results: [fine, empty] }, 4],
    ['nothing measured', { results: [] }, 4],
    ['a failed run', { status: 'failed' }, 4],
    ['an invalid scenario', { results: [fine, invalid] }, 3],
    ['an invalid run', { status: 'invalid' }, 3],
    ['an interrupted run', { status: 'aborted' }, 130],
  ] as const)('%s: %o → %d', (_, run, expected) => {
    expect(code(run)).toBe(expected)
  })

  it('is 1 for a load test that a limit ended, unless the user did too, or the generator was the limit', () => {
    const mark = (kind: 'abort' | 'interrupt') => ({ atMs: 1, kind, text: '' })
    const ended = { ...fine, marks: [mark('abort')] }
    expect(code({ status: 'aborted', results: [ended] })).toBe(1)
    const both = { ...fine, marks: [mark('abort'), mark('interrupt')] }
    expect(code({ status: 'aborted', results: [both] })).toBe(130)
    expect(code({ status: 'aborted', results: [{ ...ended, status: 'invalid' }] })).toBe(3)
  })

  it('is 3 for an inconclusive budget if strict', () => {
    expect(code({ budgets: [budget('inconclusive')] }, true)).toBe(3)
    expect(exitCodeOfRun(runOf([fine]))).toBe(0)
  })

  it('takes the most severe', () => {
    const budgets = [budget('broken'), budget('inconclusive')]
    expect(code({ budgets, results: [invalid] }, true)).toBe(1)
    expect(code({ budgets, results: [failed] })).toBe(4)
    expect(code({ budgets, results: [failed], status: 'aborted' })).toBe(130)
  })
})
