import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Columns,
  decimate,
  GAP,
  roomForPoints,
} from '../../../../dashboard/src/charts/time-chart-decimate.ts'

function kept(ys: readonly (number | null)[], columns: Partial<Columns> = {}): readonly number[] {
  const all = { first: 0, last: ys.length - 1, from: 0, to: ys.length, count: 10, ...columns }
  const into = new Int32Array(roomForPoints(all))
  const written = decimate({ xs: ys.map((_, index) => index), ys }, all, into)
  return [...into.subarray(0, written)]
}

describe('fewer points for a line', () => {
  test('are all points where there are fewer than columns', () => {
    expect(kept([3, 1, 2], { count: 100 })).toEqual([0, 1, 2])
  })

  test('are the first, the least, the most and the last of a column', () => {
    expect(kept([5, 6, 9, 2, 7, 4], { count: 1 })).toEqual([0, 2, 3, 5])
    expect(kept([1, 1, 1, 1], { count: 1 })).toEqual([0, 3])
  })

  test('are apart where nothing is known', () => {
    expect(kept([1, null, null, 2], { count: 1 })).toEqual([0, GAP, 3])
    expect(kept([null, 1], { count: 10 })).toEqual([1])
  })

  const values = fc.array(fc.option(fc.integer({ min: -50, max: 50 }), { freq: 5 }), {
    minLength: 1,
    maxLength: 300,
  })

  test('keep the extremes of every column, in their order, within their room', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 40 }), (ys, count) => {
        const points = kept(ys, { count })
        const positions = points.filter((each) => each !== GAP)
        expect(positions.every((each, at) => each > (positions[at - 1] ?? -1))).toBe(true)
        expect(new Set(positions).size).toBe(positions.length)
        for (let column = 0; column < count; column++) {
          const isIn = (index: number): boolean =>
            Math.floor((index * count) / ys.length) === column
          const known = ys.flatMap((y, index) => (y !== null && isIn(index) ? [y] : []))
          const shown = positions.filter(isIn).map((index) => ys[index] ?? Number.NaN)
          if (known.length === 0) continue
          expect(Math.min(...shown)).toBe(Math.min(...known))
          expect(Math.max(...shown)).toBe(Math.max(...known))
        }
        expect(points.length).toBeLessThanOrEqual(2 * ys.length + 2)
      }),
    )
  })

  test('are few: at most four a column', () => {
    const ys = Array.from({ length: 3600 }, (_, index) => Math.sin(index))
    expect(kept(ys, { count: 100 }).length).toBeLessThanOrEqual(400)
  })
})
