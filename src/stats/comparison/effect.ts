import { requireSome } from '../summary/sorted.ts'
import { uStatistic } from './mann-whitney.ts'
import { rankOf } from './ranks.ts'

/**
 * Cliff's delta: P(a > b) − P(a < b) over all pairs, −1 … 1; 0 where neither side tends to be greater. N. Cliff,
 * "Dominance statistics", Psychological Bulletin 114 (1993).
 */
export function cliffsDelta(a: ArrayLike<number>, b: ArrayLike<number>): number {
  requireSome(a)
  requireSome(b)
  const u = uStatistic(rankOf([...Array.from(a), ...Array.from(b)]), a.length)
  return (2 * u) / (a.length * b.length) - 1
}
