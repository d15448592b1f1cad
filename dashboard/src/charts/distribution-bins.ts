import type { Histogram } from '../../../src/stats/index.ts'
import type { Scale } from './distribution-scale.ts'

/** A recorded distribution as it is drawn: bins beside one another, and the share of samples up to each value. */

/** Bins that a chart draws, at least and at most. */
const FEWEST_BINS = 8
const MOST_BINS = 96

/**
 * How many bins histograms that are drawn over one another get: 2 ∛n by the largest (the Rice rule), and none narrower than
 * the widest bucket, or there would be gaps where nothing is missing.
 */
export function binCount(histograms: readonly Histogram[], scale: Scale): number {
  const most = Math.max(...histograms.map(({ count }) => count))
  const byCount = Math.min(MOST_BINS, Math.max(FEWEST_BINS, Math.ceil(2 * Math.cbrt(most))))
  const widest = Math.max(...histograms.map((histogram) => widestBucket(histogram, scale)))
  return Math.max(1, Math.min(byCount, Math.floor(1 / widest + 1e-9)))
}

/** The width of the widest bucket on a scale, 0–1. */
function widestBucket(histogram: Histogram, scale: Scale): number {
  let widest = 0
  for (const { from, to } of histogram.buckets()) {
    const half = histogram.ratio / 2
    widest = Math.max(widest, scale.at(to + half) - scale.at(Math.max(0, from - half)))
  }
  return Math.max(widest, Number.EPSILON)
}

/** Counts of each bin, left to right, all equally wide on the scale. Each bucket is counted where its middle is, once. */
export function binsOf(histogram: Histogram, scale: Scale, bins: number): readonly number[] {
  const counts = Array.from<number>({ length: bins }).fill(0)
  for (const { from, to, count } of histogram.buckets()) {
    const bin = Math.min(bins - 1, Math.floor(scale.at((from + to) / 2) * bins))
    counts[bin] = (counts[bin] ?? 0) + count
  }
  return counts
}

/** A point of an empirical distribution function. */
export interface EcdfPoint {
  /** Position on the scale, 0–1. */
  readonly at: number
  /** Share of all samples that are at most the value there, 0–1. */
  readonly share: number
}

/** Steps between two neighbouring points that nobody can tell apart. */
const FINEST = 1 / 1000

/** The share of samples up to each value, ascending; of points too close to be told apart, the last. */
export function ecdfOf(histogram: Histogram, scale: Scale): readonly EcdfPoint[] {
  const points: { at: number; share: number }[] = []
  let seen = 0
  for (const { to, count } of histogram.buckets()) {
    seen += count
    const at = scale.at(to)
    const share = seen / histogram.count
    const last = points.at(-1)
    if (last !== undefined && at - last.at < FINEST && points.length > 1) last.share = share
    else points.push({ at, share })
  }
  return points
}

/** The share of samples that are at most a value. */
export const shareUpTo = (histogram: Histogram, value: number): number =>
  value < histogram.min || histogram.count === 0
    ? 0
    : histogram.countBetween(0, Math.min(value, histogram.max)) / histogram.count
