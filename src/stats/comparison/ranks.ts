import { at } from '../summary/sorted.ts'

/** Midranks, 1 the smallest, equal values sharing the mean of their ranks; and how often each value occurs. */
export interface Ranking {
  /** In the order of the values given. */
  readonly ranks: Float64Array
  /** Sizes of the groups of equal values, those of one included. */
  readonly tieSizes: readonly number[]
}

/** Ranks values; throws a RangeError if one is NaN. */
export function rankOf(values: ArrayLike<number>): Ranking {
  const order = Array.from(values, (_, index) => index)
  if (Array.from(values).some(Number.isNaN)) throw new RangeError('one of the values is NaN')
  order.sort((one, other) => Math.sign(at(values, one) - at(values, other)) || one - other)
  const ranks = new Float64Array(values.length)
  const tieSizes: number[] = []
  for (let start = 0; start < order.length; start += tieSizes.at(-1) ?? 1) {
    const end = endOfTie(values, order, start)
    for (let place = start; place < end; place++) ranks[at(order, place)] = (start + 1 + end) / 2
    tieSizes.push(end - start)
  }
  return { ranks, tieSizes }
}

/** Σ (t³ − t) over tie groups, which all tie corrections use. */
export function tieTerm(tieSizes: readonly number[]): number {
  return tieSizes.reduce((sum, size) => sum + size ** 3 - size, 0)
}

function endOfTie(values: ArrayLike<number>, order: readonly number[], start: number): number {
  let end = start + 1
  while (end < order.length && at(values, at(order, end)) === at(values, at(order, start))) end++
  return end
}
