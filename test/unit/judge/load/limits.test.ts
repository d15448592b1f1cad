import { expect, test } from 'vitest'
import { judgeBudgets } from '../../../../src/judge/index.ts'
import type { BudgetVerdict, LoadResult } from '../../../../src/model/run.ts'
import type { Budget } from '../../../../src/model/scenario.ts'
import { countsOf, loadResultOf, metricOf } from '../../../support/loads.ts'
import { resultOf } from '../records.ts'

const judged = (budget: Budget, more: Partial<LoadResult> = {}): BudgetVerdict | undefined =>
  judgeBudgets([loadResultOf(more)], () => budget)[0]

test('shares are of what ended, dropped ones of what was due', () => {
  const counts = countsOf({ completed: 960, failed: 30, rejected: 10, dropped: 250 })
  expect(judged({ errorsPercent: 2 }, { counts })).toMatchObject({
    ...{ metric: 'errors', statistic: 'share', unit: 'percent', verdict: 'broken', value: 3 },
    reason: 'errors were 3 %, above the limit of 2 %',
  })
  expect(judged({ rejectedPercent: 1 }, { counts })).toMatchObject({ verdict: 'met', value: 1 })
  expect(judged({ droppedPercent: 0 }, { counts })).toMatchObject({ verdict: 'broken', value: 20 })
  expect(
    judged({ errorsPercent: 0.05 }, { counts: countsOf({ completed: 9996, failed: 4 }) }),
  ).toMatchObject({ verdict: 'met', reason: 'errors were 0.04 %, within the limit of 0.05 %' })
})

test('a floor of the throughput', () => {
  const metrics = { throughput: metricOf([430, 470], { unit: 'perSecond' }) }
  expect(judged({ throughputPerSecond: 500 }, { metrics })).toMatchObject({
    verdict: 'broken',
    reason: 'throughput was 450/s, below the floor of 500/s',
  })
  expect(judged({ throughputPerSecond: 400 }, { metrics })?.verdict).toBe('met')
  expect(judged({ throughputPerSecond: 400 }, { metrics: {} })).toMatchObject({
    verdict: 'broken',
    value: 0,
  })
})

test('a load that failed may break a limit, and meets none; without an end nothing is green', () => {
  const failed = { status: 'failed', counts: countsOf({ failed: 10 }) } as const
  expect(judged({ errorsPercent: 5 }, failed)).toMatchObject({ verdict: 'broken', value: 100 })
  expect(judged({ rejectedPercent: 5 }, failed)?.verdict).toBe('inconclusive')
  expect(judged({ errorsPercent: 5 }, { counts: countsOf({}) })).toMatchObject({
    verdict: 'broken',
    value: null,
  })
  expect(judged({ errorsPercent: 5 }, { status: 'invalid' })?.verdict).toBe('inconclusive')
})

test('a benchmark leaves them alone', () => {
  const budget = { errorsPercent: 1, throughputPerSecond: 5, every: { '1s': { p99Ms: 1 } } }
  expect(judgeBudgets([resultOf({ latency: [1, 2] })], () => budget)).toEqual([])
})
