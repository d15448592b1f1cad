import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalise, spreadPercent } from '../../../../src/judge/history/normalise.ts'
import { noise, pointsOf } from './points.ts'

const COUNT = 60
const own = noise(COUNT, 1)
const machine = noise(COUNT, 2)
const speeds = machine.map((deviate) => Math.exp(0.06 * deviate))
/** 1 % of its own, on a machine whose speed varies by 6 %. */
const steady = own.map((deviate, index) => 100 * Math.exp(0.01 * deviate) * (speeds[index] ?? 1))

const applied = (values: readonly number[], slowness: readonly number[], isTime = true): boolean =>
  normalise(pointsOf(values, slowness), values, isTime).normalisation.applied

describe('the machine’s speed is divided out', () => {
  test('where values follow it', () => {
    const { levels, slowness, normalisation } = normalise(pointsOf(steady, speeds), steady, true)
    expect(normalisation.applied).toBe(true)
    expect(normalisation.rawSpreadPercent).toBeGreaterThan(4)
    expect(normalisation.normalisedSpreadPercent).toBeLessThan(1.5)
    for (const [index, level] of levels.entries()) {
      expect(level * (slowness[index] ?? 0)).toBeCloseTo(steady[index] ?? 0, 9)
    }
  })

  test('where a change of level lies between', () => {
    const changed = steady.map((value, index) => (index < 30 ? value : value * 1.3))
    expect(applied(changed, speeds)).toBe(true)
  })

  test('where the machine comes and goes between two speeds for weeks', () => {
    const sticky = own.map((_, index) => (Math.floor(index / 9) % 2 === 0 ? 1 : 1.2))
    const measured = sticky.map((speed, index) => 100 * speed * Math.exp(0.01 * (own[index] ?? 0)))
    // The kernels have noise of their own: from run to run dividing makes it worse, over weeks far better.
    const seen = sticky.map((speed, index) => speed * Math.exp(0.01 * (machine[index] ?? 0)))
    expect(applied(measured, seen)).toBe(true)
  })
})

describe('it is not divided out', () => {
  const waiting = own.map((deviate) => 100 * Math.exp(0.02 * deviate))

  test('where values do not follow it: a wait, a network', () => {
    const result = normalise(pointsOf(waiting, speeds), waiting, true)
    expect(result.normalisation.applied).toBe(false)
    expect(result.levels).toEqual(waiting)
    expect(result.normalisation.normalisedSpreadPercent).toBeGreaterThan(5)
  })

  test('where it makes next to no difference', () => {
    expect(
      applied(
        waiting,
        waiting.map(() => 1),
      ),
    ).toBe(false)
  })

  test('from what is no time', () => {
    expect(applied(steady, speeds, false)).toBe(false)
  })

  test('where one run does not tell the machine’s speed', () => {
    const one = speeds.with(7, 0)
    const result = normalise(pointsOf(steady, one), steady, true)
    expect(result.normalisation).toMatchObject({ applied: false, normalisedSpreadPercent: null })
    expect(result.slowness.every((each) => each === null)).toBe(true)
  })

  test('from few points, or values that are not positive', () => {
    expect(applied(steady.slice(0, 7), speeds)).toBe(false)
    expect(applied(steady.with(3, 0), speeds)).toBe(false)
  })
})

describe('the spread', () => {
  test('of normal values is their standard deviation', () => {
    const values = noise(4_000, 3).map((deviate) => 100 * Math.exp(0.05 * deviate))
    expect(spreadPercent(values)).toBeCloseTo(5, 0)
  })

  test('hardly sees an outlier, nor one change of level', () => {
    const spread = spreadPercent(steady) ?? 0
    expect(spreadPercent(steady.with(20, 1_000))).toBeLessThan(spread * 1.25)
    const changed = steady.map((value, index) => (index < 40 ? value : value * 1.1))
    expect(spreadPercent(changed)).toBeLessThan(spread * 1.6)
  })

  test('does not depend on the unit, and is finite', () => {
    const values = fc.array(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), { minLength: 8 })
    fc.assert(
      fc.property(values, fc.constantFrom(0.001, 1_000), (each, factor) => {
        const spread = spreadPercent(each) ?? Number.NaN
        expect(Number.isFinite(spread)).toBe(true)
        const scaled = spreadPercent(each.map((value) => value * factor)) ?? Number.NaN
        expect(Math.abs(scaled / spread - 1)).toBeLessThan(1e-6)
      }),
    )
  })
})
