import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../src/kernel/random.ts'
import { benjaminiHochberg, ratioOfMedians, signFlip } from '../../../../src/stats/index.ts'

/** Every sum by recursion, and the share at least as far from 0. */
function naiveTwoSided(differences: readonly number[]): number {
  const sums = differences.reduce<number[]>(
    (all, one) => all.flatMap((s) => [s + one, s - one]),
    [0],
  )
  const observed = Math.abs(differences.reduce((sum, one) => sum + one, 0))
  return sums.filter((sum) => Math.abs(sum) >= observed - 1e-9).length / sums.length
}

describe('sign flip', () => {
  it('agrees with enumeration', () => {
    const differences = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(differences, (given) => {
        const expected = Math.min(1, naiveTwoSided(given))
        expect(signFlip(given).pValue).toBeCloseTo(expected, 12)
      }),
    )
  })

  // Fisher, The Design of Experiments (1935), §21: Darwin's maize, differences in eighths of an inch; 863 of 32,768
  // arrangements on one side, 1,726 on both: 5.267 %.
  it("repeats Fisher's count of Darwin's plants", () => {
    const darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
    expect(signFlip(darwin).pValue).toBeCloseTo(1726 / 32768, 12)
    expect(signFlip(darwin, { alternative: 'greater' }).pValue).toBeCloseTo(863 / 32768, 12)
  })

  it('takes sums that differ by rounding only as equal', () => {
    // 0.1 + 0.2 − 0.3 is 5.6e-17: without slack the two flips that give "0" would not both count.
    expect(signFlip([0.1, 0.2, -0.3]).pValue).toBe(1)
  })

  it('finds nothing where nothing moved', () => {
    expect(signFlip([0, 0, 0])).toEqual({ mean: 0, pValue: 1, method: 'exact' })
  })

  it('draws flips where they are too many, close to the exact chance, by its seed', () => {
    const differences = Array.from({ length: 40 }, (_, index) => (index % 3 === 0 ? -1 : 0.8))
    const draw = (seed: number) =>
      signFlip(differences, { random: createRandom(seed), flips: 20_000 })
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1).method).toBe('random')
    // Sum 6.8, variance Σ d² = 30.64: normal two-sided about 0.22.
    expect(Math.abs(draw(1).pValue - 0.22)).toBeLessThan(0.02)
  })

  it('asks for a random where it needs one, and refuses nothing and NaN', () => {
    expect(() => signFlip(Array.from({ length: 17 }, () => 1))).toThrow(/random/)
    expect(() => signFlip([])).toThrow(RangeError)
    expect(() => signFlip([Number.NaN])).toThrow(RangeError)
  })
})

describe('Benjamini–Hochberg', () => {
  // R: p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.55), "BH").
  it("gives R's values in the order given", () => {
    const adjusted = benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.55])
    const expected = [0.025, 0.05, 0.05, 0.025, 0.55]
    adjusted.forEach((p, index) => expect(p).toBeCloseTo(expected[index] ?? Number.NaN, 14))
  })

  // R: p.adjust(c(0.01, 0.02, 0.021), "BH").
  it('never gives a smaller p-value a larger adjusted one', () => {
    expect(benjaminiHochberg([0.01, 0.02, 0.021])).toEqual([0.021, 0.021, 0.021])
  })

  it('takes none, and refuses what is no probability', () => {
    expect(benjaminiHochberg([])).toEqual([])
    expect(() => benjaminiHochberg([0.5, 2])).toThrow(RangeError)
  })
})

describe('ratio of medians', () => {
  const options = () => ({ confidence: 0.95, random: createRandom(3) })

  it('is the plain ratio, within its interval, and the same for the same seed', () => {
    const a = [11, 12, 10.5, 11.5, 12.5, 11.2]
    const b = [10, 10.2, 9.8, 10.1, 9.9, 10.3]
    const result = ratioOfMedians(a, b, options())
    expect(result.ratio).toBeCloseTo(11.35 / 10.05, 12)
    expect(result.interval?.lo).toBeLessThanOrEqual(result.ratio)
    expect(result.interval?.hi).toBeGreaterThanOrEqual(result.ratio)
    expect(result.interval?.lo).toBeGreaterThan(1)
    expect(ratioOfMedians(a, b, options())).toEqual(result)
  })

  it('has no interval for a single value, and refuses zeros', () => {
    expect(ratioOfMedians([2], [1, 1], options())).toEqual({ ratio: 2, interval: undefined })
    expect(() => ratioOfMedians([1, 2], [0, 1], options())).toThrow(RangeError)
  })
})
