import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pseudomedian, wilcoxonSignedRank } from '../../../../src/stats/index.ts'

describe('pseudomedian', () => {
  it("gives Hollander & Wolfe's example 3.3 (Hamilton depression factor)", () => {
    const changes = [-0.952, 0.147, -1.022, -0.43, -0.62, -0.59, -0.49, 0.08, -0.01]
    const { location, interval } = pseudomedian(changes, 0.96)
    expect(location).toBeCloseTo(-0.46, 9)
    expect(interval?.lo).toBeCloseTo(-0.786, 9)
    expect(interval?.hi).toBeCloseTo(-0.01, 9)
    expect(interval?.confidence).toBeCloseTo(0.961, 3)
  })

  it('needs 8 values for 99 %', () => {
    const eight = [1, 2, 3, 4, 5, 6, 7, 8]
    expect(pseudomedian(eight.slice(1), 0.99).interval).toBeUndefined()
    expect(pseudomedian(eight, 0.99).interval).toEqual({ lo: 1, hi: 8, confidence: 1 - 2 / 256 })
  })

  it('holds just the centres that signed ranks do not reject', () => {
    const distinct = fc
      .uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 8, maxLength: 14 })
      .map((all) => all.map((value, index) => value + index / 997))
    fc.assert(
      fc.property(distinct, (all) => {
        const { interval } = pseudomedian(all, 0.99)
        if (interval === undefined) throw new Error('8 values and more have an interval')
        const rejects = (centre: number): boolean =>
          wilcoxonSignedRank(all.map((value) => value - centre)).pValue <= 0.01
        expect(rejects(interval.lo + 1e-6)).toBe(false)
        expect(rejects(interval.hi - 1e-6)).toBe(false)
        expect(rejects(interval.lo - 1e-6)).toBe(true)
        expect(rejects(interval.hi + 1e-6)).toBe(true)
      }),
    )
  })
})
