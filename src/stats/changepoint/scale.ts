import { median } from '../summary/location.ts'
import { at, sorted } from '../summary/sorted.ts'
import { MAD_TO_STDDEV } from '../summary/spread.ts'

/**
 * Standard deviation of the noise, from how far neighbours lie apart, so that levels and drift hardly count: median of
 * |difference| × 1.4826 ÷ √2 (after Hampel 1974). Where most neighbours are equal (rounded values), a third of the
 * typical step. 0 only if all values are equal.
 */
export function neighbourScale(values: Float64Array): number {
  const apart = sorted(
    values.subarray(1).map((value, index) => Math.abs(value - at(values, index))),
  )
  const typical = median(apart)
  if (typical > 0) return (typical * MAD_TO_STDDEV) / Math.SQRT2
  const steps = apart.filter((step) => step > 0)
  return steps.length === 0 ? 0 : median(sorted(steps)) / 3
}

/** Each value pulled to within `reach` of the median of the `2 half + 1` values around it: Hampel's filter, clipped. */
export function clipToNeighbours(values: Float64Array, half: number, reach: number): Float64Array {
  const window: number[] = []
  const clipped = new Float64Array(values.length)
  for (let index = -half; index < values.length; index++) {
    const entering = index + half
    if (entering < values.length) insert(window, at(values, entering))
    if (index - half > 0) remove(window, at(values, index - half - 1))
    if (index < 0) continue
    const middle = middleOf(window)
    clipped[index] = Math.max(middle - reach, Math.min(middle + reach, at(values, index)))
  }
  return clipped
}

function middleOf(ascending: readonly number[]): number {
  const half = ascending.length >> 1
  const upper = at(ascending, half)
  return ascending.length % 2 === 1 ? upper : (at(ascending, half - 1) + upper) / 2
}

function insert(ascending: number[], value: number): void {
  let place = ascending.length
  while (place > 0 && at(ascending, place - 1) > value) place--
  ascending.splice(place, 0, value)
}

function remove(ascending: number[], value: number): void {
  ascending.splice(ascending.indexOf(value), 1)
}
