import { createRandom } from '../../../../src/kernel/random.ts'
import type { Feeder } from '../../../../src/model/scenario.ts'

/** The first `count` inputs of a feeder opened with `seed`. */
export async function drawn<T>(feeder: Feeder<T>, count: number, seed = 1): Promise<T[]> {
  const draw = await feeder.open(createRandom(seed))
  return Array.from({ length: count }, draw)
}

/**
 * Pearson's chi-square of counts against expected shares, less its degrees of freedom, in standard deviations
 * (Wilson–Hilferty 1931): beyond 4 a fair draw is seen once in 30,000 seeds.
 */
export function chiSquareZ(
  values: readonly string[],
  shares: Readonly<Record<string, number>>,
): number {
  const expected = Object.entries(shares)
  const squares = expected.map(([value, share]) => {
    const count = values.filter((each) => each === value).length
    const wanted = share * values.length
    return (count - wanted) ** 2 / wanted
  })
  const freedom = expected.length - 1
  const chiSquare = squares.reduce((sum, square) => sum + square, 0)
  const spread = 2 / (9 * freedom)
  return ((chiSquare / freedom) ** (1 / 3) - (1 - spread)) / Math.sqrt(spread)
}
