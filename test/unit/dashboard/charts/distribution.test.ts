import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  binGrid,
  binsOf,
  ecdfOf,
  shareUpTo,
} from '../../../../dashboard/src/charts/distribution-bins.ts'
import {
  domainOf,
  fittingKind,
  scaleOver,
  ticksOf,
  withLimits,
  withoutZeros,
} from '../../../../dashboard/src/charts/distribution-scale.ts'
import {
  distributionSentence,
  quantileRows,
} from '../../../../dashboard/src/charts/distribution-words.ts'
import { createHistogram, type Histogram } from '../../../../src/stats/index.ts'

const histogramOf = (values: readonly number[], ratio = 0.001): Histogram => {
  const histogram = createHistogram({ ratio })
  for (const value of values) histogram.record(value)
  return histogram
}

const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0)

const samples = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), {
  minLength: 1,
  maxLength: 300,
})

const spread = fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 50, maxLength: 300 })

describe('a histogram that is drawn', () => {
  test('counts every sample once, on either axis', () => {
    fc.assert(
      fc.property(samples, fc.constantFrom('linear', 'log'), (values, kind) => {
        const histogram = histogramOf(values)
        const scale = scaleOver(domainOf([histogram]), kind)
        const grid = binGrid([histogram], scale)
        const bins = binsOf(histogram, grid)
        expect(sum(bins)).toBe(values.length)
        expect(bins).toHaveLength(grid.bins)
      }),
    )
  })

  test('has a bin for each whole number where there are few, and none between them', () => {
    const values = [0, 1, 1, 2, 3, 3, 3, 3, 4, 5, 5, 7, ...Array<number>(500).fill(4)]
    for (const ratio of [1, 0.001]) {
      const histogram = histogramOf(values, ratio)
      const scale = scaleOver(domainOf([histogram]), 'linear')
      const bins = binsOf(histogram, binGrid([histogram], scale))
      expect(bins).toEqual([1, 2, 1, 4, 501, 2, 0, 1])
    }
  })

  test('has bins no narrower than what was kept apart', () => {
    // Three digits tell 1,000 and 1,001 apart, and nothing between: 96 bins over 2 % would be a comb.
    const even = histogramOf(
      Array.from({ length: 20_000 }, (_, index) => 1e6 + index),
      1,
    )
    const scale = scaleOver(domainOf([even]), 'linear')
    const bins = binsOf(even, binGrid([even], scale))
    expect(bins.slice(1, -1).every((count) => count > 0)).toBe(true)
  })

  test('is drawn as the share of samples up to each value, to a thousandth of the axis', () => {
    fc.assert(
      fc.property(spread, (values) => {
        const histogram = histogramOf(values)
        const scale = scaleOver(domainOf([histogram]), 'linear')
        const points = ecdfOf(histogram, scale)
        for (const { to } of histogram.buckets()) {
          const at = scale.at(to)
          const drawn = Math.max(...points.map((point) => (point.at <= at ? point.share : 0)))
          expect(drawn).toBeGreaterThanOrEqual(shareUpTo(histogram, to))
          const beyond = Math.min(scale.valueAt(at + 0.0011), histogram.max)
          expect(drawn).toBeLessThanOrEqual(shareUpTo(histogram, beyond))
        }
      }),
    )
  })

  test('is read as the share of samples up to each value, which rises to all of them', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const histogram = histogramOf(values)
        const points = ecdfOf(histogram, scaleOver(domainOf([histogram]), 'linear'))
        expect(points.at(-1)?.share).toBe(1)
        for (const [index, { at, share }] of points.entries()) {
          expect(share).toBeGreaterThan(points[index - 1]?.share ?? 0)
          expect(at).toBeGreaterThanOrEqual(points[index - 1]?.at ?? 0)
        }
      }),
    )
    const four = histogramOf([10, 20, 30, 40])
    expect([9, 10, 25, 40, 99].map((value) => shareUpTo(four, value))).toEqual([0, 0.25, 0.5, 1, 1])
  })
})

