import { describe, expect, it } from 'vitest'
import type { Budget } from '../../../src/model/scenario.ts'
import { judgeRelativeBudgets } from '../../../src/judge/index.ts'
import { resultOf, withoutP99, type Written } from './records.ts'

const STEADY = [1000, 1004, 996, 1002, 998]
const times = (factor: number) => STEADY.map((value) => value * factor)
const judge = (budget: Budget, current: Partial<Written>, baseline: Partial<Written> = {}) =>
  judgeRelativeBudgets(
    {
      current: resultOf({ latency: STEADY, ...current }),
      baseline: resultOf({ latency: STEADY, ...baseline }),
    },
    () => budget,
  )

describe('budgets relative to the baseline', () => {
  it.each([
    [1.04, 'met'],
    [1.06, 'broken'],
    [1.05, 'inconclusive'],
    [0.5, 'met'],
  ])('5 %%: a ratio of %d is %s', (factor, verdict) => {
    expect(judge({ p95Percent: 5 }, { latency: times(factor) })).toMatchObject([
      { metric: 'latency', statistic: 'p95', unit: 'percent', limit: 5, verdict },
    ])
  })

  it('give value and interval in percent of change', () => {
    const [said] = judge({ p95Percent: 5 }, { latency: times(1.2) })
    expect(said?.value).toBeCloseTo(20, 6)
    expect(said?.interval?.[0]).toBeGreaterThan(19)
    expect(said?.interval?.[1]).toBeLessThan(21)
    expect(said?.reason).toMatch(
      /^p95 \+20\.0 % \(\+19\.\d … \+20\.\d %\) is beyond the limit of 5 %$/,
    )
  })

  it('say the confidence of their interval', () => {
    expect(judge({ p95Percent: 5 }, { latency: times(1.2) })[0]?.confidence).toBe(0.95)
  })

  it('leave absolute limits to the run', () => {
    expect(judge({ p95Ms: 1 }, {})).toEqual([])
    expect(
      judgeRelativeBudgets(
        { current: resultOf({ latency: STEADY }), baseline: resultOf({ latency: STEADY }) },
        undefined,
      ),
    ).toEqual([])
  })

  it('are a floor for what should be high', () => {
    const hits = (factor: number): Partial<Written> => ({
      metrics: { hits: { values: times(factor), kind: 'gauge', better: 'higher' } },
    })
    const budget = { metrics: { hits: { p50Percent: 5 } } }
    expect(judge(budget, hits(0.9), hits(1))).toMatchObject([{ limit: -5, verdict: 'broken' }])
    expect(judge(budget, hits(0.98), hits(1))).toMatchObject([{ verdict: 'met' }])
    expect(judge(budget, hits(1.5), hits(1))).toMatchObject([{ verdict: 'met' }])
  })

  it('hold for stages; one that is new has nothing to be relative to', () => {
    const budget = { stages: { a: { p50Percent: 5 } } }
    expect(judge(budget, { stages: { a: times(2) } }, { stages: { a: times(1) } })).toMatchObject([
      { stage: 'a', verdict: 'broken' },
    ])
    expect(judge(budget, { stages: { a: times(2) } })).toEqual([])
    expect(judge(budget, {}, { stages: { a: times(1) } })).toMatchObject([
      { stage: 'a', value: null, verdict: 'broken' },
    ])
  })

  it('can’t be told from one launch, zeros, or a statistic that is not there', () => {
    const budget = { p95Percent: 5 }
    expect(judge(budget, { latency: [2000] })[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: 'only 1 launch has a p95: there is no interval (--launches 5)',
    })
    expect(judge(budget, {}, { has: [] })[0]?.reason).toMatch(/^in the baseline, there is no p95/)
    expect(judge(budget, { status: 'failed' })[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: 'failed in the current run',
    })
    const retries = { metrics: { retries: { values: [0, 1, 0, 0, 0], kind: 'gauge' as const } } }
    expect(judge({ metrics: { retries: { p50Percent: 5 } } }, retries, retries)[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('of 0 or less') as string,
    })
  })
})

describe('a statistic that only some launches have', () => {
  const all = resultOf({ latency: STEADY })
  const some = withoutP99(resultOf({ latency: times(3) }), (index) => index < 2)

  it.each([
    ['the current run', { current: some, baseline: all }],
    ['the baseline', { current: all, baseline: some }],
  ])('has no ratio, however far from the limit: in %s', (where, pair) => {
    const [said] = judgeRelativeBudgets(pair, () => ({ p99Percent: 5 }))
    expect(said).toMatchObject({ value: null, interval: null, verdict: 'inconclusive' })
    expect(said?.reason).toContain('2 of 5 launches have no p99 of their own')
    expect(said?.reason).toContain('--time')
    expect(said?.reason.startsWith('in the baseline, ')).toBe(where === 'the baseline')
  })
})
