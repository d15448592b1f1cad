/**
 * The number that was meant by its lowest bits alone: of all that have them, the one nearest to a number that is known
 * (never below 0).
 * @param modulus what the counter wraps at, such as 2³²
 */
export function unwrapped(lowBits: number, near: number, modulus: number): number {
  const number = lowBits + modulus * Math.round((near - lowBits) / modulus)
  return number < 0 ? number + modulus : number
}
