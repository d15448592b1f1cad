import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  binOf,
  binRange,
  binsOf,
  heatCells,
  heatStep,
  type HeatStretch,
  heatThresholds,
  lowestOf,
} from '../../../../dashboard/src/charts/heat-map-cells.ts'
import { createHistogram, sorted } from '../../../../src/stats/index.ts'

function histogramOf(values: readonly number[]) {
  const histogram = createHistogram()
  for (const value of values) histogram.record(value)
  return histogram
}

const stretch = (startMs: number, values: readonly number[], durationMs = 1000): HeatStretch => ({
  startMs,
  durationMs,
  bins: binsOf(histogramOf(values)),
})

const sum = (values: Iterable<number>): number => [...values].reduce((so, each) => so + each, 0)

describe('bins', () => {
  test('are a tenth of a decade, from their lowest value on', () => {
    expect(binOf(1e6)).toBe(60)
    expect(lowestOf(60)).toBeCloseTo(1e6)
    expect(binOf(0)).toBe(0)
    for (const bin of [1, 13, 60, 99]) expect(binOf(lowestOf(bin))).toBe(bin)
  })

  test('count everything that the histogram holds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e10 }), { maxLength: 200 }), (values) => {
        const { counts, total } = binsOf(histogramOf(values))
        expect(sum(counts)).toBe(values.length)
        expect(total).toBe(values.length)
      }),
    )
  })

  test('lie where the values are', () => {
    const { first, counts } = binsOf(histogramOf([1.1e6, 1.2e6, 1.5e7]))
    expect(first).toBe(60)
    expect(counts[0]).toBe(2)
    expect(counts[11]).toBe(1)
  })
})

describe('cells', () => {
  const stretches = [
    stretch(0, [1e6, 1e6, 3e6]),
    stretch(1000, [2e6]),
    { startMs: 2000, durationMs: 1000, bins: undefined },
    stretch(3000, [9e8, 1e6], 500),
  ]
  const [lowest, highest] = binRange(stretches) ?? [0, 0]

  test('hold all of what is seen, however many columns there are', () => {
    for (const columns of [1, 3, 7, 35, 400]) {
      const grid = { fromMs: 0, toMs: 3500, columns, lowest, highest }
      const seconds = 3.5 / columns
      expect(sum(heatCells(stretches, grid)) * seconds).toBeCloseTo(6, 3)
    }
  })

  test('hold a part of what is cut off', () => {
    const grid = { fromMs: 500, toMs: 1000, columns: 10, lowest, highest }
    expect(sum(heatCells(stretches, grid)) * 0.05).toBeCloseTo(1.5, 3)
  })

  test('are values a second, column by column, lowest first', () => {
    const grid = { fromMs: 0, toMs: 4000, columns: 4, lowest, highest }
    const rows = highest - lowest + 1
    const cells = heatCells(stretches, grid)
    expect(cells[0]).toBe(2)
    expect(cells[rows + (binOf(2e6) - lowest)]).toBe(1)
    expect(sum(cells.subarray(2 * rows, 3 * rows))).toBe(0)
    expect(cells[3 * rows + (binOf(9e8) - lowest)]).toBe(1)
  })

  test('without any values there is no range', () => {
    expect(binRange([stretch(0, [])])).toBeUndefined()
  })
})

describe('colours', () => {
  test('have steps that begin above nothing and end at the most', () => {
    const thresholds = heatThresholds(1000)
    expect(heatStep(0, thresholds)).toBe(-1)
    expect(heatStep(0.001, thresholds)).toBe(0)
    expect(heatStep(1000, thresholds)).toBe(thresholds.length - 1)
    expect(thresholds).toEqual([...sorted(thresholds)])
    for (const [step, least] of thresholds.entries()) {
      expect(heatStep(least * 1.001, thresholds)).toBe(step)
    }
  })
})
