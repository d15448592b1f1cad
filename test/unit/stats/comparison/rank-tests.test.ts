import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cliffsDelta,
  hodgesLehmann,
  mannWhitney,
  wilcoxonSignedRank,
} from '../../../../src/stats/index.ts'

// R's help page of wilcox.test; Hollander & Wolfe (1973), pp. 69f. and 29f.
const PERMEABILITY_AT_TERM = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
const PERMEABILITY_EARLY = [1.15, 0.88, 0.9, 0.74, 1.21]
const DEPRESSION_BEFORE = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3]
const DEPRESSION_AFTER = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
const change = DEPRESSION_BEFORE.map((before, index) => before - (DEPRESSION_AFTER[index] ?? 0))

// Few distinct values, so that ties are common.
const side = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 })

/** Pairs won, ties counting half. */
function naiveU(a: readonly number[], b: readonly number[]): number {
  let u = 0
  for (const one of a) for (const other of b) u += one > other ? 1 : one === other ? 0.5 : 0
  return u
}

/** U of every way to call some of all values the first side. */
function everyU(a: readonly number[], b: readonly number[]): number[] {
  const all = [...a, ...b]
  return Array.from({ length: 2 ** all.length }, (_, mask) => mask)
    .map((mask) => all.map((_, index) => Math.floor(mask / 2 ** index) % 2 === 1))
    .filter((taken) => taken.filter(Boolean).length === a.length)
    .map((taken) =>
      naiveU(
        all.filter((_, i) => taken[i]),
        all.filter((_, i) => !taken[i]),
      ),
    )
}

const share = (values: readonly number[], test: (value: number) => boolean): number =>
  values.filter(test).length / values.length

describe('Mann–Whitney', () => {
  it("gives R's exact result", () => {
    const result = mannWhitney(PERMEABILITY_AT_TERM, PERMEABILITY_EARLY, { alternative: 'greater' })
    expect(result).toEqual({
      u: 35,
      pValue: expect.closeTo(0.1272061272061272, 14),
      method: 'exact',
    })
  })

  // R: wilcox.test(x, y, exact = FALSE); SciPy agrees.
  it('gives the corrected normal result', () => {
    const plain = mannWhitney(PERMEABILITY_AT_TERM, PERMEABILITY_EARLY, { method: 'normal' })
    expect(plain.pValue).toBeCloseTo(0.24462360512698333, 13)
    const tied = mannWhitney([1, 2, 2, 3, 5], [2, 4, 4, 6, 7, 7], { method: 'normal' })
    expect(tied).toMatchObject({ u: 5, pValue: expect.closeTo(0.07864522326072336, 13) })
  })

  // SciPy: permutation_test over all arrangements.
  it('counts arrangements with ties exactly', () => {
    const tied = mannWhitney([1, 2, 2, 3, 5], [2, 4, 4, 6, 7, 7])
    expect(tied).toEqual({ u: 5, pValue: expect.closeTo(0.0735930735930736, 13), method: 'exact' })
  })

  it('agrees with enumeration, ties included', () => {
    fc.assert(
      fc.property(side, side, (a, b) => {
        const u = naiveU(a, b)
        const all = everyU(a, b)
        const less = share(all, (one) => one <= u)
        const greater = share(all, (one) => one >= u)
        expect(mannWhitney(a, b, { alternative: 'less' }).pValue).toBeCloseTo(less, 12)
        expect(mannWhitney(a, b, { alternative: 'greater' }).pValue).toBeCloseTo(greater, 12)
        const both = mannWhitney(a, b)
        expect(both.u).toBe(u)
        expect(both.pValue).toBeCloseTo(Math.min(1, 2 * Math.min(less, greater)), 12)
      }),
      { numRuns: 60 },
    )
  })

  // Two-sided 1 % and 5 % critical values of U: Milton, JASA 59 (1964); printed in every table.
  it.each([
    [5, 5, 2, 0],
    [6, 6, 5, 2],
    [8, 8, 13, 7],
    [10, 10, 23, 16],
    [5, 10, 8, 4],
    [20, 20, 127, 105],
  ])('has the tabulated critical values at %i against %i', (n, m, at5, at1) => {
    for (const [critical, level] of [
      [at5, 0.05],
      [at1, 0.01],
    ] as const) {
      expect(pAtU(n, m, critical)).toBeLessThanOrEqual(level)
      expect(pAtU(n, m, critical + 1)).toBeGreaterThan(level)
    }
  })

  /** The p-value of values without ties that give this U. */
  function pAtU(n: number, m: number, u: number): number {
    const b = Array.from({ length: m }, (_, index) => index + 1)
    const wins = Array.from({ length: n }, (_, index) => Math.max(0, Math.min(m, u - index * m)))
    const a = wins.map((won, index) => won + 0.5 + index / (10 * n))
    expect(naiveU(a, b)).toBe(u)
    return mannWhitney(a, b).pValue
  }

  it('finds nothing in equal values, by either method', () => {
    expect(mannWhitney([1, 1], [1, 1, 1]).pValue).toBe(1)
    expect(mannWhitney([1, 1], [1, 1, 1], { method: 'normal' }).pValue).toBe(1)
    expect(mannWhitney([1], [1]).pValue).toBe(1)
  })

  it('turns to the normal approximation for many values, which is then close', () => {
    const many = Array.from({ length: 40 }, (_, index) => index * 1.3)
    const others = Array.from({ length: 40 }, (_, index) => index + 0.5)
    const approximate = mannWhitney(many, others)
    const exact = mannWhitney(many, others, { method: 'exact' })
    expect(approximate.method).toBe('normal')
    expect(approximate.pValue).toBeCloseTo(exact.pValue, 3)
  })

  it('refuses empty sides and NaN', () => {
    expect(() => mannWhitney([], [1])).toThrow(RangeError)
    expect(() => mannWhitney([1], [Number.NaN])).toThrow(/NaN/)
  })
})

