import type { LaunchParts } from '../../../src/measure/bench/engine/describe-launch.ts'
import { describeLaunch } from '../../../src/measure/bench/engine/describe-launch.ts'
import { histogramFor } from '../../../src/measure/bench/engine/histograms.ts'
import type { RecordedMetric } from '../../../src/measure/bench/engine/own-metrics.ts'
import type { LaunchMeasurement } from '../../../src/measure/bench/launch/protocol.ts'

/** What a launch took, one iteration a sample, where a test says nothing else. */
export function launchParts(
  parts: Partial<LaunchParts> & { readonly wall: readonly number[] },
): LaunchParts {
  const { wall, ...others } = parts
  const batchSize = others.plan?.batchSize ?? 1
  return {
    mode: 'sync',
    plan: { iterationNs: 1, batchSize, timeNs: 1 },
    main: {
      wall: Float64Array.from(wall),
      cpu: Float64Array.from(wall),
      heap: new Float64Array(),
      iterations: wall.length * batchSize,
      eventLoopUtilization: 1,
      notes: [],
    },
    tail: new Float64Array(),
    collections: { count: 0, ms: 0 },
    warm: { iterationNs: 1, tookNs: 0, notes: [] },
    stages: [],
    own: [],
    slowest: [],
    calibration: { aluNs: 1, allocNs: 1 },
    ...others,
  }
}

/** What was recorded of an own metric. */
export function ownOf(
  metric: Omit<RecordedMetric, 'histogram' | 'min' | 'max'>,
  values: readonly number[],
): RecordedMetric {
  const histogram = histogramFor(metric.unit)
  for (const value of values) histogram.record(value)
  return { ...metric, histogram, min: Math.min(...values), max: Math.max(...values) }
}

/** A launch's record. */
export const launchOf = (
  parts: Partial<LaunchParts> & { readonly wall: readonly number[] },
): LaunchMeasurement => describeLaunch(launchParts(parts))

/** `from, from + 1, …`. */
export const ramp = (from: number, length: number): number[] =>
  Array.from({ length }, (_, index) => from + index)
