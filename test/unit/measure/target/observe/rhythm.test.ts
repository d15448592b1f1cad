import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Rhythm } from '../../../../../src/measure/target/observe/rhythm.ts'
import { monotonicNs } from '../../../../../src/measure/load/transports/exchanging/monotonic.ts'

describe('the rhythm in which targets are asked', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('is once a second, until nobody needs it', async () => {
    let beats = 0
    {
      using _ = new Rhythm(() => beats++)
      await vi.advanceTimersByTimeAsync(3_001)
      expect(beats).toBe(3)
    }
    await vi.advanceTimersByTimeAsync(5_000)
    expect(beats).toBe(3)
  })

  test('comes shortly before windows close, once it has seen one', async () => {
    const atMs: number[] = []
    using rhythm = new Rhythm(() => atMs.push(performance.now()))
    await vi.advanceTimersByTimeAsync(300)
    const closedMs = performance.now()
    const closedNs = monotonicNs()
    rhythm.align(closedNs - 1e9, closedNs)
    await vi.advanceTimersByTimeAsync(2_100)
    expect(atMs.map((each) => Math.round(each - closedMs))).toEqual([950, 1950])
  })

  test('takes no notice of windows that are cut short', async () => {
    const atMs: number[] = []
    const startMs = performance.now()
    using rhythm = new Rhythm(() => atMs.push(performance.now()))
    const closedNs = monotonicNs() + 400e6
    rhythm.align(closedNs - 400e6, closedNs)
    await vi.advanceTimersByTimeAsync(1_001)
    expect(atMs.map((each) => Math.round(each - startMs))).toEqual([1000])
  })
})
