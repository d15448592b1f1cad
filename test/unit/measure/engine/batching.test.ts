import { describe, expect, test } from 'vitest'
import {
  batchSizeFor,
  estimateIterationNs,
  samplesPerChunk,
  UNBATCHED_ABOVE_NS,
} from '../../../../src/measure/bench/engine/batching.ts'
import { driverOf } from '../drivers.ts'
import { VirtualTime } from '../virtual-time.ts'

describe('batch size', () => {
  test.each([
    [0, 100_000_000],
    [0.3, 333_333],
    [100, 1000],
    [19_999, 5],
    [UNBATCHED_ABOVE_NS, 1],
    [5e9, 1],
  ])('an iteration of %d ns: %d to a sample', (iterationNs, expected) => {
    expect(batchSizeFor(iterationNs, false)).toBe(expected)
  })

  test('stages need each iteration apart', () => {
    expect(batchSizeFor(0.3, true)).toBe(1)
  })
})

describe('samples a chunk', () => {
  test.each([
    [100, 1000, 100],
    [1e6, 1, 10],
    [1e9, 1, 1],
    [1, 1, 4096],
  ])('of %d ns × %d: %d', (iterationNs, batchSize, expected) => {
    expect(samplesPerChunk(iterationNs, batchSize)).toBe(expected)
  })
})

describe('estimate', () => {
  test.each([0.5, 40, 3000, 70e6])('of an iteration of %d ns', async (iterationNs) => {
    using time = new VirtualTime()
    const driver = await driverOf({ run: () => time.work(iterationNs) })
    expect(await estimateIterationNs(driver)).toBeCloseTo(iterationNs, 3)
  })

  test('a clock that hardly moves is read over a batch that it can see', async () => {
    // Reading costs 50 ns: over 100 µs that is 0.05 %.
    using time = new VirtualTime(50)
    const driver = await driverOf({ run: () => time.work(10) })
    const estimated = await estimateIterationNs(driver)
    expect(estimated).toBeGreaterThan(10)
    expect(estimated).toBeLessThan(10.01)
  })

  test('one iteration is enough for a slow scenario', async () => {
    using time = new VirtualTime()
    let calls = 0
    const driver = await driverOf({
      run: () => {
        calls++
        time.work(1e9)
      },
    })
    calls = 0
    await estimateIterationNs(driver)
    expect(calls).toBe(1)
  })
})
