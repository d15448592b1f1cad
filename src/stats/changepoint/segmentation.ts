import { at } from '../summary/sorted.ts'

/** What a segmentation may cost. */
export interface SegmentationOptions {
  /** Added for each segment; in squared units of the values. */
  readonly penalty: number
  /** Values in a segment at least, an integer ≥ 1. */
  readonly leastLength: number
}

/**
 * The segmentation of least Σ (value − mean of its segment)² + penalty × segments: where its segments begin, the first
 * left out. PELT: R. Killick, P. Fearnhead & I. Eckley, "Optimal detection of changepoints with a linear computational
 * cost", JASA 107 (2012).
 */
export function segment(values: Float64Array, options: SegmentationOptions): number[] {
  const { penalty, leastLength } = options
  const costOf = squaredDeviations(values)
  const best = new Float64Array(values.length + 1).fill(Number.POSITIVE_INFINITY)
  best[0] = -penalty
  const startOf = new Int32Array(values.length + 1)
  const lastUse = new Int32Array(values.length + 1)
  let open = [0]
  for (let end = leastLength; end <= values.length; end++) {
    const costs = open.map((start) => at(best, start) + costOf(start, end))
    let least = 0
    for (let place = 1; place < costs.length; place++) {
      if (at(costs, place) < at(costs, least)) least = place
    }
    const lowest = at(costs, least) + penalty
    best[end] = lowest
    startOf[end] = at(open, least)
    // A start that costs more, even without the penalty, loses to a segment that begins at `end`: that is the pruning.
    // Such a segment is possible `leastLength` later only.
    open.forEach((start, place) => {
      if (at(costs, place) > lowest) lastUse[start] ||= end + leastLength - 1
    })
    open = open.filter((start) => at(lastUse, start) === 0 || at(lastUse, start) > end)
    const opened = end - leastLength + 1
    if (opened >= leastLength) open.push(opened)
  }
  const starts: number[] = []
  for (let start = at(startOf, values.length); start > 0; start = at(startOf, start))
    starts.push(start)
  return starts.reverse()
}

/** Σ (value − mean)² of values [from, to), in constant time. */
function squaredDeviations(values: Float64Array): (from: number, to: number) => number {
  const sums = new Float64Array(values.length + 1)
  const squares = new Float64Array(values.length + 1)
  values.forEach((value, index) => {
    sums[index + 1] = at(sums, index) + value
    squares[index + 1] = at(squares, index) + value * value
  })
  return (from, to) => {
    const sum = at(sums, to) - at(sums, from)
    return at(squares, to) - at(squares, from) - (sum * sum) / (to - from)
  }
}
