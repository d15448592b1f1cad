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
  const { length } = values
  const costOf = squaredDeviations(values)
  const best = new Float64Array(length + 1)
  best[0] = -penalty
  const startOf = new Int32Array(length + 1)
  const open = new OpenStarts(length)
  open.add(0)
  for (let end = leastLength; end <= length; end++) {
    const least = open.weigh((start) => (best[start] as number) + costOf(start, end))
    const lowest = least.cost + penalty
    best[end] = lowest
    startOf[end] = least.start
    // A start that costs more, even without the penalty, loses to a segment that begins at `end`: that is the pruning.
    // Such a segment is possible `leastLength` later only.
    open.closeAbove(lowest, { end, from: end + leastLength })
    if (end - leastLength + 1 >= leastLength) open.add(end - leastLength + 1)
  }
  const starts: number[] = []
  for (let start = at(startOf, length); start > 0; start = at(startOf, start)) starts.push(start)
  return starts.reverse()
}

/** The starts that a segment may still have. */
class OpenStarts {
  readonly #starts: Int32Array
  readonly #costs: Float64Array
  /** By start: from which end on it is closed; 0 while that is open. */
  readonly #closedFrom: Int32Array
  #size = 0

  constructor(length: number) {
    this.#starts = new Int32Array(length + 1)
    this.#costs = new Float64Array(length + 1)
    this.#closedFrom = new Int32Array(length + 1)
  }

  add(start: number): void {
    this.#starts[this.#size++] = start
  }

  /** The cheapest start; the first of equal ones. */
  weigh(costOf: (start: number) => number): { start: number; cost: number } {
    let [least, cost] = [0, Number.POSITIVE_INFINITY]
    for (let place = 0; place < this.#size; place++) {
      const start = this.#starts[place] as number
      const found = costOf(start)
      this.#costs[place] = found
      if (found < cost) {
        cost = found
        least = start
      }
    }
    return { start: least, cost }
  }

  /** Marks starts that cost more than `limit`, and drops those whose time is over. */
  closeAbove(limit: number, { end, from }: { end: number; from: number }): void {
    let kept = 0
    for (let place = 0; place < this.#size; place++) {
      const start = this.#starts[place] as number
      if ((this.#costs[place] as number) > limit) this.#closedFrom[start] ||= from
      const closed = this.#closedFrom[start] as number
      if (closed === 0 || closed > end + 1) this.#starts[kept++] = start
    }
    this.#size = kept
  }
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
    const sum = (sums[to] as number) - (sums[from] as number)
    return (squares[to] as number) - (squares[from] as number) - (sum * sum) / (to - from)
  }
}
