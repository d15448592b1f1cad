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
  const { leastLength } = options
  const search = new Search(values, options.penalty)
  for (let end = leastLength; end <= values.length; end++) {
    search.closeAt(end, leastLength)
    // From here on a segment may begin where this one leaves enough values before it.
    const opened = end - leastLength + 1
    if (opened >= leastLength) search.open(opened)
  }
  return search.starts()
}

/** The cheapest segmentation of the first 1, 2, … values, each from the ones before. */
class Search {
  readonly #penalty: number
  readonly #sums: Float64Array
  readonly #squares: Float64Array
  /** By end: the least cost, and the start of the last segment. */
  readonly #best: Float64Array
  readonly #startOf: Int32Array
  /** Starts that the last segment may still have, and their costs without the penalty. */
  readonly #open: Int32Array
  readonly #costs: Float64Array
  #size = 1
  /** By start: from which end on it can't be the best; 0 while that is open. */
  readonly #closedFrom: Int32Array

  constructor(values: Float64Array, penalty: number) {
    const size = values.length + 1
    this.#penalty = penalty
    this.#sums = new Float64Array(size)
    this.#squares = new Float64Array(size)
    values.forEach((value, index) => {
      this.#sums[index + 1] = at(this.#sums, index) + value
      this.#squares[index + 1] = at(this.#squares, index) + value * value
    })
    this.#best = new Float64Array(size)
    this.#best[0] = -penalty
    this.#startOf = new Int32Array(size)
    this.#open = new Int32Array(size)
    this.#costs = new Float64Array(size)
    this.#closedFrom = new Int32Array(size)
  }

  open(start: number): void {
    this.#open[this.#size++] = start
  }

  /** Decides on the last segment that ends before `end`. */
  closeAt(end: number, leastLength: number): void {
    const cheapest = this.#cheapest(end)
    const lowest = at(this.#costs, cheapest) + this.#penalty
    this.#best[end] = lowest
    this.#startOf[end] = at(this.#open, cheapest)
    // A start that costs more, even without the penalty, loses to a segment that begins at `end`: that is the pruning.
    // Such a segment is possible `leastLength` later only.
    let kept = 0
    for (let place = 0; place < this.#size; place++) {
      const opened = this.#open[place] as number
      if ((this.#costs[place] as number) > lowest) this.#closedFrom[opened] ||= end + leastLength
      const closed = this.#closedFrom[opened] as number
      if (closed === 0 || closed > end + 1) this.#open[kept++] = opened
    }
    this.#size = kept
  }

  starts(): number[] {
    const starts: number[] = []
    for (let start = this.#startOf.at(-1) ?? 0; start > 0; start = at(this.#startOf, start)) {
      starts.push(start)
    }
    return starts.reverse()
  }

  /** Fills in the costs of the open starts; the place of the cheapest, the first of equal ones. */
  #cheapest(end: number): number {
    const sums = this.#sums
    const squares = this.#squares
    const [sum, square] = [sums[end] as number, squares[end] as number]
    let least = 0
    for (let place = 0; place < this.#size; place++) {
      const start = this.#open[place] as number
      const within = sum - (sums[start] as number)
      const deviations = square - (squares[start] as number) - (within * within) / (end - start)
      const cost = (this.#best[start] as number) + deviations
      this.#costs[place] = cost
      if (cost < (this.#costs[least] as number)) least = place
    }
    return least
  }
}
