import { mean, quantileSorted } from './location.ts'
import { at, sorted } from './sorted.ts'
import { stddev } from './spread.ts'

/** Samples in a few numbers, in the unit of the samples. */
export interface Summary {
  readonly count: number
  readonly min: number
  readonly mean: number
  /** Sample standard deviation (n − 1); 0 for one sample. */
  readonly stddev: number
  readonly p50: number
  readonly p90: number
  readonly p95: number
  readonly p99: number
  readonly p999: number
  readonly max: number
}

/** Summarises samples in any order. Quantiles are of type 7. Throws a RangeError if there are none, or one is NaN. */
export function summarise(values: ArrayLike<number>): Summary {
  const samples = sorted(values)
  return {
    count: samples.length,
    min: at(samples, 0),
    mean: mean(samples),
    stddev: stddev(samples),
    p50: quantileSorted(samples, 0.5),
    p90: quantileSorted(samples, 0.9),
    p95: quantileSorted(samples, 0.95),
    p99: quantileSorted(samples, 0.99),
    p999: quantileSorted(samples, 0.999),
    max: at(samples, samples.length - 1),
  }
}
