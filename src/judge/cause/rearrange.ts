import { type Random, shuffle } from '../../kernel/random.ts'

/**
 * Rearranged timelines: what would be seen if latency had nothing to do with the series beside it. Neighbouring windows
 * are alike, so that not single windows but blocks of them are moved (H. R. Künsch, Annals of Statistics 17, 1989), and
 * the timeline is turned by a random amount before it is cut, so that no border is preferred.
 */

/** Windows further apart than their correlation stays above this are taken as independent. */
const INDEPENDENT = 0.25
const SHORTEST_BLOCK = 2
/** At least so many blocks, or there is too little to rearrange. */
const FEWEST_BLOCKS = 6

/** How long blocks must be to hold what neighbouring windows have in common. */
export function blockLength(values: Float64Array): number {
  const longest = Math.max(SHORTEST_BLOCK, Math.floor(values.length / FEWEST_BLOCKS))
  for (let length = SHORTEST_BLOCK; length < longest; length++) {
    if (autocorrelation(values, length) < INDEPENDENT) return length
  }
  return longest
}

function autocorrelation(values: Float64Array, lag: number): number {
  let [products, squares] = [0, 0]
  for (const [index, value] of values.entries()) {
    squares += value * value
    if (index >= lag) products += value * (values[index - lag] ?? 0)
  }
  return squares === 0 ? 0 : products / squares
}

/** Where each window's latency is taken from, in a rearranged timeline. */
export function rearranged(size: number, block: number, random: Random): Uint32Array {
  const turn = random.below(size)
  const blocks = Array.from({ length: Math.ceil(size / block) }, (_, index) => index)
  const order = new Uint32Array(size)
  let filled = 0
  for (const one of shuffle(blocks, random)) {
    const end = Math.min(size, (one + 1) * block)
    for (let index = one * block; index < end; index++) order[filled++] = (index + turn) % size
  }
  return order
}
