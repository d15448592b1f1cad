import { binomialCdf } from '../../src/stats/index.ts'

/** A share seen in a sample: how many of how many. */
export interface Count {
  readonly of: number
  readonly seen: number
}

/** Halvings of an interval of width 1: as exact as a double. */
const HALVINGS = 52

/**
 * The exact interval of a share: those p for which seeing so many, or so few, is not rarer than (1 − confidence) ÷ 2
 * (C. J. Clopper & E. S. Pearson, Biometrika 26, 1934). Nothing seen of nothing: 0 … 1.
 */
export function shareBounds(
  { of, seen }: Count,
  confidence: number,
): { readonly lo: number; readonly hi: number } {
  const tail = (1 - confidence) / 2
  const lo = seen === 0 ? 0 : root((p) => 1 - binomialCdf(seen - 1, { trials: of, p }) - tail)
  const hi = seen === of ? 1 : root((p) => tail - binomialCdf(seen, { trials: of, p }))
  return { lo, hi }
}

/** Where a function that grows from below 0 to above 0 on 0 … 1 crosses. */
function root(grows: (p: number) => number): number {
  let lo = 0
  let hi = 1
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (lo + hi) / 2
    if (grows(middle) < 0) lo = middle
    else hi = middle
  }
  return (lo + hi) / 2
}
