import type { Metric, Unit } from '../../../model/run.ts'
import {
  mean,
  medianInterval,
  quantileSorted,
  sorted,
  stddev,
  upperPercentiles,
} from '../../../stats/index.ts'

/** What the samples stand for. */
export interface SampleShape {
  readonly unit: Unit
  /** Iterations. */
  readonly count: number
  readonly batchSize: number
}

/** A launch's samples as a metric: exact quantiles, and the median's interval within this launch. */
export function describeSamples(samples: Float64Array, shape: SampleShape): Metric {
  const ordered = sorted(samples)
  const interval = medianInterval(ordered, 0.95)
  const deviation = samples.length > 1 ? stddev(samples) : 0
  return {
    unit: shape.unit,
    count: shape.count,
    samples: samples.length,
    batchSize: shape.batchSize,
    min: ordered[0] ?? 0,
    mean: mean(samples),
    stddev: deviation,
    p50: quantileSorted(ordered, 0.5),
    ...upperPercentiles((q) => quantileSorted(ordered, q), {
      samples: samples.length,
      batchSize: shape.batchSize,
    }),
    max: ordered.at(-1) ?? 0,
    ...(interval === undefined ? {} : { medianCi95: [interval.lo, interval.hi] as const }),
  }
}
