import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { longHistory } from '../../../../bench/changepoint/histories.ts'
import { createRandom } from '../../../../src/kernel/random.ts'
import { type ChangePoint, changePoints, normalQuantile } from '../../../../src/stats/index.ts'

/** Normal noise about levels: `[length, level]` one after the other. */
function history(
  levels: readonly (readonly [number, number])[],
  sigma: number,
  seed = 1,
): number[] {
  const random = createRandom(seed)
  const normal = (): number => normalQuantile((random.uint32() + 0.5) / 2 ** 32)
  return levels.flatMap(([length, level]) => Array.from({ length }, () => level + sigma * normal()))
}

const indexes = (found: readonly ChangePoint[]): number[] => found.map(({ index }) => index)

describe('changePoints', () => {
  test('tells where a level changes, by how much, and how surely', () => {
    const [change, ...more] = changePoints(
      history(
        [
          [40, 100],
          [40, 110],
        ],
        1,
      ),
    )
    expect(more).toEqual([])
    expect(change?.index).toBe(40)
    expect(change?.before).toBeCloseTo(100, 0)
    expect(change?.after).toBeCloseTo(110, 0)
    expect(change?.difference).toBe((change?.after ?? 0) - (change?.before ?? 0))
    expect(change?.ratio).toBeCloseTo(1.1, 1)
    expect(change?.interval.lo).toBeLessThan(10)
    expect(change?.interval.hi).toBeGreaterThan(10)
    expect(change?.interval.lo).toBeGreaterThan(8)
    expect(change?.indexInterval.lo).toBe(40)
    expect(change?.indexInterval.hi).toBeLessThanOrEqual(41)
  })

  test('finds exact steps without noise', () => {
    const values = [...Array.from({ length: 10 }, () => 3), ...Array.from({ length: 10 }, () => 4)]
    expect(changePoints(values)).toMatchObject([{ index: 10, before: 3, after: 4, difference: 1 }])
  })

  test('takes zero and negative values, and gives no ratio of them', () => {
    const found = changePoints(
      history(
        [
          [40, -20],
          [40, 0],
          [40, 5],
        ],
        1,
      ),
    )
    expect(indexes(found)).toEqual([40, 80])
    expect(found.some((change) => 'ratio' in change)).toBe(false)
  })

  test('has nothing to say of too little', () => {
    expect(changePoints([])).toEqual([])
    expect(changePoints([1])).toEqual([])
    expect(changePoints([1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9, 9])).toEqual([])
  })

  test('refuses what is no number, and options that can not be', () => {
    expect(() => changePoints([1, Number.NaN])).toThrow(RangeError)
    expect(() => changePoints([1, Number.POSITIVE_INFINITY])).toThrow('value 1 of a history')
    expect(() => changePoints([], { confidence: 1 })).toThrow(RangeError)
    expect(() => changePoints([], { leastLength: 2 })).toThrow('leastLength')
    expect(() => changePoints([], { leastLength: 7.5 })).toThrow(RangeError)
  })

  test('wider confidence, wider interval, the same change', () => {
    const values = history(
      [
        [40, 100],
        [40, 103],
      ],
      1,
    )
    const [narrow] = changePoints(values, { confidence: 0.9 })
    const [wide] = changePoints(values, { confidence: 0.999 })
    expect(wide?.index).toBe(narrow?.index)
    expect(wide?.interval.lo ?? 0).toBeLessThan(narrow?.interval.lo ?? 0)
    expect(wide?.interval.hi ?? 0).toBeGreaterThan(narrow?.interval.hi ?? 0)
  })

  test('a short excursion is a level only where levels may be that short', () => {
    const values = history(
      [
        [40, 100],
        [4, 130],
        [40, 100],
      ],
      1,
    )
    expect(changePoints(values)).toEqual([])
    expect(indexes(changePoints(values, { leastLength: 3 }))).toEqual([40, 44])
  })

  test('long histories are searched to their end', () => {
    const values = longHistory(3, 5500)
    const found = indexes(changePoints(values))
    const expected = [999, 1999, 2999, 3999, 4999]
    expect(found).toHaveLength(expected.length)
    for (const [place, index] of expected.entries()) {
      expect(Math.abs((found[place] ?? 0) - index)).toBeLessThanOrEqual(3)
    }
  })
})

