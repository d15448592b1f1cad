import { signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import { type PageSource, type Problem, problemOf } from './source.ts'

/** A document on its way. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly document: T }
  | { readonly state: 'failed'; readonly problem: Problem }

/** Where everything below gets its documents. */
export const SourceContext = createContext<PageSource | undefined>(undefined)

export function useSource(): PageSource {
  const source = useContext(SourceContext)
  if (source === undefined) throw new TypeError('no source of documents')
  return source
}

/** How often somebody has asked for everything once more. */
const attempts = signal(0)

/** Reads every document of the view once more: a server may be back, a store no longer locked. */
export function readAgain(): void {
  attempts.value++
}

/** Reads a document, anew whenever the key changes; what arrives for an older key is dropped. */
export function useDocument<T>(key: string, read: (source: PageSource) => Promise<T>): Loaded<T> {
  const source = useSource()
  const attempt = attempts.value
  const [loaded, setLoaded] = useState<Loaded<T> & { readonly key: string }>({
    state: 'loading',
    key,
  })
  useEffect(() => {
    let isCurrent = true
    read(source).then(
      (document) => isCurrent && setLoaded({ state: 'ready', document, key }),
      (thrown: unknown) =>
        isCurrent && setLoaded({ state: 'failed', problem: problemOf(thrown), key }),
    )
    return () => {
      isCurrent = false
    }
  }, [source, key, attempt])
  return loaded.key === key ? loaded : { state: 'loading' }
}
