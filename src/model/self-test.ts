/** A load test of a server whose latencies are known beforehand: what plimsoll measured of it, beside the truth. */
export interface SelfTest {
  /** `inconclusive`: something else on this machine kept the test from saying. */
  readonly verdict: 'passed' | 'failed' | 'inconclusive'
  readonly ratePerSecond: number
  readonly durationMs: number
  readonly connections: number
  /** When the whole server stood still, from the start. */
  readonly freezes: readonly { readonly startMs: number; readonly durationMs: number }[]
  /** What the server took for an answer while it ran, median, by its own log: a part of the truth. */
  readonly serviceMs: number
  /** Those that so many iterations support. */
  readonly percentiles: readonly SelfTestPercentile[]
  readonly counts: {
    readonly scheduled: number
    readonly sent: number
    readonly completed: number
  }
  /** What went wrong, or got in the way: plain sentences. */
  readonly notes: readonly string[]
}

/** One percentile of latency. */
export interface SelfTestPercentile {
  readonly name: 'p50' | 'p95' | 'p99' | 'p999'
  /** Computed from the schedule. */
  readonly truthMs: number
  readonly measuredMs: number
  /** Measured − truth. */
  readonly differenceMs: number
  /** The difference that passes, either way. */
  readonly allowedMs: number
  readonly isWithin: boolean
}