describe('an axis', () => {
  test('is logarithmic where values span much and have logarithms', () => {
    expect(fittingKind(domainOf([histogramOf([10, 12, 15])]))).toBe('linear')
    expect(fittingKind(domainOf([histogramOf([10, 12, 1500])]))).toBe('log')
    expect(fittingKind(domainOf([histogramOf([0, 0])]))).toBe('linear')
  })

  test('holds several histograms, and the limits that are near', () => {
    const domain = domainOf([histogramOf([10.4, 20]), histogramOf([15, 40])])
    expect(domain.to).toBeCloseTo(40, 0)
    expect(withLimits(domain, [100]).to).toBe(100)
    expect(withLimits(domain, [1e6]).to).toBeCloseTo(40, 0)
  })

  test('puts values where they can be found again', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0, max: 1, noNaN: true }), (values, position) => {
        for (const kind of ['linear', 'log'] as const) {
          const scale = scaleOver(domainOf([histogramOf(values)]), kind)
          expect(scale.at(scale.valueAt(position))).toBeCloseTo(position, 6)
        }
      }),
    )
  })

  test('has round ticks in a unit that fits, not more than asked for', () => {
    const labels = (values: readonly number[], kind: 'linear' | 'log'): readonly string[] =>
      ticksOf(scaleOver(domainOf([histogramOf(values)]), kind), 'ns', 6).map(({ label }) => label)
    expect(labels([5.1e6, 14.8e6], 'linear')).toEqual(['6 ms', '8 ms', '10 ms', '12 ms', '14 ms'])
    expect(labels([1200, 900_000], 'log')).toEqual([
      '3 µs',
      '10 µs',
      '30 µs',
      '100 µs',
      '300 µs',
      '1 ms',
    ])
    expect(labels([1e-2, 9e11], 'log')).toEqual(['1 ns', '1 µs', '1 ms', '1 s', '1,000 s'])
    expect(labels([100, 103], 'log')).toEqual(['100 ns', '101 ns', '102 ns', '103 ns'])
    fc.assert(
      fc.property(samples, fc.constantFrom('linear', 'log'), (values, kind) => {
        const ticks = ticksOf(scaleOver(domainOf([histogramOf(values)]), kind), 'ns', 6)
        expect(ticks.length).toBeLessThanOrEqual(7)
      }),
    )
  })

  test('has labels without zeros that say nothing', () => {
    expect(['10.0 ms', '1.50 ms', '100 ns', '1,000 /s', '0.500 ns'].map(withoutZeros)).toEqual([
      '10 ms',
      '1.5 ms',
      '100 ns',
      '1,000 /s',
      '0.5 ns',
    ])
  })
})

describe('a distribution says', () => {
  test('what it is in a sentence', () => {
    const histogram = histogramOf([5e6, 9e6, 12e6])
    expect(distributionSentence({ name: 'decode', unit: 'ns', histogram })).toBe(
      'decode: 3 samples, 5.00 … 12.0 ms; half of them at most 9.00 ms.',
    )
  })

  test('percentiles only where there are samples enough, each series for itself', () => {
    const few = histogramOf([1, 2, 3, 4, 5, 6, 7, 8], 1)
    const many = histogramOf(
      Array.from({ length: 400 }, (_, index) => index + 1),
      1,
    )
    const rows = quantileRows([
      { name: 'few', unit: 'count', histogram: few },
      { name: 'many', unit: 'count', histogram: many },
    ])
    expect(rows.map(({ share }) => share)).toContain('99 %')
    expect(rows.map(({ share }) => share)).not.toContain('99.9 %')
    expect(rows.find(({ share }) => share === '99 %')?.values).toEqual(['–', '396'])
    expect(rows.find(({ share }) => share === '50 %')?.values[0]).toBe('4')
  })
})
