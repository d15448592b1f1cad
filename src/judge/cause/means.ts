/** What a series was in the slow windows, and in the others. */
export interface Means {
  readonly slow: number
  readonly usual: number
}

/**
 * Means of both kinds of windows. @param lag windows by which the series moves before latency: its value of window `i`
 * belongs to the latency of window `i + lag`; windows in which it was not read don't count
 */
export function meansBy(slow: Uint8Array, values: Float64Array, lag = 0): Means {
  let [slowSum, slowCount, usualSum, usualCount] = [0, 0, 0, 0]
  for (let index = Math.max(0, lag); index < Math.min(slow.length, slow.length + lag); index++) {
    const value = values[index - lag] ?? Number.NaN
    if (Number.isNaN(value)) continue
    if (slow[index] === 1) {
      slowSum += value
      slowCount++
    } else {
      usualSum += value
      usualCount++
    }
  }
  return { slow: slowSum / Math.max(1, slowCount), usual: usualSum / Math.max(1, usualCount) }
}
