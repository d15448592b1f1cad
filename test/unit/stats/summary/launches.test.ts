import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../src/kernel/random.ts'
import { bootstrapLaunches, launchInterval, mean } from '../../../../src/stats/index.ts'

describe('launch interval', () => {
  // t.test(log(c(100, 102, 98, 101, 99)), conf.level = 0.99), worked by hand: t(4, .995) = 4.604094871415897.
  it("is Student's on logarithms", () => {
    const launches = [100, 102, 98, 101, 99]
    const logs = launches.map(Math.log)
    const centre = logs.reduce((sum, log) => sum + log, 0) / 5
    const squares = logs.reduce((sum, log) => sum + (log - centre) ** 2, 0)
    const reach = 4.604094871415897 * Math.sqrt(squares / 4 / 5)
    const { location, interval } = launchInterval(launches, 0.99)
    expect(location).toBeCloseTo(Math.exp(centre), 10)
    expect(interval?.lo).toBeCloseTo(Math.exp(centre - reach), 9)
    expect(interval?.hi).toBeCloseTo(Math.exp(centre + reach), 9)
  })

  it('of one launch is undefined, of equal launches a point', () => {
    expect(launchInterval([5], 0.99)).toEqual({
      location: expect.closeTo(5, 12),
      interval: undefined,
    })
    const { interval } = launchInterval([4, 4, 4], 0.99)
    expect([interval?.lo, interval?.hi]).toEqual([expect.closeTo(4, 12), expect.closeTo(4, 12)])
  })

  it.each([
    { launches: [] },
    { launches: [0, 1] },
    { launches: [-1, 1] },
    { launches: [Number.NaN, 1] },
  ])('refuses $launches', ({ launches }) => {
    expect(() => launchInterval(launches, 0.99)).toThrow(RangeError)
  })

  it.each([0, 1, 99])('refuses a confidence of %d', (confidence) => {
    expect(() => launchInterval([1, 2], confidence)).toThrow(/0\.99/)
  })
})

describe('bootstrap over launches', () => {
  const options = () => ({ random: createRandom(1), confidence: 0.95, resamples: 4000 })

  // Efron & Tibshirani (1993), Table 14.2 and ch. 14: variance (÷ n) of the spatial test data, A; BCa 90 % interval
  // (115.8, 259.6) there, percentile (100.8, 233.9); theirs are Monte Carlo too.
  it("repeats Efron & Tibshirani's spatial test", () => {
    const spatial = [
      48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26,
      30, 41,
    ]
    const plainVariance = (values: Float64Array) => mean(values.map((v) => (v - mean(values)) ** 2))
    const result = bootstrapLaunches(spatial, plainVariance, { ...options(), confidence: 0.9 })
    expect(result?.estimate).toBeCloseTo(171.53, 1)
    expect(Math.abs((result?.percentile.lo ?? 0) - 100.8)).toBeLessThan(6)
    expect(Math.abs((result?.percentile.hi ?? 0) - 233.9)).toBeLessThan(6)
    expect(Math.abs((result?.bca.lo ?? 0) - 115.8)).toBeLessThan(6)
    expect(Math.abs((result?.bca.hi ?? 0) - 259.6)).toBeLessThan(8)
  })

  it('gives the same interval for the same seed, another for another', () => {
    const launches = [10, 11, 9, 12, 10.5, 9.7]
    const first = bootstrapLaunches(launches, mean, options())
    expect(bootstrapLaunches(launches, mean, options())).toEqual(first)
    const other = bootstrapLaunches(launches, mean, { ...options(), random: createRandom(2) })
    expect(other).not.toEqual(first)
  })

  it('of equal launches is a point, of one launch undefined', () => {
    const point = { lo: 3, hi: 3 }
    expect(bootstrapLaunches([3, 3, 3], mean, options())).toEqual({
      estimate: 3,
      percentile: point,
      bca: point,
    })
    expect(bootstrapLaunches([3], mean, options())).toBeUndefined()
  })
})
