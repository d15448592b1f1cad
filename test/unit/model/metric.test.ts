import { describe, expect, test } from 'vitest'
import { poolParts, withTail } from '../../../src/model/metric.ts'
import type { Metric } from '../../../src/model/run.ts'

const metric = (parts: Partial<Metric>): Metric => ({
  unit: 'ns',
  count: 10,
  samples: 10,
  batchSize: 1,
  min: 1,
  mean: 2,
  stddev: 1,
  p50: 2,
  max: 3,
  ...parts,
})

describe('withTail', () => {
  const tail = metric({ p50: 90, p90: 95, p95: 120, p99: 200, max: 400 })

  test('takes the upper percentiles and the largest value of the unbatched pass', () => {
    const latency = withTail(metric({ batchSize: 100, p50: 80, max: 85 }), tail)
    expect(latency).toMatchObject({ p50: 80, p90: 95, p95: 120, p99: 200, max: 400 })
    expect(latency).not.toHaveProperty('p999')
  })

  test('keeps percentiles in order where single timings lie below the median of batches', () => {
    const latency = withTail(metric({ batchSize: 100, p50: 100, max: 101 }), tail)
    expect(latency).toMatchObject({ p50: 100, p90: 100, p95: 120, p99: 200 })
  })

  test('leaves an unbatched latency as it is', () => {
    const latency = metric({ p90: 3 })
    expect(withTail(latency, tail)).toBe(latency)
  })
})

describe('poolParts', () => {
  test('adds up iterations and totals, and keeps what the metric is', () => {
    const part = metric({ unit: 'count', kind: 'counter', better: 'lower', total: 4 })
    expect(poolParts([part, { ...part, count: 5, total: 6 }])).toEqual({
      unit: 'count',
      kind: 'counter',
      better: 'lower',
      count: 15,
      total: 10,
    })
  })

  test('of nothing is nothing', () => {
    expect(poolParts([])).toBeUndefined()
  })
})
