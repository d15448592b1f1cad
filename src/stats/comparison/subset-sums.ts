/**
 * Exact distributions of rank sums by the shift algorithm: B. Streitberg & J. Röhmel, "Exact distributions for
 * permutation and rank tests", Statistical Software Newsletter 12 (1986). It counts, value by value, how many subsets
 * have each sum; ties are no obstacle. Sums must be whole, so midranks are doubled first.
 */

/** How many subsets have each sum: position = sum. Counts above 2⁵³ are rounded to 16 digits. */
export type SumCounts = Float64Array

/** Counts of the sums of all subsets of `size` values (whole, ≥ 0). */
export function sumsOfSubsets(values: readonly number[], size: number): SumCounts {
  const total = values.reduce((sum, value) => sum + value, 0)
  const bySize = Array.from({ length: size + 1 }, () => new Float64Array(total + 1))
  const none = bySize[0]
  if (none !== undefined) none[0] = 1
  for (const value of values) {
    for (let chosen = size; chosen > 0; chosen--)
      shiftInto(bySize[chosen], bySize[chosen - 1], value)
  }
  return bySize[size] ?? new Float64Array(1)
}

/** Counts of the sums of all subsets of any size. */
export function sumsOfAllSubsets(values: readonly number[]): SumCounts {
  const total = values.reduce((sum, value) => sum + value, 0)
  const counts = new Float64Array(total + 1)
  counts[0] = 1
  for (const value of values) shiftInto(counts, counts, value)
  return counts
}

/** The share of subsets with a sum at most, and at least, as large. */
export function tailsAt(counts: SumCounts, sum: number): { atMost: number; atLeast: number } {
  let below = 0
  let above = 0
  let all = 0
  counts.forEach((count, at) => {
    all += count
    if (at <= sum) below += count
    if (at >= sum) above += count
  })
  return { atMost: below / all, atLeast: above / all }
}

/** Adds `from`, moved up by `by`, to `into`; highest sums first, so that an array may be added to itself. */
function shiftInto(into: SumCounts | undefined, from: SumCounts | undefined, by: number): void {
  if (into === undefined || from === undefined) return
  for (let sum = into.length - 1; sum >= by; sum--) {
    into[sum] = (into[sum] ?? 0) + (from[sum - by] ?? 0)
  }
}
