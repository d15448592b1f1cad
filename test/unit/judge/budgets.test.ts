import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BudgetVerdict, Result } from '../../../src/model/run.ts'
import type { Budget } from '../../../src/model/scenario.ts'
import { judgeBudgets } from '../../../src/judge/index.ts'
import { verdictOf } from '../../../src/judge/budgets.ts'
import { resultOf, withoutP99, type Written } from './records.ts'

// Medians of about 1 ms, 2 % apart; p95 = 1.3 × the median, p99 = 1.5 ×.
const LATENCY = [1.0e6, 1.02e6, 0.98e6, 1.01e6, 0.99e6]
const result = (more: Partial<Written> = {}): Result => resultOf({ latency: LATENCY, ...more })
const judge = (budget: Budget, more: Partial<Written> = {}): readonly BudgetVerdict[] =>
  judgeBudgets([result(more)], () => budget)

describe('absolute budgets', () => {
  it.each([
    ['far below its limit', { p95Ms: 10 }, 'met'],
    ['far above', { p95Ms: 1 }, 'broken'],
    ['a limit within the noise', { p95Ms: 1.31 }, 'inconclusive'],
    ['a limit just under the value, still within the noise', { p95Ms: 1.29 }, 'inconclusive'],
    ['in other units', { p99S: 0.01 }, 'met'],
    ['in other units, above', { p99Us: 1400 }, 'broken'],
    ['the median', { p50Ns: 2e6 }, 'met'],
    ['the mean', { meanMs: 0.9 }, 'broken'],
    ['the least', { minMs: 5 }, 'met'],
    ['the most', { maxMs: 1.5 }, 'broken'],
  ] as const)('%s', (_, budget, verdict) => {
    expect(judge(budget)).toMatchObject([{ scenario: 'parse', metric: 'latency', verdict }])
  })

  it('gives limit, value and interval in ns, and the reason in words', () => {
    const [said] = judge({ p95Ms: 10 })
    expect(said).toMatchObject({ statistic: 'p95', unit: 'ns', limit: 10e6, value: 1.3e6 })
    expect(said?.interval?.[0]).toBeGreaterThan(1.26e6)
    expect(said?.interval?.[1]).toBeLessThan(1.34e6)
    expect(said?.reason).toMatch(/^p95 1\.3 ms \(1\.27 … 1\.33 ms\) is within the limit of 10 ms$/)
    expect(judge({ p95Ms: 1.31 })[0]?.reason).toMatch(/the limit of 1\.31 ms lies within the noise/)
    expect(judge({ p95Ms: 1 })[0]?.reason).toMatch(/is above the limit of 1 ms$/)
  })

  it('says the confidence of its interval', () => {
    expect(judge({ p95Ms: 10 })[0]?.confidence).toBe(0.95)
  })

  it('leaves relative limits to the comparison', () => {
    expect(judge({ p95Percent: 5 })).toEqual([])
    expect(judgeBudgets([result()], () => undefined)).toEqual([])
  })

  it('judges every scenario by its own', () => {
    const results = [result({ key: 'a' }), result({ key: 'b' })]
    const budgets: Readonly<Record<string, Budget>> = { a: { p50Ms: 2 }, b: { p50Ms: 0.5 } }
    expect(judgeBudgets(results, (key) => budgets[key]).map((each) => each.verdict)).toEqual([
      'met',
      'broken',
    ])
  })
})

describe('budgets of stages', () => {
  const stages = { validate: LATENCY.map((value) => value / 10) }

  it('are judged like the scenario’s', () => {
    const said = judge({ stages: { validate: { p95Ms: 0.1, p50Ms: 1 } } }, { stages })
    expect(said).toMatchObject([
      { stage: 'validate', metric: 'latency', statistic: 'p95', verdict: 'broken' },
      { stage: 'validate', metric: 'latency', statistic: 'p50', verdict: 'met' },
    ])
    expect(said[0]?.reason).toMatch(/^p95 of stage 'validate' 130 µs/)
  })

  it('are broken, with no value, for a stage that was never called', () => {
    expect(judge({ stages: { valdate: { p95Ms: 1 } } }, { stages })).toMatchObject([
      {
        stage: 'valdate',
        value: null,
        interval: null,
        verdict: 'broken',
        reason: "stage 'valdate' was not called in any measured iteration",
      },
    ])
  })

  it('can’t be judged above the median when timed in batches', () => {
    const [said] = judge({ stages: { validate: { p95Ms: 1 } } }, { stages, has: [], batchSize: 64 })
    expect(said?.verdict).toBe('inconclusive')
    expect(said?.reason).toContain('timed in batches of 64 iterations; limit p50 or mean instead')
  })
})

describe('budgets of own metrics', () => {
  const values = [100, 102, 98, 101, 99]

  it('are in the metric’s unit, and a floor where more is better', () => {
    const metrics = {
      depth: { values, kind: 'gauge' as const, better: 'lower' as const },
      hits: { values, kind: 'gauge' as const, unit: 'percent' as const, better: 'higher' as const },
    }
    const budget = (limit: number): Budget => ({
      metrics: { depth: { p50: limit }, hits: { p50: limit } },
    })
    expect(judge(budget(120), { metrics })).toMatchObject([
      { metric: 'depth', unit: 'count', limit: 120, verdict: 'met' },
      { metric: 'hits', unit: 'percent', limit: 120, verdict: 'broken' },
    ])
    expect(judge(budget(80), { metrics }).map((each) => each.verdict)).toEqual(['broken', 'met'])
    expect(judge(budget(100), { metrics }).map((each) => each.verdict)).toEqual([
      'inconclusive',
      'inconclusive',
    ])
    expect(judge(budget(120), { metrics })[1]?.reason).toMatch(/is below the floor of 120 %$/)
  })

  it('are broken, with no value, for a metric that was never recorded', () => {
    expect(judge({ metrics: { constructor: { p50: 1 } } })).toMatchObject([
      { metric: 'constructor', value: null, verdict: 'broken' },
    ])
  })

  it('judge zeros by the value', () => {
    const metrics = { retries: { values: [0, 0, 0, 0, 0], kind: 'counter' as const } }
    const said = judge({ metrics: { retries: { p50: 0, max: 3 } } }, { metrics })
    expect(said.map((each) => each.verdict)).toEqual(['met', 'met'])
    expect(said[0]?.interval).toBeNull()
  })
})