describe("Cliff's delta", () => {
  it('is the share of pairs won less the share lost', () => {
    fc.assert(
      fc.property(side, side, (a, b) => {
        const pairs = a.flatMap((one) => b.map((other) => Math.sign(one - other)))
        const expected = pairs.reduce((sum, sign) => sum + sign, 0) / pairs.length
        expect(cliffsDelta(a, b)).toBeCloseTo(expected, 12)
      }),
    )
  })
})

describe('Hodges–Lehmann', () => {
  // R: wilcox.test(x, y, conf.int = TRUE): (−0.15, 0.76), estimate 0.305.
  it("gives R's estimate and interval", () => {
    const { shift, interval } = hodgesLehmann(PERMEABILITY_AT_TERM, PERMEABILITY_EARLY, 0.95)
    expect(shift).toBeCloseTo(0.305, 12)
    expect(interval?.lo).toBeCloseTo(-0.15, 12)
    expect(interval?.hi).toBeCloseTo(0.76, 12)
    expect(interval?.confidence).toBeCloseTo(0.96004, 5)
  })

  it('holds exactly the shifts that the test does not reject', () => {
    const different = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), {
      minLength: 4,
      maxLength: 7,
    })
    fc.assert(
      fc.property(different, different, (a, b) => {
        const first = a.map((value) => value * Math.SQRT2)
        const { interval } = hodgesLehmann(first, b, 0.9)
        if (interval === undefined) return
        const pAfter = (by: number) =>
          mannWhitney(
            first.map((value) => value - by),
            b,
          ).pValue
        expect(pAfter(interval.lo + 1e-9)).toBeGreaterThan(0.1)
        expect(pAfter(interval.lo - 1e-9)).toBeLessThanOrEqual(0.1)
        expect(pAfter(interval.hi - 1e-9)).toBeGreaterThan(0.1)
        expect(pAfter(interval.hi + 1e-9)).toBeLessThanOrEqual(0.1)
      }),
      { numRuns: 40 },
    )
  })

  it('has no interval where the values are too few', () => {
    expect(hodgesLehmann([1, 2, 3, 4], [1, 2, 3, 4, 5], 0.99).interval).toBeUndefined()
    expect(hodgesLehmann([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], 0.99).interval).toBeDefined()
    expect(hodgesLehmann([3], [1], 0.99)).toEqual({ shift: 2, interval: undefined })
  })

  it('goes on smoothly to the normal approximation', () => {
    const a = Array.from({ length: 30 }, (_, index) => index * 1.01)
    const b = Array.from({ length: 30 }, (_, index) => index * 0.99)
    const exact = hodgesLehmann(a, b, 0.95).interval
    const normal = hodgesLehmann([...a, 14.5], b, 0.95).interval
    expect(Math.abs((normal?.lo ?? 0) - (exact?.lo ?? 0))).toBeLessThan(0.5)
  })
})

describe('Wilcoxon signed ranks', () => {
  it("gives R's exact result", () => {
    const result = wilcoxonSignedRank(change, { alternative: 'greater' })
    expect(result).toEqual({ v: 40, pValue: expect.closeTo(0.01953125, 14), method: 'exact' })
  })

  // SciPy: wilcoxon(…, correction = True, method = "asymptotic"); R agrees.
  it('gives the corrected normal result, with ties', () => {
    const result = wilcoxonSignedRank([1, -2, 2, 3, 4, -1, 5, 6], { method: 'normal' })
    expect(result.pValue).toBeCloseTo(0.07931816374405432, 12)
  })

  it('finds nothing where nothing moved', () => {
    expect(wilcoxonSignedRank([0, 0]).pValue).toBe(1)
    expect(wilcoxonSignedRank([0], { method: 'normal' }).pValue).toBe(1)
  })
})
