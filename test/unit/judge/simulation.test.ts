import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../../src/model/comparison.ts'
import type { Random } from '../../../src/kernel/random.ts'
import { type CompareOptions, compareRuns } from '../../../src/judge/index.ts'
import { drawLaunches, drawTwoModes, resultOf, runOf, seeded } from './records.ts'

/**
 * How often the judge errs, by simulation: two runs of thousands of scenarios whose true change is known. Seeded, so
 * the shares asserted here are exact; the wider tables are in docs/statistics.md, "Verdicts".
 */

const SCENARIOS = 1000

type Draw = (random: Random, factor: number) => number[]

/** Launches around 1 µs, slowed by a factor; `spread` = standard deviation of their logarithms. */
const steady =
  (launches: number, spread: number): Draw =>
  (random, factor) =>
    drawLaunches(random, { launches, level: 1000 * factor, spread })

/** Launches that run `slow` times slower with a chance of `share`. */
const twoModes =
  (launches: number, slow: number, share: number): Draw =>
  (random, factor) =>
    drawTwoModes(random, { launches, level: 1000 * factor, slow, share })

/** The share of scenarios that got a verdict, in percent, when the true change is `factor`. */
function shares(
  draw: Draw,
  factor: number,
  options: CompareOptions = {},
): (verdict: Verdict) => number {
  const random = seeded(20_261_102)
  const keys = Array.from({ length: SCENARIOS }, (_, index) => `scenario ${index}`)
  const [baseline, current] = [1, factor].map((by) =>
    runOf(keys.map((key) => resultOf({ key, latency: draw(random, by) }))),
  )
  if (current === undefined || baseline === undefined) throw new Error('two factors, two runs')
  const { scenarios } = compareRuns(current, baseline, options)
  return (verdict) =>
    (100 * scenarios.filter((scenario) => scenario.verdict === verdict).length) / SCENARIOS
}

describe('identical code', () => {
  it.each([
    ['3 launches, 2 % apart', steady(3, 0.02)],
    ['3 launches, 5 % apart', steady(3, 0.05)],
    ['5 launches, 2 % apart', steady(5, 0.02)],
    ['5 launches, 5 % apart', steady(5, 0.05)],
    ['5 launches, 10 % apart', steady(5, 0.1)],
    ['10 launches, 5 % apart', steady(10, 0.05)],
    ['5 launches, 3 in 10 of them 1.3 × slower', twoModes(5, 1.3, 0.3)],
    ['5 launches, half of them 5 × slower', twoModes(5, 5, 0.5)],
    ['10 launches, 1 in 10 of them 5 × slower', twoModes(10, 5, 0.1)],
  ])('is called changed in at most 1 %%: %s', (_, draw) => {
    const share = shares(draw, 1)
    expect(share('regressed') + share('improved')).toBeLessThanOrEqual(1)
  })

  it('stays within 1 % even with no tolerance at all', () => {
    const share = shares(steady(5, 0.05), 1, { tolerancePercent: 0 })
    expect(share('regressed') + share('improved')).toBeLessThanOrEqual(1.2)
  })

  it('is shown unchanged where launches agree', () => {
    expect(shares(steady(5, 0.02), 1)('unchanged')).toBeGreaterThan(99)
  })

  it('errs in 3 % at most from three launches in two modes, as documented', () => {
    const share = shares(twoModes(3, 5, 0.5), 1)
    expect(share('regressed') + share('improved')).toBeLessThanOrEqual(3.2)
  })
})

describe('slower code', () => {
  it.each([
    ['+10 %, 5 launches 2 % apart', steady(5, 0.02), 1.1, 99],
    ['+20 %, 5 launches 2 % apart', steady(5, 0.02), 1.2, 100],
    ['+10 %, 5 launches 5 % apart', steady(5, 0.05), 1.1, 35],
    ['+20 %, 5 launches 5 % apart', steady(5, 0.05), 1.2, 94],
    ['+10 %, 10 launches 5 % apart', steady(10, 0.05), 1.1, 87],
    ['+20 %, 3 launches 2 % apart', steady(3, 0.02), 1.2, 94],
  ])('is found: %s', (_, draw, factor, atLeast) => {
    expect(shares(draw, factor)('regressed')).toBeGreaterThanOrEqual(atLeast)
  })

  it('is not called unchanged when it is 20 % slower', () => {
    expect(shares(steady(5, 0.05), 1.2)('unchanged')).toBe(0)
  })

  it('keeps its word on what it can detect: four times of five', () => {
    const random = seeded(7)
    const promised = Array.from({ length: 400 }, () => {
      const pair = [1, 2].map(() => resultOf({ latency: steady(5, 0.05)(random, 1) }))
      const { scenarios } = compareRuns(runOf(pair.slice(0, 1)), runOf(pair.slice(1)))
      return scenarios[0]?.smallestDetectablePercent ?? 0
    })
    const typical = promised.toSorted((left, right) => left - right)[200] ?? 0
    const found = shares(steady(5, 0.05), 1 + typical / 100)('regressed')
    expect(found).toBeGreaterThan(70)
    expect(found).toBeLessThan(90)
  })
})

describe('stages', () => {
  it('do not add false alarms: five of them share the allowance', () => {
    const random = seeded(3)
    const draw = steady(5, 0.05)
    const names = ['a', 'b', 'c', 'd', 'e']
    const run = () =>
      runOf(
        Array.from({ length: 600 }, (_, index) =>
          resultOf({
            key: `scenario ${index}`,
            latency: draw(random, 1),
            stages: Object.fromEntries(names.map((name) => [name, draw(random, 0.2)])),
          }),
        ),
      )
    const { scenarios } = compareRuns(run(), run())
    const red = scenarios.filter((scenario) => scenario.verdict === 'regressed').length
    expect((100 * red) / scenarios.length).toBeLessThanOrEqual(1.2)
  })
})
