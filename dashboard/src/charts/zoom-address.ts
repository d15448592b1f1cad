import { effect } from '@preact/signals'
import { refine, route } from '../routing/route.ts'
import { isSame, queryOf, type Stretch, stretchIn } from './zoom.ts'
import type { TimeView } from './zoom-view.ts'

/** Browsers allow few changes of the address a second. */
const SETTLED_MS = 250

/** Keeps what is zoomed to in the address (`?from=&to=`, ms), and follows it. @returns what ends it */
export function followAddress(view: TimeView): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let written = ''
  view.begin(stretchIn(route.peek().query))
  const stopWriting = effect(() => {
    const zoomed = view.zoomed.value
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (differ(zoomed, stretchIn(route.peek().query))) {
        const query = queryOf(zoomed)
        written = textOf(query)
        refine(query)
      }
    }, SETTLED_MS)
  })
  const stopReading = effect(() => {
    const asked = stretchIn(route.value.query)
    // What was written here is no news, also when it comes back rounded.
    if (textOf(queryOf(asked)) === written) return
    written = textOf(queryOf(asked))
    if (differ(asked, view.zoomed.peek())) view.begin(asked)
  })
  return () => {
    clearTimeout(timer)
    stopWriting()
    stopReading()
  }
}

const textOf = ({ from, to }: ReturnType<typeof queryOf>): string => `${from ?? ''} ${to ?? ''}`

const differ = (one: Stretch | undefined, other: Stretch | undefined): boolean =>
  one === undefined || other === undefined ? one !== other : !isSame(one, other)
