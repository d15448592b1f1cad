/** Pure mathematics: numbers in, values out. Every formula and its source: docs/statistics.md. */

export type { ChangePoint, ChangePointOptions } from './changepoint/change-point.ts'
export { changePoints } from './changepoint/change-points.ts'
export { ChangePointTracker, type TrackedChange } from './changepoint/tracker.ts'
export { cliffsDelta } from './comparison/effect.ts'
export { hodgesLehmann, type Shift } from './comparison/hodges-lehmann.ts'
export {
  type ComparedLaunches,
  compareLaunches,
  DETECTION_POWER,
  type LaunchComparison,
  type NoRatio,
  type TooFewLaunches,
} from './comparison/launches.ts'
export {
  mannWhitney,
  type MannWhitneyOptions,
  type MannWhitneyResult,
} from './comparison/mann-whitney.ts'
export { detectModes, type Mode } from './comparison/modes.ts'
export { benjaminiHochberg } from './comparison/multiple.ts'
export {
  type SignedRankOptions,
  type SignedRankResult,
  signFlip,
  type SignFlipOptions,
  type SignFlipResult,
  wilcoxonSignedRank,
} from './comparison/paired.ts'
export {
  type MedianRatio,
  ratioOfMedians,
  type RatioOfMediansOptions,
} from './comparison/ratio-of-medians.ts'
export { pseudomedian, type Pseudomedian } from './comparison/pseudomedian.ts'
export type { Alternative, RankMethod } from './comparison/test-result.ts'
export { incompleteBeta, lnBeta, type BetaShape } from './distribution/beta.ts'
export { type Binomial, binomialCdf, binomialQuantile } from './distribution/binomial.ts'
export { lnGamma, lowerGamma, upperGamma } from './distribution/gamma.ts'
export { normalCdf, normalQuantile } from './distribution/normal.ts'
export { studentCdf, studentQuantile } from './distribution/student.ts'
export {
  describeHistogram,
  type Description,
  FEWEST_FOR_P99,
  FEWEST_FOR_P999,
  upperPercentiles,
} from './histogram/describe.ts'
export { decodeHistogram, encodeHistogram } from './histogram/encoding.ts'
export {
  type Bucket,
  createHistogram,
  type Histogram,
  type HistogramOptions,
} from './histogram/histogram.ts'
export type { BucketLayout, Digits } from './histogram/layout.ts'
export {
  bootstrapLaunches,
  type BootstrapOptions,
  type BootstrapResult,
  type LaunchStatistic,
} from './summary/bootstrap.ts'
export {
  type Interval,
  medianInterval,
  quantileInterval,
  type RankInterval,
} from './summary/interval.ts'
export { launchInterval, type LaunchLocation, pooledInterval } from './summary/launches.ts'
export {
  geometricMean,
  mean,
  median,
  quantileSorted,
  trimmedMean,
  winsorise,
} from './summary/location.ts'
export { robustMean, type RobustMean } from './summary/robust-mean.ts'
export { type SortedSamples, sorted } from './summary/sorted.ts'
export { mad, MAD_TO_STDDEV, normalMad, stddev, variance } from './summary/spread.ts'
export { type Summary, summarise } from './summary/summarise.ts'