describe('too little to judge by', () => {
  it('says what to do about it: a load test has no launches', () => {
    const few = result({ has: ['p90', 'p95'], samples: 20 })
    const [said] = judgeBudgets([{ ...few, launches: [] }], () => ({ p99Ms: 10 }))
    expect(said?.reason).toMatch(
      /^p99 needs 300 samples, and there are \d+: load longer \(--duration\)$/,
    )
  })

  it('is inconclusive where samples are too few for the statistic', () => {
    const [said] = judge({ p99Ms: 10 }, { has: ['p90', 'p95'], samples: 20 })
    expect(said).toMatchObject({ value: null, verdict: 'inconclusive' })
    expect(said?.reason).toMatch(
      /^p99 needs 300 samples, and there are 100: measure longer \(--time\)/,
    )
  })

  it('is never a pass where there are no samples', () => {
    expect(judge({ p50Ms: 10 }, { latency: [] })).toMatchObject([
      { value: null, verdict: 'broken', reason: 'there are no samples' },
    ])
  })

  it('does not judge the numbers of a failed or invalid scenario', () => {
    expect(judge({ p50Ms: 10 }, { status: 'failed' })).toMatchObject([
      { verdict: 'inconclusive', reason: 'the scenario failed: its numbers are not judged' },
    ])
    expect(judge({ p50Ms: 0.1 }, { status: 'invalid' })[0]?.verdict).toBe('inconclusive')
  })

  it.each([
    [2.01, 'met'],
    [1.99, 'inconclusive'],
    [0.51, 'inconclusive'],
    [0.49, 'broken'],
  ])('judges one launch only when a factor of 2 from the limit: %d ms is %s', (p50Ms, verdict) => {
    const [said] = judge({ p50Ms }, { latency: [1e6] })
    expect(said).toMatchObject({ interval: null, verdict })
  })

  it('says how to get an interval', () => {
    const [said] = judge({ p50Ms: 1.5 }, { latency: [1e6] })
    expect(said?.reason).toContain('too near the limit of 1.5 ms to judge without an interval')
  })

  it('judges by the value when only the whole run has the statistic', () => {
    const [said] = judgeBudgets([withoutP99(result(), () => true)], () => ({ p99Ms: 10 }))
    expect(said).toMatchObject({ value: 1.5e6, interval: null, verdict: 'met' })
  })
})

describe('a statistic that only some launches have', () => {
  // The two slowest launches have too few samples for a p99: the other three are no fair sample.
  const some = withoutP99(result({ latency: [0.8e6, 1.3e6, 0.81e6, 1.31e6, 0.79e6] }), (index) =>
    [1, 3].includes(index),
  )
  const judgeSome = (p99Ms: number) => judgeBudgets([some], () => ({ p99Ms }))[0]

  it('has no interval, and is inconclusive near the limit, with what to do', () => {
    expect(judgeSome(1.5)).toMatchObject({ interval: null, verdict: 'inconclusive' })
    expect(judgeSome(1.5)?.reason).toMatch(
      /2 of 5 launches have no p99 of their own.*longer ones \(--time\)/,
    )
  })

  it('is judged by the value a factor of 2 from the limit', () => {
    expect(judgeSome(10)).toMatchObject({ interval: null, verdict: 'met' })
    expect(judgeSome(0.1)).toMatchObject({ interval: null, verdict: 'broken' })
  })

  it('is likewise so for a stage that some launches never called', () => {
    const called = result({ stages: { validate: LATENCY } })
    const launches = called.launches.map((launch, index) =>
      index === 0 ? { ...launch, stages: [] } : launch,
    )
    const budget = { stages: { validate: { p50Ms: 1.5 } } }
    const [said] = judgeBudgets([{ ...called, launches }], () => budget)
    expect(said).toMatchObject({ interval: null, verdict: 'inconclusive' })
    expect(said?.reason).toContain("1 of 5 launches has no p50 of stage 'validate' of its own")
  })
})

describe('the verdict, whatever the numbers', () => {
  const numbers = fc.double({ min: -1e9, max: 1e9, noNaN: true })
  const intervals = fc.option(
    fc.tuple(numbers, numbers).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
  )
  const RANK = { broken: 0, inconclusive: 1, met: 2 }

  it('never gets worse when a limit is loosened', () => {
    fc.assert(
      fc.property(numbers, intervals, numbers, numbers, (value, interval, one, other) => {
        const [tight, loose] = [Math.min(one, other), Math.max(one, other)].map((limit) =>
          verdictOf({ value, interval, limit, floor: false }),
        )
        expect(RANK[loose ?? 'broken']).toBeGreaterThanOrEqual(RANK[tight ?? 'broken'])
      }),
    )
  })

  it('is met only if the value is within the limit, broken only if it is not', () => {
    fc.assert(
      fc.property(numbers, intervals, numbers, fc.boolean(), (value, interval, limit, floor) => {
        const verdict = verdictOf({ value, interval, limit, floor })
        const within = floor ? value >= limit : value <= limit
        if (verdict === 'met') expect(within).toBe(true)
        if (verdict === 'broken') expect(within).toBe(false)
      }),
    )
  })
})
