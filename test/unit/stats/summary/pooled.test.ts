import { expect, test } from 'vitest'
import { launchInterval, pooledInterval } from '../../../../src/stats/index.ts'

const launches = [10, 11, 12, 11, 10]

test('is the interval over launches where the pooled value lies in it', () => {
  expect(pooledInterval(launches, 10.8, 0.95)).toEqual(launchInterval(launches, 0.95).interval)
})

test('reaches to a pooled value outside of it, on either side', () => {
  const interval = launchInterval(launches, 0.95).interval
  expect(pooledInterval(launches, 20, 0.95)).toEqual({ ...interval, hi: 20 })
  expect(pooledInterval(launches, 2, 0.95)).toEqual({ ...interval, lo: 2 })
})

test('of one launch, or of a launch without a logarithm, there is none', () => {
  expect(pooledInterval([10], 10, 0.95)).toBeUndefined()
  expect(pooledInterval([10, 0], 10, 0.95)).toBeUndefined()
})
