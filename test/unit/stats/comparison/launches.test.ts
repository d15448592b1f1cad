import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, type Random } from '../../../../src/kernel/random.ts'
import {
  type ComparedLaunches,
  compareLaunches,
  detectModes,
  normalQuantile,
} from '../../../../src/stats/index.ts'

const at99 = { confidence: 0.99 }

function compared(current: readonly number[], baseline: readonly number[]): ComparedLaunches {
  const result = compareLaunches(current, baseline, at99)
  if (result.kind !== 'compared') throw new Error(`expected an interval, got ${result.kind}`)
  return result
}

const launches = fc.array(fc.double({ min: 0.1, max: 1000, noNaN: true }), {
  minLength: 2,
  maxLength: 8,
})

function logNormal(random: Random, count: number, spread: number): number[] {
  return Array.from({ length: count }, () =>
    Math.exp(spread * normalQuantile(1 - random.float() * (1 - 1e-15))),
  )
}

describe('comparing launches', () => {
  // Degrees of freedom and standard error from Welch's formula, worked out below.
  it("is Welch's interval on logarithms where numbers are equal", () => {
    const result = compared([1, 2, 3, 2.5].map(Math.exp), [2, 4, 9, 1].map(Math.exp))
    const [one, other] = [2.1875 / 3 / 4, 38 / 3 / 4]
    const df = (one + other) ** 2 / (one ** 2 / 3 + other ** 2 / 3)
    expect(result.method).toBe('welch')
    expect(result.ratio).toBeCloseTo(Math.exp(2.125 - 4), 12)
    expect(result.logStandardError).toBeCloseTo(Math.sqrt(one + other), 12)
    expect(result.degreesOfFreedom).toBeCloseTo(df, 10)
  })

  it('reaches as far as the tables say', () => {
    // Equal spreads: 4 degrees of freedom, t(4, .995) = 4.604095 and t(4, .8) = 0.940965; standard error √(2 ÷ 3).
    const result = compared([1, 2, 3].map(Math.exp), [2, 3, 4].map(Math.exp))
    expect(Math.log(result.interval.lo)).toBeCloseTo(-1 - 4.604095 * Math.sqrt(2 / 3), 5)
    expect(Math.log(result.interval.hi)).toBeCloseTo(-1 + 4.604095 * Math.sqrt(2 / 3), 5)
    expect(Math.log(result.smallestDetectableRatio)).toBeCloseTo(
      (4.604095 + 0.940965) * Math.sqrt(2 / 3),
      5,
    )
  })

  it('takes the wider of both where numbers differ', () => {
    // The small side happens to agree with itself: Welch would trust it.
    const even = compared([100, 100.1, 100.05, 99.95, 100.02, 99.9], [104, 99])
    expect(even.method).toBe('welch')
    const small = compared([100, 100.1], [104, 99, 97, 105, 101, 103, 98])
    expect(small.method).toBe('pooled')
    expect(small.degreesOfFreedom).toBe(7)
  })

  it('is turned around when the sides are, and moves with the scale only', () => {
    fc.assert(
      fc.property(launches, launches, (current, baseline) => {
        const there = compared(current, baseline)
        const back = compared(baseline, current)
        expect(there.ratio * back.ratio).toBeCloseTo(1, 9)
        expect(Math.log(there.interval.lo)).toBeCloseTo(-Math.log(back.interval.hi), 6)
        const tripled = compared(
          current.map((value) => value * 3),
          baseline,
        )
        expect(tripled.ratio / there.ratio).toBeCloseTo(3, 9)
        expect(there.interval.lo).toBeLessThanOrEqual(there.ratio)
        expect(there.interval.hi).toBeGreaterThanOrEqual(there.ratio)
      }),
    )
  })

  it('has an interval of no width for launches that do not differ', () => {
    const same = compared([5, 5, 5], [5, 5])
    expect(same).toMatchObject({ ratio: 1, interval: { lo: 1, hi: 1 }, smallestDetectableRatio: 1 })
    expect(same.degreesOfFreedom).toBe(3)
    expect(compared([6, 6], [5, 5]).interval.lo).toBeCloseTo(1.2, 12)
  })

  it('keeps degrees of freedom finite where one side does not differ, or spreads are tiny', () => {
    expect(compared([5, 5, 5], [4, 5, 6]).degreesOfFreedom).toBeCloseTo(2, 12)
    const tiny = compared([1, 1 + 1e-15, 1], [1, 1, 1 + 1e-15])
    expect(Number.isFinite(tiny.interval.lo) && Number.isFinite(tiny.interval.hi)).toBe(true)
  })

  it('knows a ratio but no interval from one launch a side', () => {
    expect(compareLaunches([10], [8, 8], at99)).toEqual({
      kind: 'not-enough-launches',
      ratio: expect.closeTo(1.25, 12),
    })
    expect(compareLaunches([10, 11], [8], at99).kind).toBe('not-enough-launches')
  })

  it('knows no ratio where a launch is 0 or less', () => {
    expect(compareLaunches([0, 1], [1, 1], at99)).toEqual({ kind: 'not-positive' })
    expect(compareLaunches([1, 1], [-1, 1], at99)).toEqual({ kind: 'not-positive' })
  })

  it('refuses no launches, NaN and infinity', () => {
    expect(() => compareLaunches([], [1], at99)).toThrow(RangeError)
    expect(() => compareLaunches([Number.NaN, 1], [1, 1], at99)).toThrow(RangeError)
    expect(() => compareLaunches([1, 1], [1, Number.POSITIVE_INFINITY], at99)).toThrow(RangeError)
    expect(() => compareLaunches([1, 1], [1, 1], { confidence: 99 })).toThrow(RangeError)
  })

  // The full table is bench/launch-interval.ts; this holds its corner stones, seeded.
  it.each([
    [3, 3],
    [5, 5],
    [3, 10],
  ])('calls identical code changed at most about once in a hundred: %i against %i', (n, m) => {
    const random = createRandom(11)
    const runs = 2000
    let wrong = 0
    for (let run = 0; run < runs; run++) {
      const { interval } = compared(logNormal(random, n, 0.02), logNormal(random, m, 0.02))
      if (interval.lo > 1 || interval.hi < 1) wrong++
    }
    // Three standard deviations above 1 %.
    expect(wrong / runs).toBeLessThan(0.01 + 3 * Math.sqrt((0.01 * 0.99) / runs))
  })

  it('finds a change of the size it says it can find', () => {
    const random = createRandom(12)
    const runs = 1000
    let found = 0
    // With 2 % of spread known: reach of 5 against 5 is typically exp((3.36 + 0.89) × 0.02 × √0.4).
    for (let run = 0; run < runs; run++) {
      const slower = logNormal(random, 5, 0.02).map((value) => value * 1.0552)
      if (compared(slower, logNormal(random, 5, 0.02)).interval.lo > 1) found++
    }
    expect(found / runs).toBeGreaterThan(0.65)
    expect(found / runs).toBeLessThan(0.85)
  })
})

