import type { Histogram } from '../../../src/stats/index.ts'
import { areWhole, type Scale } from './distribution-scale.ts'

/** A recorded distribution as it is drawn: bins beside one another, and the share of samples up to each value. */

/** Bins that a chart draws, at least and at most. */
const FEWEST_BINS = 8
const MOST_BINS = 96

/** Bins side by side, all equally wide on a scale. */
export interface BinGrid {
  readonly scale: Scale
  /** Where the first begins and the last ends, 0–1. */
  readonly from: number
  readonly to: number
  readonly bins: number
}

/**
 * The bins of histograms that are drawn over one another: 2 ∛n by the largest (the Rice rule), and none narrower than the
 * widest bucket, or there would be gaps where nothing is missing. Whole numbers have one each.
 */
export function binGrid(histograms: readonly Histogram[], scale: Scale): BinGrid {
  if (scale.kind === 'linear' && areWhole(histograms)) return wholeGrid(histograms, scale)
  const from = Math.min(...histograms.map(({ min, ratio }) => scale.at(min - ratio / 2)))
  const to = Math.max(...histograms.map(({ max, ratio }) => scale.at(max + ratio / 2)))
  const most = Math.max(...histograms.map(({ count }) => count))
  const byCount = Math.min(MOST_BINS, Math.max(FEWEST_BINS, Math.ceil(2 * Math.cbrt(most))))
  const widest = Math.max(...histograms.map((histogram) => widestBucket(histogram, scale)))
  const bins = Math.max(1, Math.min(byCount, Math.floor((to - from) / widest + 1e-6)))
  return { scale, from, to, bins }
}

/** Each number is in the middle of its bin. */
function wholeGrid(histograms: readonly Histogram[], scale: Scale): BinGrid {
  const least = Math.min(...histograms.map(({ min }) => Math.round(min)))
  const most = Math.max(...histograms.map(({ max }) => Math.round(max)))
  const [from, to] = [scale.at(least - 1 / 2), scale.at(most + 1 / 2)]
  return { scale, from, to, bins: most - least + 1 }
}

/** The width of the widest bucket on a scale, 0–1. */
function widestBucket(histogram: Histogram, scale: Scale): number {
  let widest = 0
  for (const { from, to } of histogram.buckets()) {
    const half = histogram.ratio / 2
    widest = Math.max(widest, scale.at(to + half) - scale.at(from - half))
  }
  return Math.max(widest, Number.EPSILON)
}

/** Counts of each bin, left to right. Each bucket is counted where its middle is, once. */
export function binsOf(
  histogram: Histogram,
  { scale, from, to, bins }: BinGrid,
): readonly number[] {
  const counts = Array.from<number>({ length: bins }).fill(0)
  for (const bucket of histogram.buckets()) {
    const share = (scale.at((bucket.from + bucket.to) / 2) - from) / (to - from || 1)
    const bin = Math.max(0, Math.min(bins - 1, Math.floor(share * bins)))
    counts[bin] = (counts[bin] ?? 0) + bucket.count
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
