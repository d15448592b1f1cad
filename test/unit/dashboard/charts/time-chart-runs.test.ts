import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeRuns, writeRuns } from '../../../../dashboard/src/charts/time-chart-runs.ts'

/** Rows are values here. */
function runsOf(
  points: readonly (readonly [x: number, y: number | null])[],
  count: number,
  to = count,
): readonly (readonly [number, number] | null)[] {
  const runs = makeRuns(count)
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  const columns = { first: 0, last: points.length - 1, from: 0, to, count }
  writeRuns({ xs, ys }, columns, { runs, rowOf: (value) => value })
  return Array.from({ length: count }, (_, column) => {
    const [top, bottom] = [runs.top[column] ?? 0, runs.bottom[column] ?? -1]
    return bottom < top ? null : [top, bottom]
  })
}

describe('a line as runs of pixels', () => {
  test('reaches from the least to the most of a column', () => {
    expect(
      runsOf(
        [
          [0, 5],
          [0.2, 9],
          [0.4, 2],
          [0.8, 6],
        ],
        1,
      ),
    ).toEqual([[2, 9]])
  })

  test('goes straight over columns without points', () => {
    expect(
      runsOf(
        [
          [0, 0],
          [3, 30],
        ],
        4,
      ),
    ).toEqual([
      [0, 10],
      [10, 20],
      [20, 30],
      [30, 30],
    ])
  })

  test('is apart where nothing is known', () => {
    expect(
      runsOf(
        [
          [0, 4],
          [1, null],
          [3, 7],
        ],
        4,
      ),
    ).toEqual([[4, 4], null, null, [7, 7]])
  })

  test('comes in from outside of what is seen, and goes out', () => {
    const runs = runsOf(
      [
        [-2, 0],
        [2, 40],
        [9, 40],
      ],
      4,
    )
    expect(runs).toEqual([
      [20, 30],
      [30, 40],
      [40, 40],
      [40, 40],
    ])
  })

  test('holds every point that is seen', () => {
    const ys = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 200 })
    fc.assert(
      fc.property(ys, fc.integer({ min: 1, max: 30 }), (values, count) => {
        const runs = runsOf(
          values.map((y, x) => [x, y]),
          count,
          values.length,
        )
        for (const [x, y] of values.entries()) {
          const [top, bottom] = runs[Math.floor((x * count) / values.length)] ?? [1, 0]
          expect(y).toBeGreaterThanOrEqual(top)
          expect(y).toBeLessThanOrEqual(bottom)
        }
      }),
    )
  })
})
