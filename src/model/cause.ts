import type { Note } from './measured.ts'
import type { SourceKind } from './window.ts'

/** What made a load test slow, as judged from the windows of its timeline. */
export interface CauseReport {
  /** `likely`: `ranked[0]` is the likely cause. `none`: there is no clear one, and the summary says why. */
  readonly verdict: 'likely' | 'none'
  /** One plain sentence: the likely cause, or why none is named. */
  readonly summary: string
  /** Which windows were slow, and by how much; `null` = latency did not move enough to ask, or could not be judged. */
  readonly effect: SlowEffect | null
  /** Likeliest first. Empty without a clear cause. */
  readonly ranked: readonly Cause[]
  readonly notes: readonly Note[]
}

/** The windows that were slow, beside the others. Latencies are means over all iterations of a window. */
export interface SlowEffect {
  /** In time order; windows that follow one another are one stretch. From the start of the schedule. */
  readonly stretches: readonly { readonly startMs: number; readonly durationMs: number }[]
  /** Windows that were slow, of those that were judged. */
  readonly slowWindows: number
  readonly windows: number
  readonly slowMs: number
  readonly usualMs: number
  /** The slowest single iteration of a window, in the median window of each kind. */
  readonly slowMaxMs: number
  readonly usualMaxMs: number
}

/** How something makes a service slow. */
export type Mechanism =
  /** The machine that makes the load. */
  | 'generator'
  /** Other programs, or other machines, take the CPU. */
  | 'cpu-starvation'
  /** The heap is near its limit: it is collected again and again. */
  | 'heap-limit'
  | 'garbage-collection'
  /** Synchronous work holds the event loop. */
  | 'event-loop'
  /** More work than the CPU can do. */
  | 'cpu-work'
  /** Statements wait for a lock. */
  | 'lock'
  /** Callers wait for a connection. */
  | 'pool'
  /** Something that is called takes longer. */
  | 'downstream'
  /** A part of the iteration takes longer, for a reason that was not seen. */
  | 'stage'

/** One likely cause, with its evidence. */
export interface Cause {
  /** `generator`: a series of the windows' health. */
  readonly kind: 'stage' | 'source' | 'generator'
  readonly mechanism: Mechanism
  /** Of sources only: as the reading calls it. */
  readonly source?: string
  readonly sourceKind?: SourceKind
  /** The series that tells it, or the stage's name. */
  readonly series: string
  /** What to call it: `event loop of bot blocked`. */
  readonly words: string
  /** 0–1: how well it moves with latency, times how much of the slowness its size explains. What causes are ranked by. */
  readonly score: number
  /** Rank correlation of series and latency, both without trend, at the best lag. */
  readonly correlation: number
  /** By how much the series moves before latency; negative = after it. */
  readonly lagMs: number
  /** 0–1: share of rearranged timelines in which nothing fits as well, all series taken together. */
  readonly confidence: number
  /** Share of the slowness that its size explains, 0–1. */
  readonly explainedShare: number
  /** A sentence with the numbers of slow windows and the others. */
  readonly evidence: string
  /** Means of the series, in the unit that its name says. A stage's: ms in each iteration. */
  readonly slow: number
  readonly usual: number
  /** Other series that moved too, and that this one explains: `event loop delay of bot`. */
  readonly explains: readonly string[]
}
