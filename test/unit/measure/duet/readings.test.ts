import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type DuetSample,
  readClock,
  readStages,
  type SamplePair,
} from '../../../../src/measure/bench/duet/readings.ts'

const sample = (wallNs: number, stages: DuetSample['stages'] = []): DuetSample => ({
  wallNs,
  cpuNs: wallNs / 2,
  stages,
})

const pairOf = (current: number, baseline: number): SamplePair => ({
  current: sample(current),
  baseline: sample(baseline),
})

const wall = ({ wallNs }: DuetSample): number => wallNs

describe('readClock', () => {
  test('is the median of the ratios, not the ratio of the medians', () => {
    // The machine slowed down after the first pair: each pair still says 2.
    const pairs = [pairOf(20, 10), pairOf(200, 100), pairOf(2000, 1000)]
    expect(readClock(pairs, wall)).toMatchObject({ currentNs: 200, baselineNs: 100 })
    expect(readClock(pairs, wall)?.ratio).toBeCloseTo(2, 12)
    const drifting = [pairOf(20, 10), pairOf(20, 100), pairOf(2000, 1000)]
    expect(readClock(drifting, wall)?.ratio).toBeCloseTo(2, 12)
  })

  test('one pair that was interrupted changes nothing', () => {
    const pairs = Array.from({ length: 21 }, () => pairOf(110, 100))
    const hit = [...pairs, pairOf(4_000_000, 100)]
    expect(readClock(hit, wall)?.ratio).toBeCloseTo(1.1, 12)
  })

  test('swapping the sides inverts the ratio and keeps the error', () => {
    const times = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 1e9 })),
      {
        minLength: 1,
        maxLength: 40,
      },
    )
    fc.assert(
      fc.property(times, (drawn) => {
        const there = readClock(
          drawn.map(([a, b]) => pairOf(a, b)),
          wall,
        )
        const back = readClock(
          drawn.map(([a, b]) => pairOf(b, a)),
          wall,
        )
        expect((there?.ratio ?? 0) * (back?.ratio ?? 0)).toBeCloseTo(1, 9)
        expect(there?.logStandardError).toBeCloseTo(back?.logStandardError ?? -1, 9)
      }),
    )
  })

  test('a clock that often stands still within a sample is unfit', () => {
    const still = [pairOf(0, 4), pairOf(4, 0), pairOf(4, 4)]
    expect(readClock(still, wall)).toBeNull()
    expect(readClock([pairOf(4, 4), pairOf(0, 4)], wall)?.ratio).toBe(1)
    expect(readClock([], wall)).toBeNull()
  })
})

describe('readStages', () => {
  const stages = (decode: number, send?: number): DuetSample['stages'] => [
    { name: 'decode', latencyNs: decode },
    ...(send === undefined ? [] : [{ name: 'send', latencyNs: send }]),
  ]

  test('gives each stage its own ratio, per iteration', () => {
    const pair: SamplePair = {
      current: sample(300, stages(200, 60)),
      baseline: sample(200, stages(100, 60)),
    }
    const [decode, send] = readStages([pair, pair, pair], 10)
    expect(decode).toMatchObject({
      name: 'decode',
      wall: { ratio: 2, currentNs: 20, baselineNs: 10 },
    })
    expect(send).toMatchObject({ name: 'send', wall: { ratio: 1 } })
  })

  test('names a stage that one side lacks, without a ratio', () => {
    const pair: SamplePair = {
      current: sample(300, stages(200)),
      baseline: sample(200, stages(100, 60)),
    }
    expect(readStages([pair, pair], 1)).toMatchObject([
      { name: 'decode', wall: { ratio: 2 } },
      { name: 'send', wall: null },
    ])
  })
})