describe('changePoints is not fooled by', () => {
  const calm = history([[150, 100]], 1, 5)

  test('outliers', () => {
    const values = calm.map((value, index) => (index % 17 === 3 ? value * 1.6 : value))
    expect(changePoints(values)).toEqual([])
  })

  test('drift', () => {
    expect(changePoints(calm.map((value, index) => value + index / 15))).toEqual([])
  })

  test('day and night', () => {
    const values = calm.map((value, index) => value + 3 * Math.sin((2 * Math.PI * index) / 24))
    expect(changePoints(values)).toEqual([])
  })

  test('drift beside a change, nor is the change mistaken in size', () => {
    const values = calm.map((value, index) => value + index / 10 + (index < 75 ? 0 : 5))
    const [change, ...more] = changePoints(values)
    expect(more).toEqual([])
    expect(change?.index).toBe(75)
    expect(Math.abs((change?.difference ?? 0) - 5)).toBeLessThan(1)
  })

  test('day and night over a small change', () => {
    const values = calm.map(
      (value, index) => value + 4 * Math.sin((2 * Math.PI * index) / 12) + (index < 75 ? 0 : 1.5),
    )
    const found = changePoints(values)
    expect(found).toHaveLength(1)
    expect(Math.abs((found[0]?.index ?? 0) - 75)).toBeLessThanOrEqual(5)
  })

  test('rounding', () => {
    const values = Array.from({ length: 40 }, (_, index) => (index < 20 ? 0.3 : 0.1 + 0.2))
    expect(changePoints(values)).toEqual([])
  })

  test('noisier times', () => {
    const values = calm.map((value, index) =>
      index >= 60 && index < 90 ? 100 + 4 * (value - 100) : value,
    )
    expect(changePoints(values)).toEqual([])
  })

  test('patterns that come back', () => {
    for (const pattern of [2, 3, 5, 7, 11]) {
      for (const length of [30, 80, 200, 430]) {
        const values = Array.from({ length }, (_, index) => 100 + ((index * 7) % pattern))
        expect(changePoints(values)).toEqual([])
      }
    }
  })

  test('autocorrelation', () => {
    let state = 0
    const values = history([[300, 0]], 1, 9).map((fresh) => {
      state = 0.6 * state + fresh
      return state
    })
    expect(changePoints(values)).toEqual([])
  })

  test('a machine that flips between modes; and finds a change below the modes', () => {
    const random = createRandom(11)
    let mode = 0
    const flipping = history([[240, 100]], 0.5, 12).map((value) => {
      if (random.float() < 0.2) mode = 1 - mode
      return value + 6 * mode
    })
    expect(changePoints(flipping)).toEqual([])
    const changed = flipping.map((value, index) => value + (index < 130 ? 0 : 2))
    const found = changePoints(changed)
    expect(found).toHaveLength(1)
    expect(Math.abs((found[0]?.index ?? 0) - 130)).toBeLessThanOrEqual(2)
    expect(found[0]?.difference).toBeCloseTo(2, 0)
  })
})

describe('changePoints, whatever the values', () => {
  const runs = { seed: 5, numRuns: 25 }
  const whole = fc
    .array(fc.tuple(fc.integer({ min: 5, max: 40 }), fc.integer({ min: -30, max: 30 })), {
      minLength: 1,
      maxLength: 4,
    })
    .chain((levels) => {
      const length = levels.reduce((sum, [one]) => sum + one, 0)
      return fc
        .array(fc.integer({ min: -4, max: 4 }), { minLength: length, maxLength: length })
        .map((noise) => {
          const base = levels.flatMap(([one, level]) => Array.from({ length: one }, () => level))
          return base.map((level, index) => level + (noise[index] ?? 0))
        })
    })

  test('shifted or scaled values change at the same places', () => {
    fc.assert(
      fc.property(whole, fc.integer({ min: -1000, max: 1000 }), (values, shift) => {
        const found = changePoints(values)
        const shifted = changePoints(values.map((value) => value + shift))
        const scaled = changePoints(values.map((value) => value * 8))
        expect(indexes(shifted)).toEqual(indexes(found))
        expect(indexes(scaled)).toEqual(indexes(found))
        for (const [place, change] of found.entries()) {
          expect(scaled[place]?.difference).toBeCloseTo(8 * change.difference, 6)
          expect(shifted[place]?.before).toBeCloseTo(change.before + shift, 6)
        }
      }),
      runs,
    )
  })

  test('upside down they change at the same places', () => {
    fc.assert(
      fc.property(whole, (values) => {
        const found = changePoints(values)
        const turned = changePoints(values.map((value) => -value))
        expect(turned.length).toBe(found.length)
      }),
      { seed: 5, numRuns: 15 },
    )
  })

  test('constants have no change, whatever their unit', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 0, max: 200 }),
        (value, length) => {
          expect(changePoints(Array.from({ length }, () => value))).toEqual([])
        },
      ),
    )
  })

  test('changes are in order, apart, and consistent', () => {
    fc.assert(
      fc.property(whole, (values) => {
        const found = changePoints(values)
        const bounds = [0, ...indexes(found), values.length]
        const lengths = bounds.slice(1).map((to, place) => to - (bounds[place] ?? 0))
        if (found.length > 0) expect(Math.min(...lengths)).toBeGreaterThanOrEqual(7)
        for (const change of found) {
          expect(change.interval.lo).toBeLessThanOrEqual(change.difference)
          expect(change.interval.hi).toBeGreaterThanOrEqual(change.difference)
          expect(change.indexInterval.lo).toBeLessThanOrEqual(change.index)
          expect(change.indexInterval.hi).toBeGreaterThanOrEqual(change.index)
        }
        expect(changePoints(values)).toEqual(found)
      }),
      runs,
    )
  })

  test('huge, tiny and wild values are searched too', () => {
    for (const unit of [1e-300, 1e-9, 1e9, 1e307]) {
      const found = changePoints(
        history(
          [
            [30, 5],
            [30, 9],
          ],
          1,
        ).map((value) => value * unit),
      )
      expect(indexes(found)).toEqual([30])
    }
    const farApart = Array.from({ length: 40 }, (_, index) => (index < 20 ? 1.7e308 : -1.7e308))
    expect(() => changePoints(farApart)).not.toThrow()
    const wild = history([[60, 1]], 1).map((value, index) =>
      index % 9 === 0 ? value * 1e200 : value,
    )
    expect(() => changePoints(wild)).not.toThrow()
  })
})
