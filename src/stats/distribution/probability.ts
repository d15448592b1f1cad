/** Throws a RangeError unless 0 ≤ p ≤ 1. */
export function requireProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability must be within 0 … 1, not ${p}`)
}

/** Throws a RangeError unless 0 < confidence < 1: 0.99 means 99 %. */
export function requireConfidence(confidence: number): void {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`a confidence must be between 0 and 1, such as 0.99, not ${confidence}`)
  }
}
