import type { Freeze } from './plan.ts'

/** What is known of a server beforehand. */
export interface KnownServer {
  /** What it takes for an answer while it runs. */
  readonly serviceMs: number
  /** In their order, not touching one another. */
  readonly freezes: readonly Freeze[]
}

/**
 * What callers of a server must have waited, for arrivals at these times (ms): computed from when they were due and when
 * the server stood still, and from nothing that was measured of them.
 *
 *   due ──▶ (frozen? taken up as it thaws) ──▶ service, by the clock on the wall ──▶ (frozen? answered as it thaws)
 *
 * Each is served by itself, as a server that waits for something else would: none waits for another.
 */
export function trueLatenciesMs(arrivalsMs: readonly number[], server: KnownServer): number[] {
  return arrivalsMs.map((dueMs) => {
    const takenUpMs = thawed(dueMs, server.freezes)
    return thawed(takenUpMs + server.serviceMs, server.freezes) - dueMs
  })
}

/** The first time at which the server runs again, or the time itself. */
function thawed(atMs: number, freezes: readonly Freeze[]): number {
  for (const { startMs, durationMs } of freezes) {
    if (atMs >= startMs && atMs < startMs + durationMs) return startMs + durationMs
  }
  return atMs
}

/**
 * The smallest of the values that at least this share of them does not exceed ("nearest rank": Hyndman & Fan 1996,
 * definition 1), as a histogram counts them. NaN for no values.
 */
export function percentile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((a, b) => a - b)
  return ordered[Math.max(0, Math.ceil(share * ordered.length) - 1)] ?? Number.NaN
}
