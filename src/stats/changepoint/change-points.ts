import { type ChangePoint, type ChangePointOptions, resolveOptions } from './change-point.ts'
import { demandsOfHistory } from './demands.ts'
import { describe } from './describe.ts'
import { search } from './search.ts'
import { standardise } from './standardise.ts'

/** Finds lasting changes of level. Throws a RangeError on a value that is not finite. */
export function changePoints(
  values: ArrayLike<number>,
  options: ChangePointOptions = {},
): ChangePoint[] {
  const { confidence, leastLength } = resolveOptions(options)
  const history = standardise(values)
  if (history === undefined || values.length < 2 * leastLength) return []
  const demands = demandsOfHistory(values.length, leastLength)
  const found = search({ values: history.values, demands, frozen: [] })
  return describe(found, { confidence, ...history })
}
