import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  binomialCdf,
  binomialQuantile,
  incompleteBeta,
  lnGamma,
  lowerGamma,
  normalCdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
  upperGamma,
} from '../../../../src/stats/index.ts'

/** Agrees to a relative error. */
function expectNear(actual: number, expected: number, relative = 1e-12): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(Math.abs(expected) * relative)
}

const probability = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true })

// "Exact" values below: mpmath 1.3 at 40 digits.

describe('gamma functions', () => {
  it.each([
    [0.01, 4.5994798780420217],
    [0.5, 0.57236494292470009],
    [1.5, -0.12078223763524522],
    [3, 0.69314718055994531],
    [10.25, 13.368023671476046],
    [170.5, 704.00442773420467],
    [1e5, 1051287.7089736569],
  ])('ln Γ(%d) is exact', (x, exact) => expectNear(lnGamma(x), exact, 1e-13))

  it.each([
    [0.5, 0.1, 0.34527915398142298, 0.65472084601857702],
    [3, 2, 0.32332358381693654, 0.67667641618306346],
    [3, 12, 0.9994777419499671, 0.00052225805003289783],
    [50, 40, 0.070335066659394954, 0.92966493334060505],
    [0.1, 8, 0.99999507519205198, 4.9248079480195131e-6],
  ])('P and Q at a = %d, x = %d are exact', (a, x, lower, upper) => {
    expectNear(lowerGamma(a, x), lower)
    expectNear(upperGamma(a, x), upper)
  })
})

describe('incomplete beta function', () => {
  it.each([
    [0.3, 2, 3, 0.3483],
    [0.9, 0.5, 0.5, 0.79516723530086655],
    [0.01, 10, 0.3, 6.6418434939389546e-22],
    [0.5, 200, 180, 0.15212954940791283],
    [0, 2, 3, 0],
    [1, 2, 3, 1],
  ])('I_%d(%d, %d) is exact', (x, a, b, exact) => expectNear(incompleteBeta({ a, b }, x), exact))
})

describe('normal distribution', () => {
  it.each([
    [-10, 7.6198530241605261e-24],
    [-5, 2.8665157187919391e-7],
    [-3, 0.0013498980316300945],
    [-1.96, 0.024997895148220436],
    [-0.1, 0.46017216272297102],
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [2.5, 0.99379033467422386],
    [6, 0.99999999901341235],
  ])('Φ(%d) is exact', (z, exact) => expectNear(normalCdf(z), exact))

  // NIST/SEMATECH e-Handbook, Table 1.3.6.7.1, and the percentage points printed in every table.
  it.each([
    [0.9, 1.2815515655446004],
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
    [0.99, 2.3263478740408408],
    [0.995, 2.5758293035489004],
    [1e-10, -6.361340902404056],
  ])('z(%d) is as tabulated', (p, z) => expectNear(normalQuantile(p), z, 1e-14))

  it('is undone by its quantile', () => {
    fc.assert(fc.property(probability, (p) => expectNear(normalCdf(normalQuantile(p)), p, 1e-12)))
  })

  it('has infinite ends, and refuses what is no probability', () => {
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY)
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY)
    for (const bad of [-0.1, 1.1, Number.NaN]) expect(() => normalQuantile(bad)).toThrow(RangeError)
  })
})

describe("Student's t distribution", () => {
  it.each([
    [0.5, 1, 0.64758361765043327],
    [-2, 3, 0.069662984279421588],
    [2.5, 4.7, 0.97120392032656635],
    [-8, 2, 0.0076340360826690691],
    [1e-3, 10, 0.50038910831262951],
    [3, 100, 0.99829604232833528],
    [-1.5, 0.5, 0.25395089532405422],
  ])('P(t ≤ %d) with %d degrees of freedom is exact', (t, df, exact) => {
    expectNear(studentCdf(t, df), exact)
  })

  // NIST/SEMATECH e-Handbook, Table 1.3.6.7.2.
  it.each([
    [1, [3.078, 6.314, 12.706, 31.821, 63.657]],
    [2, [1.886, 2.92, 4.303, 6.965, 9.925]],
    [4, [1.533, 2.132, 2.776, 3.747, 4.604]],
    [8, [1.397, 1.86, 2.306, 2.896, 3.355]],
    [18, [1.33, 1.734, 2.101, 2.552, 2.878]],
    [100, [1.29, 1.66, 1.984, 2.364, 2.626]],
  ])('has the tabulated critical values for %i degrees of freedom', (df, row) => {
    const found = [0.9, 0.95, 0.975, 0.99, 0.995].map((p) => studentQuantile(p, df))
    found.forEach((t, index) => expect(t).toBeCloseTo(row[index] ?? Number.NaN, 3))
  })

  it('has the closed forms of 1 and 2 degrees of freedom', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 0.4999, noNaN: true }), (p) => {
        expectNear(studentQuantile(p, 1), -1 / Math.tan(Math.PI * p), 1e-11)
        expectNear(studentQuantile(p, 2), (2 * p - 1) / Math.sqrt(2 * p * (1 - p)), 1e-10)
      }),
    )
  })

  it('is undone by its quantile, for fractional degrees of freedom too', () => {
    const df = fc.double({ min: 0.5, max: 1e5, noNaN: true })
    fc.assert(
      fc.property(probability, df, (p, degrees) => {
        expectNear(studentCdf(studentQuantile(p, degrees), degrees), p, 1e-9)
      }),
    )
  })

  it('refuses degrees of freedom of 0', () => {
    expect(() => studentQuantile(0.9, 0)).toThrow(RangeError)
  })
})

describe('binomial distribution', () => {
  /** Adds up the chances, each from the one before. */
  function naiveCdf(successes: number, trials: number, p: number): number {
    let chance = (1 - p) ** trials
    let sum = 0
    for (let k = 0; k <= successes; k++) {
      sum += chance
      chance *= ((trials - k) / (k + 1)) * (p / (1 - p))
    }
    return sum
  }

  const trials = fc.integer({ min: 1, max: 60 })
  const chance = fc.double({ min: 0.01, max: 0.99, noNaN: true })

  it('is the sum of its chances', () => {
    fc.assert(
      fc.property(trials, chance, fc.nat(60), (count, p, k) => {
        if (k < count)
          expectNear(binomialCdf(k, { trials: count, p }), naiveCdf(k, count, p), 1e-10)
      }),
    )
  })

  it('has the smallest sufficient count as its quantile', () => {
    fc.assert(
      fc.property(trials, chance, probability, (count, p, wanted) => {
        const binomial = { trials: count, p }
        const k = binomialQuantile(wanted, binomial)
        expect(binomialCdf(k, binomial)).toBeGreaterThanOrEqual(wanted)
        if (k > 0) expect(binomialCdf(k - 1, binomial)).toBeLessThan(wanted)
      }),
    )
  })
})
