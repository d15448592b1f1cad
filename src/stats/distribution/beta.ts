import { awayFromZero, lnGamma } from './gamma.ts'

/** The two parameters of a beta function, both > 0. */
export interface BetaShape {
  readonly a: number
  readonly b: number
}

const MAX_ITERATIONS = 100_000
const PRECISION = 1e-16

/** ln B(a, b). */
export function lnBeta({ a, b }: BetaShape): number {
  return lnGamma(a) + lnGamma(b) - lnGamma(a + b)
}

/**
 * I_x(a, b), the regularised incomplete beta function.
 * @param complement 1 − x, where the caller knows it more exactly than subtraction would
 */
export function incompleteBeta(shape: BetaShape, x: number, complement: number = 1 - x): number {
  if (x <= 0) return 0
  if (complement <= 0) return 1
  const { a, b } = shape
  const scale = Math.exp(a * Math.log(x) + b * Math.log(complement) - lnBeta(shape))
  // The fraction converges fast on this side of the mean; on the other, I_x(a, b) = 1 − I_{1−x}(b, a) (DLMF 8.17.4).
  if (x < (a + 1) / (a + b + 2)) return (scale * betaFraction(shape, x)) / a
  return 1 - (scale * betaFraction({ a: b, b: a }, complement)) / b
}

/** DLMF 8.17.22, by the modified Lentz method. */
function betaFraction({ a, b }: BetaShape, x: number): number {
  let c = 1
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m < MAX_ITERATIONS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    let change = 1
    for (const coefficient of [even, odd]) {
      d = 1 / awayFromZero(1 + coefficient * d)
      c = awayFromZero(1 + coefficient / c)
      change = d * c
      fraction *= change
    }
    if (Math.abs(change - 1) < PRECISION) break
  }
  return fraction
}
