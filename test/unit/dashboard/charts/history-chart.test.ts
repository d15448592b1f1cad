import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  dateTexts,
  dateTicks,
  runTicks,
} from '../../../../dashboard/src/charts/history-chart-axis.ts'
import {
  type HistoryLook,
  layOutHistory,
  rangeOf,
} from '../../../../dashboard/src/charts/history-chart-layout.ts'
import { changeAt, seriesOf } from '../views/history/made.ts'

const look: HistoryLook = { axis: 'runs', values: 'judged', baselines: new Map() }
const levels = [...Array.from({ length: 10 }, () => 100), ...Array.from({ length: 10 }, () => 120)]
const changed = seriesOf(levels, { changes: [changeAt(10, [100, 120], [9, 11])] })

describe('layout of a history', () => {
  test('levels are steps, and a change stands between the two runs that it came between', () => {
    const { steps, changes, xs } = layOutHistory(changed, look)
    expect(xs).toEqual(levels.map((_, index) => index))
    expect(steps).toEqual([
      { first: 0, end: 10, fromX: 0, toX: 9.5, level: 100 },
      { first: 10, end: 20, fromX: 9.5, toX: 19, level: 120 },
    ])
    expect(changes).toEqual([{ x: 9.5, fromX: 8.5, toX: 10.5, isUp: true, goodness: 'bad' }])
  })

  test('values may be those that were measured, and runs stand where they were in time', () => {
    const layout = layOutHistory(changed, { ...look, axis: 'dates', values: 'measured' })
    expect(layout.values[0]).toBeCloseTo(110)
    expect(layout.steps[0]?.level).toBeCloseTo(110)
    expect(layout.xs[1]).toBe(Date.UTC(2026, 0, 2))
    expect(layout.whole[0]).toBeLessThan(Date.UTC(2026, 0, 1))
  })

  test('runs that baselines point to are marked, each with all their names', () => {
    const baselines = new Map([['run 3', ['main', 'release']]])
    const layout = layOutHistory(changed, { ...look, baselines })
    expect(layout.baselines).toEqual([{ index: 3, names: ['main', 'release'] }])
  })

  test('one run, and none', () => {
    const one = layOutHistory(seriesOf([5]), look)
    expect(one.whole).toEqual([-0.5, 0.5])
    expect(rangeOf(one, [0, 0])[0]).toBeLessThan(5)
    expect(rangeOf(layOutHistory(seriesOf([]), look), [0, 0])).toEqual([0, 1])
  })
})

describe('range of values', () => {
  test('a single outlier does not flatten the rest', () => {
    const noisy = levels.map((level, index) => level * (1 + ((index * 7) % 5) / 200))
    noisy[4] = 900
    const layout = layOutHistory(seriesOf(noisy, { changes: changed.changes }), look)
    const [least, most] = rangeOf(layout, [0, 19])
    expect(least).toBeLessThan(100)
    expect(most).toBeGreaterThan(122)
    expect(most).toBeLessThan(140)
  })

  test('of a few runs none is an outlier', () => {
    const [, most] = rangeOf(layOutHistory(seriesOf([100, 101, 300]), look), [0, 2])
    expect(most).toBeGreaterThan(300)
  })

  test('noise of next to nothing does not fill it', () => {
    const [least, most] = rangeOf(layOutHistory(seriesOf([100, 100.1, 99.9, 100]), look), [0, 3])
    expect(most - least).toBeGreaterThan(5)
  })

  test('of what is zoomed to alone', () => {
    const layout = layOutHistory(changed, look)
    expect(rangeOf(layout, [12, 18])[0]).toBeGreaterThan(110)
  })

  test('holds the level of every run that is seen', () => {
    const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(values, (any) => {
        const layout = layOutHistory(seriesOf(any), look)
        const [least, most] = rangeOf(layout, [0, any.length - 1])
        expect(most).toBeGreaterThan(least)
        for (const { level } of layout.steps) {
          expect(level).toBeGreaterThanOrEqual(least)
          expect(level).toBeLessThanOrEqual(most)
        }
      }),
    )
  })
})

describe('ticks', () => {
  test('of runs are round, and no more than asked', () => {
    expect(runTicks([-0.5, 47.5], 5)).toEqual([0, 10, 20, 30, 40])
    expect(runTicks([3.5, 6.5], 10)).toEqual([4, 5, 6])
  })

  test('of dates are at midnights of the reader’s own time', () => {
    const [from, to] = [Date.UTC(2026, 0, 1, 5), Date.UTC(2026, 0, 9)]
    expect(dateTicks([from, to], 10, 3_600_000)[0]).toBe(Date.UTC(2026, 0, 1, 23))
    expect(dateTicks([from, to], 10, 0)).toHaveLength(8)
    expect(dateTicks([from, to], 3, 0).length).toBeLessThanOrEqual(3)
  })

  test('say the year where it begins, and hours where days repeat', () => {
    const local = (day: number, hour = 0): number => new Date(2026, 11, day, hour).getTime()
    expect(dateTexts([local(30), local(31), local(32)])).toEqual([
      '2026-12-30',
      '12-31',
      '2027-01-01',
    ])
    expect(dateTexts([local(30), local(30, 12)])).toEqual(['2026-12-30', '12:00'])
    const within = [local(30), local(30, 12), local(30, 12) + 20_000, local(30, 13)]
    expect(dateTexts(within)).toEqual(['2026-12-30', '12:00', '', '13:00'])
  })
})
