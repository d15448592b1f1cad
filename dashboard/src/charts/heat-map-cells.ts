import type { Histogram } from '../../../src/stats/index.ts'

/**
 * Distributions over time as cells: how many values of which size came in which stretch. Sizes are in bins of a tenth of a
 * decade, each 26 % wider than the one below.
 */

/** Bins to a decade. */
const BINS_PER_DECADE = 10

/** One distribution in bins, from the lowest that holds anything. */
export interface Bins {
  /** Of the first count: {@link binOf} the values in it. */
  readonly first: number
  readonly counts: Float64Array
  /** All of them together. */
  readonly total: number
}

/** Nothing. */
export const NO_BINS: Bins = { first: 0, counts: new Float64Array(0), total: 0 }

/** The bin of a value; what is below 1 is in bin 0. */
export const binOf = (value: number): number =>
  value <= 1 ? 0 : Math.floor(Math.log10(value) * BINS_PER_DECADE + 1e-9)

/** The least value of a bin. */
export const lowestOf = (bin: number): number => 10 ** (bin / BINS_PER_DECADE)

/** A histogram in bins; each of its buckets, far finer, is counted where its middle lies. */
export function binsOf(histogram: Histogram): Bins {
  const counts = new Map<number, number>()
  for (const { from, to, count } of histogram.buckets()) {
    const bin = binOf((from + to) / 2)
    counts.set(bin, (counts.get(bin) ?? 0) + count)
  }
  return fromCounts(counts)
}

function fromCounts(counts: ReadonlyMap<number, number>): Bins {
  if (counts.size === 0) return NO_BINS
  const first = Math.min(...counts.keys())
  const dense = new Float64Array(Math.max(...counts.keys()) - first + 1)
  let total = 0
  for (const [bin, count] of counts) {
    dense[bin - first] = count
    total += count
  }
  return { first, counts: dense, total }
}

/** One stretch of the map; `undefined` = not read yet. */
export interface HeatStretch {
  readonly startMs: number
  readonly durationMs: number
  readonly bins: Bins | undefined
}

/** Lowest and highest bin of all stretches, both inclusive; `undefined` = there are none. */
export function binRange(
  stretches: readonly HeatStretch[],
): readonly [lowest: number, highest: number] | undefined {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { bins } of stretches) {
    if (bins === undefined || bins.total === 0) continue
    lowest = Math.min(lowest, bins.first)
    highest = Math.max(highest, bins.first + bins.counts.length - 1)
  }
  return lowest <= highest ? [lowest, highest] : undefined
}

/** What is to be drawn: columns of equal time, rows of bins. */
export interface HeatGrid {
  readonly fromMs: number
  readonly toMs: number
  readonly columns: number
  readonly lowest: number
  readonly highest: number
}

/**
 * Values a second of each cell, column by column, lowest bin first. A stretch is spread evenly over the columns that it
 * covers, so that all cells together, times the time of a column, are the values of what is seen.
 */
export function heatCells(stretches: readonly HeatStretch[], grid: HeatGrid): Float32Array {
  const { fromMs, toMs, columns, lowest, highest } = grid
  const rows = highest - lowest + 1
  const columnMs = (toMs - fromMs) / columns
  const cells = new Float32Array(columns * rows)
  for (const { startMs, durationMs, bins } of stretches) {
    const endMs = startMs + durationMs
    if (bins === undefined || bins.total === 0 || endMs <= fromMs || startMs >= toMs) continue
    const first = Math.max(0, Math.floor((startMs - fromMs) / columnMs))
    const last = Math.min(columns - 1, Math.ceil((endMs - fromMs) / columnMs) - 1)
    for (let column = first; column <= last; column++) {
      const leftMs = fromMs + column * columnMs
      const sharedMs = Math.min(endMs, leftMs + columnMs) - Math.max(startMs, leftMs)
      if (sharedMs <= 0) continue
      // Of the stretch's values those in the column, by the second.
      const factor = ((sharedMs / durationMs) * 1000) / columnMs
      const at = column * rows + bins.first - lowest
      for (let bin = 0; bin < bins.counts.length; bin++) {
        cells[at + bin] = (cells[at + bin] ?? 0) + (bins.counts[bin] ?? 0) * factor
      }
    }
  }
  return cells
}

/** Steps of colour. */
export const HEAT_STEPS = 6

/** The least values a second of each step, ascending; the first holds everything above 0. Each step is a factor of 3 or so. */
export function heatThresholds(most: number): readonly number[] {
  const factor = 10 ** 0.5
  return Array.from(
    { length: HEAT_STEPS },
    (_, step) => most / factor ** (HEAT_STEPS - 1 - step) / factor,
  )
}

/** 0 … {@link HEAT_STEPS} − 1; −1 for an empty cell. */
export function heatStep(value: number, thresholds: readonly number[]): number {
  if (!(value > 0)) return -1
  let step = 0
  while (step + 1 < thresholds.length && value >= (thresholds[step + 1] ?? 0)) step++
  return step
}
