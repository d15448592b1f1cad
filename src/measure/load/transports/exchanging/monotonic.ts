/**
 * The monotonic clock that every process of this host shares (`process.hrtime`), in ns: the times of exchanges, and of
 * messages that another process of this host has stamped. Exact to some 100 ns for the first 104 days after the host's
 * start.
 *
 * It is read by `performance.now()`, which counts the same clock from the process's start: `process.hrtime.bigint()` makes
 * an object of each reading, and pacing reads it so often that collecting them delayed arrivals.
 */
export const monotonicNs = (): number => Math.round(performance.now() * 1e6) + ORIGIN_NS

/** So often the two clocks are compared; the comparison that took the least time counts. */
const COMPARISONS = 20

/** What `process.hrtime` showed as `performance.now()` was 0. */
const ORIGIN_NS = findOrigin()

function findOrigin(): number {
  let shortestMs = Number.POSITIVE_INFINITY
  let originNs = 0
  for (let comparison = 0; comparison < COMPARISONS; comparison++) {
    const beforeMs = performance.now()
    const monotonic = Number(process.hrtime.bigint())
    const tookMs = performance.now() - beforeMs
    if (tookMs >= shortestMs) continue
    shortestMs = tookMs
    originNs = monotonic - Math.round((beforeMs + tookMs / 2) * 1e6)
  }
  return originNs
}
