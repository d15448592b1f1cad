/** Which rows of a long list are drawn: those that are seen, and some on either side. */

/** Lists up to here are drawn whole. */
export const DRAWN_WHOLE = 100
/** Rows on either side of what is seen, so that the next one is there before the keyboard or a finger gets to it. */
const AROUND = 12

/** Rows from `first` to before `end`. */
export interface Drawn {
  readonly first: number
  readonly end: number
}

/** Where a list is on the screen, in px. */
export interface Placed {
  /** Of its first row, from the top of the screen; negative = scrolled past. */
  readonly top: number
  readonly screen: number
  readonly row: number
}

export function drawnRows(count: number, { top, screen, row }: Placed): Drawn {
  if (count <= DRAWN_WHOLE) return { first: 0, end: count }
  const seen = Math.ceil(screen / row)
  const first = Math.floor(-top / row) - AROUND
  const end = first + seen + 1 + 2 * AROUND
  // Scrolled past its end, the last rows are there; before its begin, the first.
  const latest = Math.max(0, Math.min(end, count))
  const earliest = Math.max(0, Math.min(first, count - 1))
  return { first: earliest, end: Math.max(latest, Math.min(count, earliest + 1 + AROUND)) }
}
