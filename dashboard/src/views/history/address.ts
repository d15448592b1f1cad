/** What the history's address asks for: of the server, and of the page. */

/** What the server is asked for; each may be there several times. */
const LISTED = ['scenario', 'stage', 'metric'] as const
export type ListedFilter = (typeof LISTED)[number]
/** Likewise, once each. */
const SINGLE = ['statistic', 'branch', 'since', 'limit'] as const

/** The newest so many runs of each series, unless the address says otherwise: more are slow to judge, and to see. */
export const USUAL_LIMIT = '1000'
/** In the address: no limit. */
export const NO_LIMIT = 'all'

/** The part of an address that the server understands. */
export function askedOf(query: URLSearchParams): URLSearchParams {
  const asked = new URLSearchParams()
  for (const name of LISTED) {
    for (const value of query.getAll(name)) if (value !== '') asked.append(name, value)
  }
  for (const name of SINGLE) {
    const value = query.get(name) ?? (name === 'limit' ? USUAL_LIMIT : '')
    if (value !== '' && value !== NO_LIMIT) asked.set(name, value)
  }
  return asked
}

/** The address with one more of a filter. */
export function withValue(
  query: URLSearchParams,
  name: ListedFilter,
  value: string,
): URLSearchParams {
  const next = new URLSearchParams(query)
  if (value !== '' && !query.getAll(name).includes(value)) next.append(name, value)
  return next
}

/** The address with one less. */
export function withoutValue(
  query: URLSearchParams,
  name: ListedFilter,
  value: string,
): URLSearchParams {
  const next = new URLSearchParams(query)
  next.delete(name)
  for (const each of query.getAll(name)) if (each !== value) next.append(name, each)
  return next
}

/** The address without what the server is asked for. */
export function withoutFilters(query: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(query)
  for (const name of [...LISTED, ...SINGLE]) next.delete(name)
  return next
}

export const isFiltered = (query: URLSearchParams): boolean =>
  [...LISTED, ...SINGLE].some((name) => query.getAll(name).some((value) => value !== ''))

/** Names that were unfolded, in one value of the address. */
export const unfoldedIn = (query: URLSearchParams): readonly string[] =>
  (query.get('unfold') ?? '').split('\n').filter((name) => name !== '')

export function unfoldedText(names: readonly string[], name: string, isOpen: boolean): string {
  const others = names.filter((each) => each !== name)
  return (isOpen ? [...others, name] : others).join('\n')
}