describe('modes', () => {
  it('are found where launches fall clearly apart', () => {
    expect(detectModes([10.1, 16, 10, 16.2, 10.2])).toEqual([
      { centre: expect.closeTo(10.1, 2), count: 3, share: 0.6 },
      { centre: expect.closeTo(16.1, 2), count: 2, share: 0.4 },
    ])
    expect(detectModes([1, 1.01, 1.6, 1.61, 3, 3.01])).toHaveLength(3)
    expect(detectModes([0.3, 0.3, 4.35, 4.35, 4.35])).toHaveLength(2)
  })

  it.each([
    ['all the same', [5, 5, 5, 5, 5]],
    ['one launch apart', [10, 10.1, 10.2, 10.05, 20]],
    ['too few', [1, 1, 2, 2]],
    ['less than 15 % apart', [1, 1, 1, 1.14, 1.14]],
    ['spread wide', [1, 1.3, 1.8, 2.5, 3.1, 4.2]],
    ['a single launch', [7]],
  ])('are one where launches are %s', (_name, values) => {
    const modes = detectModes(values)
    expect(modes).toHaveLength(1)
    expect(modes[0]?.count).toBe(values.length)
  })

  it('hold every launch once', () => {
    fc.assert(
      fc.property(launches, (values) => {
        const modes = detectModes(values)
        expect(modes.reduce((sum, mode) => sum + mode.count, 0)).toBe(values.length)
        expect(modes.reduce((sum, mode) => sum + mode.share, 0)).toBeCloseTo(1, 12)
      }),
    )
  })

  it.each([0.02, 0.1, 0.3, 1])(
    'are seldom seen in launches that have none, at a spread of %d',
    (spread) => {
      const random = createRandom(5)
      const runs = 1500
      for (const count of [5, 8, 20]) {
        let wrong = 0
        for (let run = 0; run < runs; run++) {
          if (detectModes(logNormal(random, count, spread)).length > 1) wrong++
        }
        expect(wrong / runs).toBeLessThan(0.03)
      }
    },
  )

  it.each([{ values: [] }, { values: [0, 1] }, { values: [1, Number.POSITIVE_INFINITY] }])(
    'refuse $values',
    ({ values }) => {
      expect(() => detectModes(values)).toThrow(RangeError)
    },
  )
})
