import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { segment } from '../../../../src/stats/changepoint/segmentation.ts'

describe('segment', () => {
  test('cuts where the mean changes', () => {
    const values = Float64Array.of(0, 1, 0, 1, 9, 8, 9, 8, 9, 3, 3, 2, 3)
    expect(segment(values, { penalty: 4, leastLength: 2 })).toEqual([4, 9])
  })

  test('leaves values alone that are shorter than two segments', () => {
    expect(segment(Float64Array.of(0, 0, 9), { penalty: 0.1, leastLength: 2 })).toEqual([])
    expect(segment(new Float64Array(0), { penalty: 1, leastLength: 1 })).toEqual([])
  })

  test('costs what the best of all segmentations costs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 6 }),
        (values, penalty, leastLength) => {
          fc.pre(values.length >= leastLength)
          const found = segment(Float64Array.from(values), { penalty, leastLength })
          const bounds = [0, ...found, values.length]
          expect(costOf(values, bounds) + penalty * found.length).toBeCloseTo(
            leastCost(values, penalty, leastLength),
            6,
          )
          const lengths = bounds.slice(1).map((to, place) => to - (bounds[place] ?? 0))
          expect(Math.min(...lengths)).toBeGreaterThanOrEqual(leastLength)
        },
      ),
      { seed: 7, numRuns: 300 },
    )
  })
})

function costOf(values: readonly number[], bounds: readonly number[]): number {
  return bounds.slice(1).reduce((sum, to, place) => {
    const part = values.slice(bounds[place], to)
    const mean = part.reduce((all, value) => all + value, 0) / part.length
    return sum + part.reduce((all, value) => all + (value - mean) ** 2, 0)
  }, 0)
}

/** Every last segment after every best beginning: O(n²) segments, nothing pruned. */
function leastCost(values: readonly number[], penalty: number, leastLength: number): number {
  const best = [-penalty]
  for (let end = 1; end <= values.length; end++) {
    let least = Number.POSITIVE_INFINITY
    for (let start = 0; start <= end - leastLength; start++) {
      least = Math.min(
        least,
        (best[start] ?? 0) + costOf(values.slice(start, end), [0, end - start]) + penalty,
      )
    }
    best.push(least)
  }
  return best[values.length] ?? 0
}
