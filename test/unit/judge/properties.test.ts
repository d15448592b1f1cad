import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ScenarioComparison, Verdict } from '../../../src/model/comparison.ts'
import { compareRuns, detectRegression } from '../../../src/judge/index.ts'
import { resultOf, runOf } from './records.ts'

/** Launches of one side: a level and a spread, so that every verdict comes up. */
const side = fc
  .tuple(
    fc.double({ min: -0.4, max: 0.4, noNaN: true }),
    fc.constantFrom(0.002, 0.02, 0.1),
    fc.array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), { minLength: 1, maxLength: 8 }),
  )
  .map(([shift, spread, errors]) => errors.map((error) => 1000 * Math.exp(shift + spread * error)))
const pairs = fc.tuple(side, side)

const judge = (current: readonly number[], baseline: readonly number[]): ScenarioComparison =>
  detectRegression(resultOf({ latency: current }), resultOf({ latency: baseline }))

/** Rounding may move a ratio across a limit that it lies on; such pairs say nothing. */
const isOnTheEdge = ({ ratio, interval }: ScenarioComparison): boolean => {
  const edges = [1, 1.05, 1 / 1.05, 1.1, 1 / 1.1]
  return [ratio, ...(interval ?? [])].some((value) =>
    edges.some((edge) => value !== null && Math.abs(value - edge) < 1e-9),
  )
}

const SWAPPED: Readonly<Partial<Record<Verdict, Verdict>>> = {
  regressed: 'improved',
  improved: 'regressed',
}

describe('the judge, whatever the launches', () => {
  it('gives the same verdict when both runs are scaled alike', () => {
    fc.assert(
      fc.property(pairs, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), ([one, other], scale) => {
        const plain = judge(one, other)
        fc.pre(!isOnTheEdge(plain))
        const scaled = judge(
          one.map((value) => value * scale),
          other.map((value) => value * scale),
        )
        expect(scaled.verdict).toBe(plain.verdict)
        expect(scaled.ratio).toBeCloseTo(plain.ratio ?? 0, 6)
      }),
    )
  })

  it('turns round when the sides are swapped', () => {
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        const forth = judge(one, other)
        fc.pre(!isOnTheEdge(forth))
        const back = judge(other, one)
        expect(back.verdict).toBe(SWAPPED[forth.verdict] ?? forth.verdict)
        expect(back.ratio).toBeCloseTo(1 / (forth.ratio ?? 0), 6)
        if (forth.interval !== null) {
          expect(back.interval?.[0]).toBeCloseTo(1 / forth.interval[1], 6)
          expect(back.interval?.[1]).toBeCloseTo(1 / forth.interval[0], 6)
        }
      }),
    )
  })

  it('does not depend on the order of launches', () => {
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        const plain = judge(one, other)
        fc.pre(!isOnTheEdge(plain))
        expect(judge(one.toReversed(), [...other.slice(1), ...other.slice(0, 1)]).verdict).toBe(
          plain.verdict,
        )
      }),
    )
  })

  it('never finds a change between a run and itself', () => {
    fc.assert(
      fc.property(side, (launches) => {
        const { verdict } = judge(launches, launches)
        expect(['unchanged', 'inconclusive']).toContain(verdict)
      }),
    )
  })

  it('is never red for a change within the tolerance, nor without an interval beyond 1', () => {
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        const { verdict, ratio, interval } = judge(one, other)
        if (verdict !== 'regressed') return
        expect(ratio).toBeGreaterThan(1.05)
        expect(interval?.[0]).toBeGreaterThan(1)
      }),
    )
  })

  it('never makes a comparison more red with a larger tolerance', () => {
    const percents = fc.double({ min: 0, max: 40, noNaN: true })
    const scenarios = fc.array(pairs, { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(scenarios, percents, percents, (many, one, other) => {
        const runs = [0, 1].map((index) =>
          runOf(many.map((pair, at) => resultOf({ key: `s${at}`, latency: pair[index] ?? [] }))),
        )
        const red = (tolerancePercent: number) =>
          compareRuns(runs[0] ?? runOf([]), runs[1] ?? runOf([]), { tolerancePercent })
            .scenarios.filter((scenario) => scenario.verdict === 'regressed')
            .map((scenario) => scenario.key)
        const strict = red(Math.min(one, other))
        expect(strict).toEqual(expect.arrayContaining(red(Math.max(one, other))))
      }),
    )
  })

  it('changes neither record', () => {
    const freeze = <T>(value: T): T => {
      if (typeof value === 'object' && value !== null) {
        Object.freeze(value)
        Object.values(value).forEach(freeze)
      }
      return value
    }
    const [one, other] = [1000, 1300].map((level) =>
      freeze(runOf([resultOf({ latency: [level, level * 1.01], stages: { a: [level, level] } })])),
    )
    if (one === undefined || other === undefined) throw new Error('two levels, two runs')
    expect(compareRuns(other, one)).toEqual(compareRuns(other, one))
  })
})
