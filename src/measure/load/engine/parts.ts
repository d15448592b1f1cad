import type { Counts, SlowIteration } from '../../../model/run.ts'
import type { OwnMetric } from '../../../model/scenario.ts'

/** What a worker hands over as each window closes: plain data, histograms as HdrHistogram V2, uncompressed. */
export interface WorkerWindow {
  /** From 0; a window has {@link WINDOW_MS}, the last one may have less. */
  readonly index: number
  readonly durationMs: number
  /** Of all lanes in which the worker takes part. */
  readonly lanes: readonly LaneWindow[]
  readonly reading: WorkerReading
}

/** What one lane did in it. */
export interface LaneWindow {
  /** Its place in the plan. */
  readonly lane: number
  /** Of iterations whose intended start lies in the steady state; `undefined` = none. */
  readonly steady: TallyParts | undefined
  /** Of all others: warm-up, ramps. */
  readonly other: TallyParts | undefined
  /** Of the steady ones. */
  readonly slowest: readonly WorkerSlowest[]
  /** Errors by code, those alone that were not told before. */
  readonly examples: readonly CodeExample[]
  /** What befell connections between exchanges. */
  readonly troubles: readonly (CodeExample & { readonly count: number })[]
}

/** The length of a window. */
export const WINDOW_MS = 1000

/** Counts and distributions. */
export interface TallyParts {
  readonly counts: Counts
  readonly bytesOut: number
  readonly bytesIn: number
  readonly errors: readonly { readonly code: string; readonly count: number }[]
  /** By metric, in ns: `latency`, `service`, `sendLag`, `connectionWait`, `firstByte`, `connect`, `tls`. */
  readonly histograms: Readonly<Record<string, Uint8Array>>
  readonly stages: readonly StageParts[]
  readonly own: readonly OwnParts[]
}

/** One stage. */
export interface StageParts {
  readonly name: string
  readonly calls: number
  readonly histogram: Uint8Array
}

/** A scenario's own metric, or one that a client saw beside its exchanges. */
export interface OwnParts extends OwnMetric {
  readonly name: string
  /** Counters: the sum. */
  readonly total: number
  /** Of a scenario's counter, what each iteration added; of a client's, what each window of each worker did. */
  readonly histogram: Uint8Array
}

/** The first message of a code, secrets hidden. */
export interface CodeExample {
  readonly code: string
  readonly example: string
}

/** A slow iteration, as its worker knows it. */
export type WorkerSlowest = Omit<SlowIteration, 'launch'>

/** What a worker could read of itself over one window. `null` = can't be read on this machine. */
export interface WorkerReading {
  readonly wallMs: number
  /** 0–1. */
  readonly eventLoopUtilization: number
  readonly eventLoopDelayMs: number
  /** Of a clock that ticks beside the iterations, and those of them that the event loop got to too late. */
  readonly ticks: number
  readonly lateTicks: number
  readonly gcMs: number
  /** All threads. */
  readonly cpuMs: number
  /** Time in which the thread that sends was ready to run, and no CPU was free for it. */
  readonly cpuWaitMs: number | null
}
