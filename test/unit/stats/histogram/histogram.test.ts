import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHistogram, type Histogram } from '../../../../src/stats/index.ts'

const value = fc
  .tuple(fc.integer({ min: 0, max: 46 }), fc.maxSafeNat())
  .map(([bits, raw]) => raw % 2 ** bits)
const values = fc.array(value, { minLength: 1, maxLength: 200 })
const quantile = fc.double({ min: 0, max: 1, noNaN: true })
const digits = fc.integer({ min: 1, max: 5 })

function histogramOf(recorded: readonly number[], options = {}): Histogram {
  const histogram = createHistogram(options)
  for (const one of recorded) histogram.record(one)
  return histogram
}

const contents = (histogram: Histogram) => [...histogram.buckets()]

describe('histogram', () => {
  it('gives the quantiles of a sorted array, within the digits promised', () => {
    fc.assert(
      fc.property(values, quantile, digits, (recorded, q, digitCount) => {
        const histogram = histogramOf(recorded, { digits: digitCount })
        const ordered = recorded.toSorted((a, b) => a - b)
        const rank = Math.max(1, Math.ceil(q * recorded.length * (1 - Number.EPSILON)))
        const exact = ordered[rank - 1] ?? Number.NaN
        const shown = histogram.quantile(q)
        expect(Math.abs(shown - exact)).toBeLessThanOrEqual(exact / 10 ** digitCount)
        if (q > 0) expect(shown).toBeGreaterThanOrEqual(exact)
      }),
    )
  })

  it('does not skip a count where q × count is one rounding error above a whole number', () => {
    // 0.07 × 100 is 7.000000000000001.
    const histogram = histogramOf(Array.from({ length: 100 }, (_, index) => index))
    for (let rank = 1; rank <= 100; rank++) expect(histogram.quantile(rank / 100)).toBe(rank - 1)
  })

  it('counts, and finds mean and spread, as an array does', () => {
    fc.assert(
      fc.property(values, (recorded) => {
        const histogram = histogramOf(recorded)
        const mean = recorded.reduce((sum, one) => sum + one, 0) / recorded.length
        const variance = recorded.reduce((sum, one) => sum + (one - mean) ** 2, 0) / recorded.length
        const largest = Math.max(...recorded)
        expect(histogram.count).toBe(recorded.length)
        expect(Math.abs(histogram.mean() - mean)).toBeLessThanOrEqual(largest / 1000)
        expect(Math.abs(histogram.stddev() - Math.sqrt(variance))).toBeLessThanOrEqual(
          largest / 1000,
        )
        expect(histogram.quantile(0)).toBe(histogram.min)
        expect(histogram.quantile(1)).toBe(histogram.max)
      }),
    )
  })

  it('tells 0.31 ns from 0 with a ratio of 0.001, and holds two minutes beside it', () => {
    const histogram = createHistogram({ ratio: 0.001 })
    histogram.record(0.31)
    histogram.record(120e9)
    expect(histogram.min).toBe(0.31)
    expect(histogram.quantile(0.5)).toBe(0.31)
    expect(histogram.max).toBeGreaterThanOrEqual(120e9)
    expect(histogram.max).toBeLessThan(120e9 * 1.001)
  })

  it('rounds a value to the nearest step', () => {
    const histogram = histogramOf([1.4, 1.6])
    expect(contents(histogram).map(({ from }) => from)).toEqual([1, 2])
  })

  it('coarsens to `lowest` where smaller differences are not worth telling', () => {
    const histogram = histogramOf([1000, 1023, 1024], { lowest: 1024 })
    expect(contents(histogram)).toEqual([
      { from: 0, to: 1023, count: 2 },
      { from: 1024, to: 2047, count: 1 },
    ])
  })

  it.each([-1, -0.001, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'refuses to record %s',
    (bad) => {
      const histogram = createHistogram()
      expect(() => histogram.record(bad)).toThrow(RangeError)
      expect(() => histogram.recordN(bad, 2)).toThrow(RangeError)
      expect(histogram.count).toBe(0)
    },
  )

  it.each([-1, 1.5, Number.NaN, 2 ** 53])('refuses a count of %s', (bad) => {
    expect(() => createHistogram().recordN(1, bad)).toThrow(RangeError)
  })

  it('refuses counts that add up beyond 2⁵³ − 1', () => {
    const histogram = createHistogram()
    histogram.recordN(1, Number.MAX_SAFE_INTEGER)
    expect(() => histogram.recordN(2, 1)).toThrow(/2⁵³/)
    expect(() => histogram.add(histogram.copy())).toThrow(/2⁵³/)
  })

  it.each([{ digits: 0 }, { digits: 6 }, { ratio: 0 }, { ratio: Number.NaN }, { highest: -1 }])(
    'refuses the options %o',
    (options) => {
      expect(() => createHistogram(options)).toThrow(RangeError)
    },
  )

  it('says NaN, not 0, where nothing was recorded', () => {
    const empty = createHistogram()
    const said = [empty.min, empty.max, empty.mean(), empty.stddev(), empty.quantile(0.5)]
    expect(said).toEqual(said.map(() => Number.NaN))
    expect(empty.count).toBe(0)
  })

  it.each([-0.1, 1.1, Number.NaN])('refuses the quantile %s', (q) => {
    expect(() => histogramOf([1]).quantile(q)).toThrow(RangeError)
  })

  it('counts what lies between two values, both inclusive', () => {
    const histogram = histogramOf([1, 2, 3, 4, 5])
    expect(histogram.countBetween(2, 4)).toBe(3)
    expect(histogram.countBetween(4, 2)).toBe(0)
    expect(histogram.countBetween(0, 1e15)).toBe(5)
  })
})

describe('merging histograms', () => {
  it('is the same as recording everything in one', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const merged = histogramOf(one)
        merged.add(histogramOf(other))
        expect(contents(merged)).toEqual(contents(histogramOf([...one, ...other])))
        expect(merged.count).toBe(one.length + other.length)
      }),
    )
  })

  it('is undone by subtracting', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const merged = histogramOf(one)
        merged.add(histogramOf(other))
        merged.subtract(histogramOf(other))
        expect(contents(merged)).toEqual(contents(histogramOf(one)))
      }),
    )
  })

  it('keeps values and counts across digits and ratios, within the coarser digits', () => {
    fc.assert(
      fc.property(values, digits, (recorded, digitCount) => {
        const merged = createHistogram({ digits: 2, ratio: 0.01 })
        merged.add(histogramOf(recorded, { digits: digitCount }))
        const largest = Math.max(...recorded)
        expect(merged.count).toBe(recorded.length)
        expect(Math.abs(merged.max - largest)).toBeLessThanOrEqual(largest * 0.11)
      }),
    )
  })

  it('refuses to go below zero, and then changes nothing', () => {
    const histogram = histogramOf([1, 2, 2])
    const before = contents(histogram)
    expect(() => histogram.subtract(histogramOf([2, 3]))).toThrow(/holds 0/)
    expect(contents(histogram)).toEqual(before)
    expect(histogram.count).toBe(3)
  })

  it('copies share nothing, and clearing forgets', () => {
    const histogram = histogramOf([1, 5000])
    const copy = histogram.copy()
    histogram.clear()
    expect(histogram.count).toBe(0)
    expect(copy.count).toBe(2)
    expect([copy.min, copy.max]).toEqual([1, 5003])
  })
})
