/** Which scenarios' sections are open, as an address says it: `?scenario=decode&scenario=send`. */

/** Every one of them. */
const ALL = '*'
/** Not one of them. */
const NONE = '-'
/** So few are all open when nobody said which. */
const FEW = 3

/** @param addresses of all sections, worst first */
export function openedBy(
  query: URLSearchParams,
  addresses: readonly string[],
): ReadonlySet<string> {
  const asked = query.getAll('scenario')
  const named = addresses.filter((address) => asked.includes(address))
  if (named.length > 0) return new Set(named)
  if (asked.includes(ALL)) return new Set(addresses)
  if (asked.includes(NONE)) return new Set()
  return new Set(addresses.length <= FEW ? addresses : addresses.slice(0, 1))
}

/** What the address says when these are open. */
export function askingFor(
  opened: ReadonlySet<string>,
  addresses: readonly string[],
): readonly string[] {
  if (opened.size === 0) return [NONE]
  return addresses.every((address) => opened.has(address)) ? [ALL] : [...opened]
}
