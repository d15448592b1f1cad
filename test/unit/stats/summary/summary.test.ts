import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  geometricMean,
  mad,
  mean,
  median,
  medianInterval,
  normalMad,
  quantileInterval,
  quantileSorted,
  sorted,
  stddev,
  summarise,
  trimmedMean,
  winsorise,
} from '../../../../src/stats/index.ts'

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
  minLength: 1,
  maxLength: 50,
})

describe('sorted samples', () => {
  it('are a sorted copy', () => {
    const given = [3, 1, 2]
    expect([...sorted(given)]).toEqual([1, 2, 3])
    expect(given).toEqual([3, 1, 2])
  })

  it('refuse nothing and NaN', () => {
    expect(() => sorted([])).toThrow(/no values/)
    expect(() => sorted([1, Number.NaN, 2])).toThrow(/NaN/)
  })
})

describe('quantiles', () => {
  // R: quantile(c(1, 2, 4, 8, 16), c(0, .1, .25, .5, .9, 1)), type 7.
  it('are those of R', () => {
    const samples = sorted([16, 1, 8, 2, 4])
    const found = [0, 0.1, 0.25, 0.5, 0.9, 1].map((p) => quantileSorted(samples, p))
    expect(found).toEqual([1, 1.4, 2, 4, 12.8, 16])
  })

  it('split the values: at least a share p at or below, monotone in p', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(numbers, p, p, (values, one, other) => {
        const samples = sorted(values)
        const [low, high] = [Math.min(one, other), Math.max(one, other)]
        expect(quantileSorted(samples, low)).toBeLessThanOrEqual(quantileSorted(samples, high))
      }),
    )
  })

  it('stay finite beside infinite values', () => {
    expect(quantileSorted(sorted([1, 2, Number.POSITIVE_INFINITY]), 0.5)).toBe(2)
  })

  it.each([-1, 2, Number.NaN])('refuse p = %s', (p) => {
    expect(() => quantileSorted(sorted([1]), p)).toThrow(RangeError)
  })
})

describe('location and spread', () => {
  it('agree with the plain formulas', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const plain = values.reduce((sum, value) => sum + value, 0) / values.length
        const squares = values.reduce((sum, value) => sum + (value - plain) ** 2, 0)
        expect(mean(values)).toBeCloseTo(plain, 6)
        expect(stddev(values)).toBeCloseTo(
          values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0,
          5,
        )
      }),
    )
  })

  // NIST StRD, NumAcc3: certified mean 1000000.2, standard deviation 0.1, 1001 values.
  it('keep their digits where a small spread rides on a large mean', () => {
    const values = [1000000.2, ...Array.from({ length: 500 }, () => [1000000.1, 1000000.3]).flat()]
    expect(mean(values)).toBeCloseTo(1000000.2, 9)
    expect(stddev(values)).toBeCloseTo(0.1, 9)
  })

  it('have known values', () => {
    const samples = sorted([1, 2, 3, 4, 100])
    expect(median(samples)).toBe(3)
    expect(mad(samples)).toBe(1)
    expect(normalMad(samples)).toBeCloseTo(1.4826, 4)
    expect(trimmedMean(samples, 0.2)).toBe(3)
    expect([...winsorise(samples, 0.2)]).toEqual([2, 2, 3, 4, 4])
    expect([...winsorise(samples, 0)]).toEqual([1, 2, 3, 4, 100])
    expect(geometricMean([1, 10, 100])).toBeCloseTo(10, 12)
    expect(geometricMean([0, 10])).toBe(0)
    expect(stddev([5])).toBe(0)
  })

  it('refuse what has no answer', () => {
    expect(() => geometricMean([-1, 2])).toThrow(RangeError)
    expect(() => trimmedMean(sorted([1]), 0.5)).toThrow(RangeError)
    expect(() => mean([])).toThrow(RangeError)
  })
})

describe('summarise', () => {
  it('puts samples in a few numbers', () => {
    expect(summarise([4, 1, 3, 2, 5])).toEqual({
      count: 5,
      min: 1,
      mean: 3,
      stddev: Math.sqrt(2.5),
      p50: 3,
      p90: 4.6,
      p95: 4.8,
      p99: 4.96,
      p999: 4.996,
      max: 5,
    })
  })
})

describe('intervals within a launch', () => {
  // Ranks of 95 % intervals of the median: Conover, Practical Nonparametric Statistics, Table A3 (binomial, p = ½).
  it.each([
    [6, 1, 6, 0.96875],
    [8, 1, 8, 0.9921875],
    [10, 2, 9, 0.978515625],
    [20, 6, 15, 0.958610534667969],
  ])('of %i samples are ranks %i and %i', (count, lower, upper, confidence) => {
    const samples = sorted(Array.from({ length: count }, (_, index) => index + 1))
    expect(medianInterval(samples, 0.95)).toEqual({
      lo: lower,
      hi: upper,
      confidence: expect.closeTo(confidence, 12),
    })
  })

  it('are undefined where the samples are too few', () => {
    const seven = sorted([1, 2, 3, 4, 5, 6, 7])
    expect(medianInterval(seven, 0.99)).toBeUndefined()
    expect(medianInterval(seven, 0.95)).toBeDefined()
    expect(quantileInterval(seven, 0.99, 0.95)).toBeUndefined()
    expect(medianInterval(sorted([1]), 0.5)).toBeUndefined()
  })

  it('reach their confidence with the innermost ranks', () => {
    const count = fc.integer({ min: 1, max: 300 })
    const p = fc.double({ min: 0.05, max: 0.95, noNaN: true })
    fc.assert(
      fc.property(count, p, fc.constantFrom(0.9, 0.95, 0.99), (n, share, confidence) => {
        const samples = sorted(Array.from({ length: n }, (_, index) => index))
        const interval = quantileInterval(samples, share, confidence)
        if (interval === undefined) return
        expect(interval.confidence).toBeGreaterThanOrEqual(confidence - 1e-12)
        expect(interval.lo).toBeLessThanOrEqual(quantileSorted(samples, share))
        expect(interval.hi).toBeGreaterThanOrEqual(quantileSorted(samples, share))
      }),
    )
  })

  it('of a million samples are quick', () => {
    const samples = sorted(Float64Array.from({ length: 1_000_000 }, (_, index) => index))
    expect(medianInterval(samples, 0.99)).toMatchObject({ lo: 498_711, hi: 501_288 })
  })
})
