import { at } from '../summary/sorted.ts'
import { neighbourScale } from './scale.ts'

/** A history from 0 and in units of its neighbouring differences: the same whatever its unit and its zero. */
export interface Standardised {
  readonly values: Float64Array
  /** Size of its unit, in the unit of the history. */
  readonly unit: number
  /** What was taken from every value first. */
  readonly first: number
}

/** Differences below this share of the values are rounding, not change. */
const ROUNDING = 1e-13

/** A copy; throws a RangeError on a value that is not finite. */
export function requireFinite(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values, (value, index) => {
    if (Number.isFinite(value)) return value
    throw new RangeError(`value ${index} of a history must be finite, not ${value}`)
  })
}

/** Values beyond this are made smaller first: the difference of two might be no number. A power of 2, to be exact. */
const HUGE = 2 ** 1000
const SMALLER = 2 ** -40

/** `undefined` for a history without any difference. */
export function standardise(history: Float64Array): Standardised | undefined {
  if (history.length < 2) return undefined
  const most = history.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0)
  const shrink = most > HUGE ? SMALLER : 1
  const first = at(history, 0)
  const centred = history.map((value) => value * shrink - first * shrink)
  const unit = neighbourScale(centred)
  if (!(unit > ROUNDING * most * shrink)) return undefined
  return { values: centred.map((value) => value / unit), unit: unit / shrink, first }
}
