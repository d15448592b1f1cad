import { at } from '../summary/sorted.ts'

/**
 * p-values adjusted for how many there are, so that taking those ≤ q keeps the expected share of false discoveries at
 * q; in the order given. Y. Benjamini & Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995); the same as
 * R's `p.adjust(p, "BH")`. Throws a RangeError if one is not within 0 … 1.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  if (!pValues.every((p) => p >= 0 && p <= 1)) throw new RangeError('p-values must be within 0 … 1')
  const largestFirst = pValues.map((_, index) => index)
  largestFirst.sort((one, other) => at(pValues, other) - at(pValues, one))
  const adjusted = new Array<number>(pValues.length).fill(1)
  let least = 1
  largestFirst.forEach((index, place) => {
    const rank = pValues.length - place
    least = Math.min(least, (at(pValues, index) * pValues.length) / rank)
    adjusted[index] = least
  })
  return adjusted
}
