import { describe, expect, test } from 'vitest'
import { lineThrough } from '../../../../src/judge/history/trend.ts'
import { noise } from './points.ts'

const line = (count: number, rise: number, seed: number): readonly number[] =>
  noise(count, seed).map((deviate, index) => 100 + (rise * index) / (count - 1) + deviate)

describe('a line through values', () => {
  test('that lie on one is that one', () => {
    const values = Array.from({ length: 21 }, (_, index) => 5 + 2 * index)
    const { rise = 0, interval = [0, 0] } = lineThrough(values) ?? {}
    expect(rise).toBeCloseTo(40, 9)
    expect(interval[0]).toBeCloseTo(40, 9)
    expect(interval[1]).toBeCloseTo(40, 9)
  })

  test('needs ten of them', () => {
    expect(lineThrough(line(9, 50, 1))).toBeUndefined()
    expect(lineThrough(line(10, 50, 1))).toBeDefined()
  })

  test('is not moved by outliers', () => {
    const values = line(40, 20, 2).with(5, 10_000).with(6, 10_000).with(39, 0)
    expect(lineThrough(values)?.rise).toBeCloseTo(20, -1)
  })

  test('of more values than are looked at one by one covers them all', () => {
    const { rise = 0, interval = [0, 0] } = lineThrough(line(3_000, 10, 3)) ?? {}
    expect(rise).toBeCloseTo(10, 0)
    expect(interval[1] - interval[0]).toBeLessThan(1)
  })
})

/** How many of a hundred series without a trend are said to have one. */
function falseAlarms(correlation: number, count: number): number {
  let alarms = 0
  for (let seed = 0; seed < 100; seed++) {
    let last = 0
    const values = noise(count, seed).map((deviate) => {
      last = correlation * last + deviate
      return 100 + last
    })
    const [lo, hi] = lineThrough(values)?.interval ?? [0, 0]
    if (lo > 0 || hi < 0) alarms++
  }
  return alarms
}

describe('the interval of the rise', () => {
  test('leaves out 0 in about one of a hundred level series', () => {
    expect(falseAlarms(0, 40)).toBeLessThanOrEqual(4)
  })

  test('is wider where neighbours are alike', () => {
    expect(falseAlarms(0.6, 60)).toBeLessThanOrEqual(6)
  })

  test('holds the truth, and leaves out 0 where the rise is plain', () => {
    let held = 0
    let found = 0
    for (let seed = 0; seed < 100; seed++) {
      const [lo, hi] = lineThrough(line(40, 4, seed))?.interval ?? [0, 0]
      if (lo <= 4 && 4 <= hi) held++
      if (lo > 0) found++
    }
    expect(held).toBeGreaterThanOrEqual(96)
    expect(found).toBeGreaterThanOrEqual(90)
  })
})
