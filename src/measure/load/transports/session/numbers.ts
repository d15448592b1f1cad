/** What is wrong with a whole number of a plan, if it is given. */
export function wholeWithin(
  path: string,
  value: number | undefined,
  [least, most]: readonly [number, number],
): readonly string[] {
  if (value === undefined) return []
  const isFine = Number.isInteger(value) && value >= least && value <= most
  return isFine ? [] : [`${path}: a whole number from ${least} to ${most}`]
}
