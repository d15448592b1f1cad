import type { Counts, Health, Metric, StageResult } from './measured.ts'

/** A load test, stretch by stretch, on one time axis. */

/**
 * A closed stretch of a long run. Benchmarks have none; load tests fill it. What is counted is what happened in it: an
 * iteration that starts in one window and ends in the next is `started` in the first and `completed` in the second.
 */
export interface Window extends Counts {
  /** From the start of the schedule. */
  readonly startMs: number
  readonly durationMs: number
  /** Whether all of it is of the steady state, so that the result's numbers hold it. */
  readonly steady: boolean
  readonly errors: readonly { readonly code: string; readonly count: number }[]
  /** Only `latency` has its histogram. */
  readonly metrics: Readonly<Record<string, Metric>>
  readonly stages: readonly StageResult[]
  readonly health: WindowHealth
  /** Sent in iterations that ended in it; absent where nobody counts them. */
  readonly bytesOut?: number
  readonly bytesIn?: number
  /** What was watched beside the load; absent = nothing. */
  readonly sources?: readonly SourceReading[]
}

/** What was read of one source over one window: a process tree, the inside of a Node process, a server. */
export interface SourceReading {
  /** The target's name, with its number where it has several instances: `bot`, `bot 2`, `cache`. */
  readonly source: string
  readonly kind: SourceKind
  /** By series; each name says its unit (`cpuCores`, `rssBytes`, `eventLoopDelayP99Ms`). What can't be read is absent. */
  readonly values: Readonly<Record<string, number>>
}

/** `process`: read from outside. `node`: told by the probe inside it. `redis`, `postgres`: asked of the server. */
export type SourceKind = 'process' | 'node' | 'redis' | 'postgres'

/** Something that happened at one moment of a load test, and that a reader of its time axis should see. */
export interface Mark {
  /** From the start of the schedule. */
  readonly atMs: number
  /** `abort`: a budget's limit ended it. `interrupt`: the user did. `death`: a target ended by itself. */
  readonly kind: 'abort' | 'interrupt' | 'death'
  /** One plain sentence, or the part of one. */
  readonly text: string
}

/** How the generator did in one window; of several processes the worst, unless said otherwise. `null` = can't be read. */
export interface WindowHealth {
  readonly generator: Health['generator']
  readonly sendLagP99Ms: number
  /** Share of the time in which the event loop was busy, 0–1. */
  readonly eventLoopUtilization: number
  /** The longest that anything due had to wait for the event loop. */
  readonly eventLoopDelayMs: number
  readonly gcMs: number
  /** CPU time of all generating processes ÷ the window's time: 2 = two cores. */
  readonly ownCpuCores: number
  /** Share of the time in which it was ready to run, and no CPU was free for it. */
  readonly cpuWaitShare: number | null
  /** CPU time that the hypervisor gave to others ÷ the window's time. */
  readonly stolenCores: number | null
  /** CPU time of all other programs on the machine, a target among them ÷ the window's time. */
  readonly foreignCores: number | null
}
