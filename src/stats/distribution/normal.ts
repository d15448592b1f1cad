import { requireProbability } from './probability.ts'
import { lowerGamma, upperGamma } from './gamma.ts'

/** Φ(z): the chance that a standard normal variable is at most z. Through the incomplete gamma function, DLMF 7.11.1. */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN
  if (z > 0) return 0.5 + 0.5 * lowerGamma(0.5, (z * z) / 2)
  return 0.5 * upperGamma(0.5, (z * z) / 2)
}

/**
 * The z with Φ(z) = p. Source: M. J. Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988), 477–484; about
 * 16 digits. 0 and 1 give ∓∞.
 */
export function normalQuantile(p: number): number {
  requireProbability(p)
  const fromMiddle = p - 0.5
  if (Math.abs(fromMiddle) <= 0.425) {
    const r = 0.180625 - fromMiddle * fromMiddle
    return (fromMiddle * horner(CENTRE_ABOVE, r)) / horner(CENTRE_BELOW, r)
  }
  const tail = Math.min(p, 1 - p)
  if (tail === 0) return fromMiddle < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  const r = Math.sqrt(-Math.log(tail))
  const z =
    r <= 5
      ? horner(TAIL_ABOVE, r - 1.6) / horner(TAIL_BELOW, r - 1.6)
      : horner(FAR_ABOVE, r - 5) / horner(FAR_BELOW, r - 5)
  return fromMiddle < 0 ? -z : z
}

/** Highest power first. */
function horner(coefficients: readonly number[], x: number): number {
  let value = 0
  for (const coefficient of coefficients) value = value * x + coefficient
  return value
}

// AS 241's rational approximations: |p − ½| ≤ 0.425, then √(−ln tail) ≤ 5, then beyond.
const CENTRE_ABOVE: readonly number[] = [
  2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4,
  4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3,
  1.3314166789178437745e2, 3.387132872796366608,
]
const CENTRE_BELOW: readonly number[] = [
  5.226495278852854561e3, 2.8729085735721942674e4, 3.930789580009271061e4, 2.1213794301586595867e4,
  5.3941960214247511077e3, 6.871870074920579083e2, 4.2313330701600911252e1, 1,
]
const TAIL_ABOVE: readonly number[] = [
  7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.4178072517745061177e-1,
  1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959,
  1.42343711074968357734,
]
const TAIL_BELOW: readonly number[] = [
  1.05075007164441684324e-9, 5.475938084995344946e-4, 1.51986665636164571966e-2,
  1.4810397642748007459e-1, 6.8976733498510000455e-1, 1.6763848301838038494, 2.05319162663775882187,
  1,
]
const FAR_ABOVE: readonly number[] = [
  2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.2426609473880784386e-3,
  2.6532189526576123093e-2, 2.9656057182850489123e-1, 1.7848265399172913358, 5.4637849111641143699,
  6.6579046435011037772,
]
const FAR_BELOW: readonly number[] = [
  2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
  7.868691311456132591e-4, 1.48753612908506148525e-2, 1.3692988092273580531e-1,
  5.9983220655588793769e-1, 1,
]
