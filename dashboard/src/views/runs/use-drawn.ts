import { useLayoutEffect, useState } from 'preact/hooks'
import { type Drawn, drawnRows } from './window.ts'

/** Until a row is there to be measured. */
const LIKELY_ROW_PX = 64

/** What of a list is drawn, and how high a row is. */
export interface DrawnList extends Drawn {
  readonly rowPx: number
}

/** Which rows of a list are drawn, as it is scrolled and as its rows change their height. */
export function useDrawn(count: number, list: { readonly current: HTMLElement | null }): DrawnList {
  const [drawn, setDrawn] = useState<DrawnList>(() => ({
    ...drawnRows(count, { top: 0, screen: innerHeight, row: LIKELY_ROW_PX }),
    rowPx: LIKELY_ROW_PX,
  }))
  useLayoutEffect(() => {
    const follow = (): void => {
      const { current } = list
      if (current !== null) setDrawn((before) => unlessSame(before, measured(current, count)))
    }
    follow()
    const over = new AbortController()
    const on = { passive: true, signal: over.signal }
    addEventListener('scroll', follow, on)
    const observer = new ResizeObserver(follow)
    observer.observe(document.documentElement)
    if (list.current !== null) observer.observe(list.current)
    return () => {
      over.abort()
      observer.disconnect()
    }
  }, [count, list])
  return drawn
}

function measured(list: HTMLElement, count: number): DrawnList {
  const row = list.querySelector('[role=row]')?.getBoundingClientRect().height ?? 0
  const rowPx = row > 0 ? row : LIKELY_ROW_PX
  const { top } = list.getBoundingClientRect()
  return { ...drawnRows(count, { top, screen: innerHeight, row: rowPx }), rowPx }
}

const unlessSame = (before: DrawnList, now: DrawnList): DrawnList =>
  before.first === now.first && before.end === now.end && before.rowPx === now.rowPx ? before : now
