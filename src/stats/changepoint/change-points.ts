import { at } from '../summary/sorted.ts'
import { type ChangePoint, type ChangePointOptions, resolveOptions } from './change-point.ts'
import { describe } from './describe.ts'
import type { Demands } from './prune.ts'
import { neighbourScale } from './scale.ts'
import { search } from './search.ts'

/** Finds lasting changes of level. Throws a RangeError on a value that is not finite. */
export function changePoints(
  values: ArrayLike<number>,
  options: ChangePointOptions = {},
): ChangePoint[] {
  const { confidence, leastLength } = resolveOptions(options)
  const history = Float64Array.from(values)
  if (!history.every(Number.isFinite)) throw new RangeError('a value of the history is not finite')
  if (history.length < 2 * leastLength) return []
  const first = at(history, 0)
  const centred = history.map((value) => value - first)
  const unit = neighbourScale(centred)
  if (unit === 0) return []
  const demands = demandsOn(history.length, leastLength)
  const found = search({ values: centred.map((value) => value / unit), demands, frozen: [] })
  return describe(found, { confidence, unit, first })
}

export function demandsOn(length: number, leastLength: number): Demands {
  return {
    gain: 4.5 + 1.3 * Math.log(length),
    leastLength,
    leastTail: leastLength,
    frozenTo: 0,
  }
}
