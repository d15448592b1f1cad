import type { Random } from '../../kernel/random.ts'

/**
 * Draws an index with given weights in constant time: the alias method (Walker 1974) with Vose's stable construction
 * (M. D. Vose, "A linear algorithm for generating random numbers with a given distribution", IEEE TSE 17(9), 1991).
 */
export class AliasTable {
  /** For each column, how likely its own index is. */
  readonly #own: Float64Array
  /** For each column, the index it stands for otherwise. */
  readonly #alias: Uint32Array

  /** @param weights non-negative, at least one of them positive; they need not sum to 1. */
  constructor(weights: readonly number[]) {
    this.#own = new Float64Array(weights.length).fill(1)
    this.#alias = Uint32Array.from(weights.keys())
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const scaled = weights.map((weight) => (weight / total) * weights.length)
    const small = scaled.flatMap((share, index) => (share < 1 ? [index] : []))
    const large = scaled.flatMap((share, index) => (share < 1 ? [] : [index]))
    this.#fill(scaled, small, large)
  }

  /** An index in [0, weights.length). */
  draw(random: Random): number {
    const column = random.below(this.#own.length)
    return random.float() < (this.#own[column] ?? 1) ? column : (this.#alias[column] ?? column)
  }

  /** Tops up each column that is too low from one that is too high, until none of either is left. */
  #fill(scaled: number[], small: number[], large: number[]): void {
    while (small.length > 0 && large.length > 0) {
      const low = small.pop() ?? 0
      const high = large.at(-1) ?? 0
      this.#own[low] = scaled[low] ?? 0
      this.#alias[low] = high
      const left = (scaled[high] ?? 0) + (scaled[low] ?? 0) - 1
      scaled[high] = left
      if (left < 1) small.push(large.pop() ?? 0)
    }
  }
}
