import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { forestScale, forestTicks } from '../../../../dashboard/src/charts/forest-scale.ts'
import { changeSentence } from '../../../../dashboard/src/charts/forest-words.ts'

const change = (ratio: number, lo = ratio, hi = ratio) => ({ ratio, interval: [lo, hi] as const })

describe('the axis', () => {
  test('has "no change" in its middle, and twice as slow as far from it as twice as fast', () => {
    const scale = forestScale([change(2)], 10)
    expect(scale.at(1)).toBe(0.5)
    expect(scale.at(1.3) - 0.5).toBeCloseTo(0.5 - scale.at(1 / 1.3), 12)
  })

  test('holds the band and every change, with room beside them', () => {
    const scale = forestScale([change(1.12, 1.08, 1.2), change(0.95)], 10)
    for (const ratio of [1.1, 1 / 1.1, 1.2, 0.95]) {
      expect(scale.holds(ratio)).toBe(true)
      expect(scale.at(ratio)).toBeGreaterThan(0.01)
      expect(scale.at(ratio)).toBeLessThan(0.99)
    }
  })

  test('is not squashed by one change that is far off', () => {
    const scale = forestScale([change(40), change(1.03), change(0.97)], 10)
    expect(scale.holds(40)).toBe(false)
    expect(scale.at(40)).toBe(1)
    expect(scale.edge).toBeLessThan(2.5)
  })

  test('reaches further where most changes do', () => {
    const scale = forestScale([change(5), change(6), change(1)], 10)
    expect(scale.holds(6)).toBe(true)
  })

  test('bears whatever records hold', () => {
    const odd = [0, -1, Number.NaN, Number.POSITIVE_INFINITY].map((ratio) => change(ratio))
    const scale = forestScale([...odd, { ratio: null, interval: null }], 10)
    expect(scale.edge).toBeGreaterThan(1.1)
    expect(scale.at(0)).toBe(0)
    expect(scale.at(Number.NaN)).toBe(0)
  })
})

test('ticks are round, in order, within the axis, not crowded, and "no change" is one of them', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 20, noNaN: true }), (logarithm) => {
      const scale = forestScale([change(Math.exp(logarithm)), change(Math.exp(logarithm))], 2)
      const ticks = forestTicks(scale)
      expect(ticks.map(({ ratio }) => ratio)).toContain(1)
      expect(ticks.length).toBeLessThan(12)
      for (const [index, { at }] of ticks.entries()) {
        expect(at).toBeGreaterThanOrEqual(0)
        expect(at).toBeLessThanOrEqual(1)
        if (index > 0) expect(at - (ticks[index - 1]?.at ?? 0)).toBeGreaterThan(0.1)
      }
    }),
  )
})

test('ticks say which change they stand for', () => {
  const labels = forestTicks(forestScale([change(1.05)], 10)).map(({ label }) => label)
  expect(labels).toEqual(['-10 %', '-5 %', '0 %', '+5 %', '+10 %'])
})

test('a row says in words what it shows', () => {
  const rule = {
    tolerancePercent: 5,
    unchangedWithinPercent: 10,
    thresholdMs: null,
    confidence: 0.99,
  }
  expect(changeSentence(change(1.124, 1.091, 1.159), rule, 0.99)).toBe(
    '+12.4 %, 99 % interval +9.1 … +15.9 %: beyond 10 %.',
  )
  expect(changeSentence({ ratio: 0.97, interval: null }, rule, 0.99)).toBe(
    '-3.0 %, without an interval: within the tolerance of 5 %.',
  )
  expect(changeSentence({ ratio: null, interval: null }, rule, 0.99)).toBe(
    'No change was measured.',
  )
})
