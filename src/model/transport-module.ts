import type { LoadTransport } from './load.ts'

/** What a module must export to be a transport, in words. */
export const TRANSPORT_EXPORT =
  'a transport, by default or as `transport`: it needs `kind` and `open`'

/** The transport that a module exports; `undefined` when it exports none. */
export function transportIn(module: unknown, exportName?: string): LoadTransport | undefined {
  const outer: unknown = Object(module)
  // In a project of CommonJS modules the default export is one level further in.
  const names = exportName === undefined ? ['default', 'transport'] : [exportName]
  const found = names.map((name): unknown => Reflect.get(Object(outer), name))
  const inner = Reflect.get(Object(found[0]), 'default') as unknown
  return [...found, inner, Reflect.get(Object(found[0]), 'transport') as unknown].find(isTransport)
}

function isTransport(value: unknown): value is LoadTransport {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'kind') === 'string' &&
    typeof Reflect.get(value, 'open') === 'function'
  )
}
