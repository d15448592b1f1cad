import { expect, test } from 'vitest'
import { mergeBudgets } from '../../../src/model/budget.ts'

test('mergeBudgets keeps both, and the later of two limits on one thing', () => {
  const merged = mergeBudgets(
    { p50Ms: 1, p95Ms: 2, stages: { parse: { p50Ms: 1 }, send: { p50Ms: 1, maxMs: 4 } } },
    { p95Ms: 3, stages: { send: { p50Ms: 2 } }, metrics: { hits: { mean: 1 } } },
  )
  expect(merged).toEqual({
    p50Ms: 1,
    p95Ms: 3,
    stages: { parse: { p50Ms: 1 }, send: { p50Ms: 2, maxMs: 4 } },
    metrics: { hits: { mean: 1 } },
  })
  expect(mergeBudgets({}, {})).toEqual({})
})
