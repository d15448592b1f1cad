import { requireConfidence } from '../distribution/probability.ts'
import { studentQuantile } from '../distribution/student.ts'
import type { Interval } from './interval.ts'
import { logsOf, mean } from './location.ts'
import { stddev } from './spread.ts'

/** Where launches lie, and how well that is known. */
export interface LaunchLocation {
  /** Geometric mean of the launches. */
  readonly location: number
  /** `undefined` for a single launch, which says nothing of how launches differ. */
  readonly interval: Interval | undefined
}

/**
 * The geometric mean of launch statistics (say, medians) with Student's interval on their logarithms:
 * exp(m ± t₍n−1₎ s ÷ √n). Gosset ("Student"), "The probable error of a mean", Biometrika 6 (1908).
 * Values must be positive; else a RangeError.
 */
export function launchInterval(values: ArrayLike<number>, confidence: number): LaunchLocation {
  requireConfidence(confidence)
  const logs = logsOf(values)
  if (logs.includes(Number.NEGATIVE_INFINITY)) throw new RangeError('a launch is 0: no logarithm')
  const centre = mean(logs)
  const location = Math.exp(centre)
  if (logs.length === 1) return { location, interval: undefined }
  const t = studentQuantile((1 + confidence) / 2, logs.length - 1)
  const reach = (t * stddev(logs)) / Math.sqrt(logs.length)
  return { location, interval: { lo: Math.exp(centre - reach), hi: Math.exp(centre + reach) } }
}

/**
 * The interval of a statistic of all launches' samples together: {@link launchInterval} of the launches' own, widened
 * to hold `pooled`, which it need not (launches may differ in how many samples they have). `undefined` for fewer than
 * two launches, and when one is 0, which has no logarithm.
 */
export function pooledInterval(
  launches: readonly number[],
  pooled: number,
  confidence: number,
): Interval | undefined {
  if (launches.length < 2 || launches.some((value) => value <= 0)) return undefined
  const { interval } = launchInterval(launches, confidence)
  if (interval === undefined) return undefined
  return { lo: Math.min(interval.lo, pooled), hi: Math.max(interval.hi, pooled) }
}
