import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../src/kernel/random.ts'
import {
  mean,
  normalQuantile,
  robustMean,
  stddev,
  studentQuantile,
} from '../../../../src/stats/index.ts'

const values = fc.array(
  fc.integer({ min: -1000, max: 1000 }).map((value) => value / 10),
  { minLength: 2, maxLength: 20 },
)

const RUNS = 8000

describe('robustMean', () => {
  it("is Student's mean where no value lies apart", () => {
    const plain = [1, 2, 3, 4, 5, 6]
    const found = robustMean(plain)
    expect(found.location).toBeCloseTo(mean(plain), 12)
    expect(found.standardError).toBeCloseTo(stddev(plain) / Math.sqrt(6), 12)
    expect(found).toMatchObject({ degreesOfFreedom: 5, clipped: 0 })
  })

  it('lets a value that lies apart count only as far as the bound, at the price of a degree of freedom', () => {
    const plain = [1, 2, 3, 4, 5, 6, 7]
    const [near, far] = [robustMean([...plain, 100]), robustMean([...plain, 1e6])]
    expect(far.location).toBeCloseTo(near.location, 9)
    expect(far.standardError).toBeCloseTo(near.standardError, 9)
    expect(far).toMatchObject({ degreesOfFreedom: 6, clipped: 1 })
    expect(far.location).toBeLessThan(6)
  })

  it('does not collapse to one of two groups', () => {
    const { standardError, location } = robustMean([-4, -4.1, -3.9, -4, 4, 4.1, 3.9, 4.05])
    expect(Math.abs(location)).toBeLessThan(0.1)
    expect(standardError).toBeGreaterThan(1)
  })

  it('keeps an error where most values are the same', () => {
    const { location, standardError } = robustMean([1, 1, 1, 1, 3])
    expect(location).toBe(1)
    expect(standardError).toBeGreaterThan(0.3)
  })

  it('moves and stretches with its values', () => {
    fc.assert(
      fc.property(
        values,
        fc.double({ min: -10, max: 10, noNaN: true }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (all, shift, scale) => {
          fc.pre(stddev(all) > 1e-3)
          const plain = robustMean(all)
          const moved = robustMean(all.map((value) => value * scale + shift))
          fc.pre(moved.clipped === plain.clipped)
          expect(moved.location).toBeCloseTo(plain.location * scale + shift, 5)
          expect(moved.standardError).toBeCloseTo(plain.standardError * scale, 5)
        },
      ),
    )
  })

  it('turns round with its values', () => {
    fc.assert(
      fc.property(values, (all) => {
        const turned = robustMean(all.map((value) => -value))
        expect(turned.location).toBeCloseTo(-robustMean(all).location, 9)
        expect(turned.standardError).toBeCloseTo(robustMean(all).standardError, 9)
      }),
    )
  })

  it.each([5, 8, 14])('has intervals of 99 percent that hold, from %i normal values', (count) => {
    const random = createRandom(count)
    let missed = 0
    for (let run = 0; run < RUNS; run++) {
      const drawn = Array.from({ length: count }, () =>
        normalQuantile((random.uint32() + 0.5) / 2 ** 32),
      )
      const { location, standardError, degreesOfFreedom } = robustMean(drawn)
      if (Math.abs(location) > studentQuantile(0.995, degreesOfFreedom) * standardError) missed++
    }
    expect(missed / RUNS).toBeLessThan(0.0145)
    expect(missed / RUNS).toBeGreaterThan(0.005)
  })

  it('has no error to show for one value, and throws without any', () => {
    expect(robustMean([3])).toMatchObject({ location: 3, standardError: 0 })
    expect(() => robustMean([])).toThrow(RangeError)
    expect(() => robustMean([1, Number.NaN])).toThrow(RangeError)
  })
})
