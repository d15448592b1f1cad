import { normalQuantile } from '../distribution/normal.ts'
import { requireConfidence } from '../distribution/probability.ts'
import { median } from '../summary/location.ts'
import { at, sorted } from '../summary/sorted.ts'
import { mad, MAD_TO_STDDEV } from '../summary/spread.ts'
import { segment } from './candidates.ts'
import type { ChangePoint, ChangePointOptions } from './change-point.ts'

const DEFAULT_CONFIDENCE = 0.99
const DEFAULT_LEAST_LENGTH = 7

/** Finds lasting changes of level. Throws a RangeError on a value that is not finite. */
export function changePoints(
  values: ArrayLike<number>,
  options: ChangePointOptions = {},
): ChangePoint[] {
  const { confidence = DEFAULT_CONFIDENCE, leastLength = DEFAULT_LEAST_LENGTH } = options
  requireConfidence(confidence)
  const history = Float64Array.from(values)
  if (!history.every(Number.isFinite)) throw new RangeError('a value of the history is not finite')
  if (history.length < 2 * leastLength) return []
  const noise = noiseOf(history)
  if (noise === 0) return []
  const found = segment(history, 12 * noise ** 2 * Math.log(history.length), leastLength)
  return found.map((index, place) => {
    const before = history.subarray(found[place - 1] ?? 0, index)
    const after = history.subarray(index, found[place + 1] ?? history.length)
    return describe(index, [before, after], confidence)
  })
}

function noiseOf(history: Float64Array): number {
  const steps = history.subarray(1).map((value, i) => value - at(history, i))
  return (mad(sorted(steps)) * MAD_TO_STDDEV) / Math.SQRT2
}

function describe(
  index: number,
  [left, right]: readonly [Float64Array, Float64Array],
  confidence: number,
): ChangePoint {
  const before = median(sorted(left))
  const after = median(sorted(right))
  const difference = after - before
  const spread = (side: Float64Array): number =>
    (mad(sorted(side)) * MAD_TO_STDDEV) ** 2 / side.length
  const reach =
    normalQuantile((1 + confidence) / 2) * Math.sqrt((Math.PI / 2) * (spread(left) + spread(right)))
  return {
    index,
    before,
    after,
    difference,
    interval: { lo: difference - reach, hi: difference + reach },
    ...(before > 0 && after > 0 ? { ratio: after / before } : {}),
  }
}
