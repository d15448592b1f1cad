import { requireConfidence } from '../distribution/probability.ts'
import type { Interval } from '../summary/interval.ts'

/** A lasting change of level in a history, in the unit of its values. */
export interface ChangePoint {
  /** Position of the first value of the new level, 0-based. */
  readonly index: number
  /** Where that position lies, both ends included, at the confidence of the options. */
  readonly indexInterval: Interval
  /** The level just before: typical values with outliers, drift and flipping between modes taken out. */
  readonly before: number
  /** The level from here on. */
  readonly after: number
  /** after − before. */
  readonly difference: number
  /** Where the difference lies, at the confidence of the options, autocorrelation allowed for. */
  readonly interval: Interval
  /** after ÷ before; only where both levels are positive. */
  readonly ratio?: number
}

/** How to look for change points. */
export interface ChangePointOptions {
  /** Of the intervals: 0.99 (the default) means 99 %. It does not decide what is found. */
  readonly confidence?: number
  /** Values that a level lasts at least; an integer ≥ 3, default 7. Shorter excursions are incidents, not changes. */
  readonly leastLength?: number
}

/** {@link ChangePointOptions}, each given. */
export type ResolvedOptions = Required<ChangePointOptions>

const DEFAULT_CONFIDENCE = 0.99
/** Incidents last a few runs; what lasts a week of daily runs is a level. */
const DEFAULT_LEAST_LENGTH = 7
const SHORTEST_LEVEL = 3

/** Defaults filled in; throws a RangeError on a confidence or a length that can't be. */
export function resolveOptions(options: ChangePointOptions): ResolvedOptions {
  const { confidence = DEFAULT_CONFIDENCE, leastLength = DEFAULT_LEAST_LENGTH } = options
  requireConfidence(confidence)
  if (!(Number.isInteger(leastLength) && leastLength >= SHORTEST_LEVEL)) {
    throw new RangeError(
      `leastLength must be an integer from ${SHORTEST_LEVEL}, not ${leastLength}`,
    )
  }
  return { confidence, leastLength }
}
