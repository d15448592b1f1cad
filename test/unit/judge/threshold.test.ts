import { describe, expect, it } from 'vitest'
import { overThreshold } from '../../../src/judge/index.ts'
import { resultOf } from './records.ts'

// p95 = 1.3 × the median.
const LATENCY = [1.0e6, 1.02e6, 0.98e6, 1.01e6, 0.99e6]
const slow = resultOf({ key: 'slow', latency: LATENCY.map((value) => value * 10) })
const fast = resultOf({ key: 'fast', latency: LATENCY })

describe('the threshold, judged by the run alone', () => {
  it('names every scenario whose p95 is above it', () => {
    expect(overThreshold([slow, fast], 2)).toEqual([
      { scenario: 'slow', reason: 'p95 13 ms is above the threshold of 2 ms' },
    ])
    expect(overThreshold([slow, fast], 1.2).map(({ scenario }) => scenario)).toEqual([
      'slow',
      'fast',
    ])
  })

  it('lets a value on it pass, and none above without one', () => {
    expect(overThreshold([fast], 1.3)).toEqual([])
    expect(overThreshold([slow, fast], null)).toEqual([])
  })

  it('takes the median where there is no p95', () => {
    const batched = resultOf({ key: 'batched', latency: LATENCY, has: [], batchSize: 64 })
    expect(overThreshold([batched], 1.1)).toEqual([])
    expect(overThreshold([batched], 0.9)[0]?.reason).toBe(
      'median (there is no p95) 1 ms is above the threshold of 900 µs',
    )
  })

  it('leaves out what failed, is invalid or was not measured', () => {
    const failed = resultOf({ latency: LATENCY, status: 'failed' })
    const invalid = resultOf({ latency: LATENCY, status: 'invalid' })
    expect(overThreshold([failed, invalid, resultOf({ latency: [] })], 0.001)).toEqual([])
  })
})
