declare const sortedBrand: unique symbol

/** At least one number, ascending, none of them NaN. Made by {@link sorted} only. */
export type SortedSamples = Float64Array & { readonly [sortedBrand]: true }

/** Sorts a copy. Throws a RangeError if there are no values or one is NaN. */
export function sorted(values: ArrayLike<number>): SortedSamples {
  requireSome(values)
  const copy = Float64Array.from(values).sort()
  // A typed array sorts NaN to its end.
  if (Number.isNaN(copy[copy.length - 1])) throw new RangeError('one of the values is NaN')
  return copy as SortedSamples
}

/** Throws a RangeError if there are no values. */
export function requireSome(values: ArrayLike<number>): void {
  if (values.length === 0) throw new RangeError('there are no values')
}

/** The value at a position that is known to exist. */
export function at(values: ArrayLike<number>, index: number): number {
  const value = values[index]
  if (value === undefined) throw new RangeError(`there is no value at ${index}`)
  return value
}
