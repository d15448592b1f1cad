import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createLayout,
  highestStepAt,
  indexOfSteps,
  lengthToCover,
  lowestStepAt,
  middleStepAt,
  widthAt,
} from '../../../../src/stats/histogram/layout.ts'

const digits = fc.integer({ min: 1, max: 5 })
// Uniform over magnitudes, so that every bucket is met.
const steps = fc
  .tuple(fc.integer({ min: 0, max: 53 }), fc.maxSafeNat())
  .map(([bits, value]) => value % 2 ** bits)
const magnitude = fc.integer({ min: 0, max: 20 })

/** HdrHistogram's own words: bucket by logarithm, slot by division, in exact integers. */
function naiveIndex(value: number, digitCount: number, unitMagnitude: number): number {
  let slots = 1
  while (slots < 2 * 10 ** digitCount) slots *= 2
  const inUnits = BigInt(value) >> BigInt(unitMagnitude)
  let bucket = 0
  while (inUnits >> BigInt(bucket) >= BigInt(slots)) bucket++
  return bucket * (slots / 2) + Number(inUnits >> BigInt(bucket))
}

describe('bucket layout', () => {
  it('puts every safe integer where HdrHistogram puts it', () => {
    fc.assert(
      fc.property(digits, magnitude, steps, (digitCount, unitMagnitude, value) => {
        const layout = createLayout(digitCount, 2 ** unitMagnitude)
        expect(indexOfSteps(layout, value)).toBe(naiveIndex(value, digitCount, unitMagnitude))
      }),
      { numRuns: 2000 },
    )
  })

  it('holds each value between the bounds of its slot, within the digits promised', () => {
    fc.assert(
      fc.property(digits, steps, (digitCount, value) => {
        const layout = createLayout(digitCount)
        const index = indexOfSteps(layout, value)
        expect(lowestStepAt(layout, index)).toBeLessThanOrEqual(value)
        expect(highestStepAt(layout, index)).toBeGreaterThanOrEqual(value)
        expect(widthAt(layout, index)).toBeLessThanOrEqual(Math.max(1, value / 10 ** digitCount))
        expect(indexOfSteps(layout, middleStepAt(layout, index))).toBe(index)
        expect(lengthToCover(layout, index)).toBeGreaterThan(index)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([1, 2, 3, 4, 5])('leaves no gap between slots at %i digits', (digitCount) => {
    const layout = createLayout(digitCount)
    const gaps: number[] = []
    for (let index = 1; index < layout.slots * 3; index++) {
      if (lowestStepAt(layout, index) !== highestStepAt(layout, index - 1) + 1) gaps.push(index)
    }
    expect(gaps).toEqual([])
    expect(indexOfSteps(layout, Number.MAX_SAFE_INTEGER)).toBe(layout.maxLength - 1)
  })

  it.each([0, 6, 2.5, Number.NaN])('refuses %s digits', (digitCount) => {
    expect(() => createLayout(digitCount)).toThrow(RangeError)
  })

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 52])(
    'refuses a lowest of %s',
    (lowest) => {
      expect(() => createLayout(3, lowest)).toThrow(RangeError)
    },
  )
})
