import type { Comparison } from './comparison.ts'
import type { Environment, Interval, Revision } from './run.ts'

/** `plimsoll/noise@1`: by how much identical code differs from itself. */

/** The version that readers check. */
export const NOISE_SCHEMA = 'plimsoll/noise@1'

/** Which kind of comparison a floor holds for: what one of them can't see another one may. */
export type NoiseMethod = Comparison['method']

/** What identical code of one scenario differed by, in one kind of comparison on one environment. */
export interface NoiseFloor {
  /** The scenario's key. */
  readonly scenario: string
  readonly fingerprint: string
  readonly method: NoiseMethod
  readonly clock: 'wall' | 'cpu'
  /** ISO 8601. */
  readonly measuredAt: string
  /** Of the code that was measured; `null` outside a git repository. */
  readonly commit: string | null
  /** Processes; each ran both copies. */
  readonly launches: number
  /** One copy ÷ the other. */
  readonly ratio: number
  /** In which another such comparison is likely to find the ratio. */
  readonly interval: Interval
  /** Of the interval, 0–1. */
  readonly confidence: number
  /** The largest change within the interval: a change up to this is not called. */
  readonly floorPercent: number
  /** The smallest change that such a comparison would have shown most of the time; at least the floor. */
  readonly smallestDetectablePercent: number
  /** Standard deviation between processes of what each of them says, before any of it is averaged. */
  readonly spreadPercent: number
}

/** What one measurement of the noise gave. */
export interface Noise {
  readonly schema: typeof NOISE_SCHEMA
  readonly status: 'complete' | 'failed' | 'aborted'
  readonly startedAt: string
  readonly finishedAt: string
  readonly seed: number
  /** Processes that were asked for, for each scenario. */
  readonly launches: number
  readonly revision: Revision | null
  readonly environment: Environment
  /** As they were kept. */
  readonly floors: readonly NoiseFloor[]
  /** Scenarios of which nothing was kept, and why. */
  readonly unmeasured: readonly { readonly scenario: string; readonly reason: string }[]
  /** What a reader should know: plain sentences. */
  readonly notes: readonly string[]
}
