import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  correlationAt,
  detrendedRanks,
  LAGS,
} from '../../../../src/judge/cause/rank-correlation.ts'
import { createRandom } from '../../../../src/kernel/random.ts'
import { autocorrelated } from './timelines.ts'

const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 8, maxLength: 40 })
const ranksOf = (values: readonly number[]): Float64Array =>
  detrendedRanks(Float64Array.from(values))

/** As it is written in books: midranks, least squares by the normal equations, Pearson's product. */
function naive(one: readonly number[], other: readonly number[]): number {
  const rest = (values: readonly number[]): number[] => {
    const ranks = values.map(
      (value) =>
        values.filter((lower) => lower < value).length +
        (values.filter((same) => same === value).length + 1) / 2,
    )
    const n = values.length
    const sum = (of: (index: number) => number): number =>
      ranks.reduce((all, _, index) => all + of(index), 0)
    const [sx, sy] = [sum((x) => x), sum((x) => ranks[x] ?? 0)]
    const [sxx, sxy] = [sum((x) => x * x), sum((x) => x * (ranks[x] ?? 0))]
    const slope = (n * sxy - sx * sy) / (n * sxx - sx * sx)
    const start = (sy - slope * sx) / n
    return ranks.map((rank, x) => rank - start - slope * x)
  }
  const [a, b] = [rest(one), rest(other)]
  const dot = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((all, value, index) => all + value * (y[index] ?? 0), 0)
  const scale = Math.sqrt(dot(a, a) * dot(b, b))
  return scale < 1e-6 ? 0 : dot(a, b) / scale
}

describe('rank correlation without trend', () => {
  test('is what the formulas say', () => {
    fc.assert(
      fc.property(numbers, fc.integer(), (values, seed) => {
        const random = createRandom(seed)
        const other = values.map(() => random.below(50))
        expect(correlationAt(ranksOf(values), ranksOf(other), 0)).toBeCloseTo(
          naive(values, other),
          9,
        )
      }),
    )
  })

  test('does not change when a series is transformed monotonically', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        expect(ranksOf(values.map((value) => Math.exp(value / 500) * 7 + 3))).toEqual(
          ranksOf(values),
        )
      }),
    )
  })

  test('has nothing to say of two things that only grow', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 8 }), (values) => {
        const growing = values.toSorted((one, other) => one - other)
        const faster = growing.map((_, index) => 2 ** (index % 1000))
        expect(correlationAt(ranksOf(growing), ranksOf(faster), 0)).toBe(0)
      }),
    )
  })

  test.each(LAGS)('finds a series that is shifted by %i windows at that lag', (lag) => {
    for (let seed = 1; seed <= 20; seed++) {
      const source = autocorrelated(44, 0, createRandom(seed))
      const latency = ranksOf(source.slice(2, 42))
      const series = ranksOf(source.slice(2 + lag, 42 + lag))
      const found = LAGS.toSorted(
        (one, other) => correlationAt(latency, series, other) - correlationAt(latency, series, one),
      )
      expect(found[0]).toBe(lag)
    }
  })

  test('leaves out what was not read', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
    const gaps = [...values.slice(0, 4), Number.NaN, ...values.slice(4)]
    const ranks = ranksOf(gaps)
    expect(ranks[4]).toBe(0)
    expect(ranks.every(Number.isFinite)).toBe(true)
    expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(0, 9)
  })

  test('is 0 for what does not move', () => {
    expect(correlationAt(ranksOf([1, 5, 2, 8, 3]), ranksOf([2, 2, 2, 2, 2]), 0)).toBe(0)
  })
})
