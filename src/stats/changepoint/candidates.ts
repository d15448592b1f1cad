import { at } from '../summary/sorted.ts'

/**
 * The segmentation of least Σ (x − segment mean)² + penalty × segments, as the first positions of all segments but the
 * first. PELT: R. Killick, P. Fearnhead & I. Eckley, JASA 107 (2012).
 */
export function segment(values: Float64Array, penalty: number, leastLength: number): number[] {
  const size = values.length
  const sums = new Float64Array(size + 1)
  const squares = new Float64Array(size + 1)
  for (let i = 0; i < size; i++) {
    const value = at(values, i)
    sums[i + 1] = at(sums, i) + value
    squares[i + 1] = at(squares, i) + value * value
  }
  const cost = (from: number, to: number): number => {
    const sum = at(sums, to) - at(sums, from)
    return at(squares, to) - at(squares, from) - (sum * sum) / (to - from)
  }
  const best = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY)
  best[0] = -penalty
  const previous = new Int32Array(size + 1)
  let starts = [0]
  for (let end = leastLength; end <= size; end++) {
    for (const start of starts) {
      const total = at(best, start) + cost(start, end) + penalty
      if (total < at(best, end)) {
        best[end] = total
        previous[end] = start
      }
    }
    starts = starts.filter((start) => at(best, start) + cost(start, end) <= at(best, end))
    const opened = end - leastLength + 1
    if (opened >= leastLength) starts.push(opened)
  }
  const cuts: number[] = []
  for (let end = at(previous, size); end > 0; end = at(previous, end)) cuts.push(end)
  return cuts.reverse()
}
