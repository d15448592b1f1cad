import { incompleteBeta, lnBeta } from './beta.ts'
import { normalQuantile } from './normal.ts'
import { requireProbability } from './probability.ts'

const MAX_ITERATIONS = 200
const PRECISION = 1e-15

/** The chance that Student's t with `degreesOfFreedom` (> 0, need not be whole) is at most t. */
export function studentCdf(t: number, degreesOfFreedom: number): number {
  const tail = upperTail(Math.abs(t), degreesOfFreedom)
  return t > 0 ? 1 - tail : tail
}

/** The t with `studentCdf(t) = p`; 0 and 1 give ∓∞. */
export function studentQuantile(p: number, degreesOfFreedom: number): number {
  requireProbability(p)
  if (!(degreesOfFreedom > 0)) {
    throw new RangeError(`degrees of freedom must be above 0, not ${degreesOfFreedom}`)
  }
  if (p === 0.5) return 0
  const tail = Math.min(p, 1 - p)
  const t = tail === 0 ? Number.POSITIVE_INFINITY : solveTail(tail, degreesOfFreedom)
  return p < 0.5 ? -t : t
}

/** P(T > t) for t ≥ 0: ½ I_x(ν/2, ½) with x = ν ÷ (ν + t²). Abramowitz & Stegun 26.7.1, DLMF 8.17. */
function upperTail(t: number, df: number): number {
  if (t === Number.POSITIVE_INFINITY) return 0
  const square = t * t
  return 0.5 * incompleteBeta({ a: df / 2, b: 0.5 }, df / (df + square), square / (df + square))
}

function density(t: number, df: number): number {
  const lnScale = -0.5 * Math.log(df) - lnBeta({ a: df / 2, b: 0.5 })
  return Math.exp(lnScale - ((df + 1) / 2) * Math.log1p((t * t) / df))
}

/**
 * Newton's method on the logarithm of the tail, within a bracket that is halved whenever a step would leave it. Starts
 * at the normal quantile, which is always too small.
 */
function solveTail(tail: number, df: number): number {
  let low = 0
  let high = Number.POSITIVE_INFINITY
  let t = -normalQuantile(tail)
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const reached = upperTail(t, df)
    if (reached > tail) low = t
    else high = t
    let next = t + (Math.log(reached / tail) * reached) / density(t, df)
    if (!(next > low && next < high))
      next = high < Number.POSITIVE_INFINITY ? (low + high) / 2 : 2 * t
    if (Math.abs(next - t) <= PRECISION * next) return next
    t = next
  }
  return t
}
