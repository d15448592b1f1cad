import { type ReadonlySignal, signal } from '@preact/signals'

/**
 * Where the page is, kept in the address behind `#`, so that every view can be linked, also in a file:
 * `#/runs/01K9AB?scenario=decode`.
 */
export interface Route {
  /** Decoded: `['runs', '01K9AB']`. */
  readonly path: readonly string[]
  readonly query: URLSearchParams
}

/** Reads an address: `/runs/01K9AB?scenario=decode`. */
function parseRoute(text: string): Route {
  const [path = '', query = ''] = text.replace(/^#?\/?/, '').split('?', 2)
  return {
    path: path
      .split('/')
      .filter((part) => part !== '')
      .map(decoded),
    query: new URLSearchParams(query),
  }
}

/** For `href`: `#/runs/01K9AB?scenario=decode`. Empty values are left out. */
export function hrefOf(
  path: readonly string[],
  query: Readonly<Record<string, string | readonly string[] | undefined>> = {},
): string {
  const asked = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const each of [value ?? []].flat()) if (each !== '') asked.append(name, each)
  }
  const tail = asked.size === 0 ? '' : `?${asked.toString()}`
  return `#/${path.map(encodeURIComponent).join('/')}${tail}`
}

const here = signal(parseRoute(location.hash))
addEventListener('hashchange', () => {
  here.value = parseRoute(location.hash)
})

/** Where the page is now. */
export const route: ReadonlySignal<Route> = here

/** Goes somewhere, as a link does. */
export function go(href: string): void {
  location.hash = href
}

/**
 * Changes parts of the query without a step back in between: filters, zoom. `undefined` and '' remove; a list is kept as
 * several parts of one name.
 */
export function refine(
  changes: Readonly<Record<string, string | readonly string[] | undefined>>,
): void {
  const { path, query } = here.value
  const next = new URLSearchParams(query)
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name)
    for (const each of [value ?? []].flat()) if (each !== '') next.append(name, each)
  }
  const tail = next.size === 0 ? '' : `?${next.toString()}`
  history.replaceState(history.state, '', `#/${path.map(encodeURIComponent).join('/')}${tail}`)
  here.value = { path, query: next }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
