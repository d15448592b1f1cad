/**
 * Fewer points for a line, which looks the same: of those that share a column of pixels the first, the least, the most
 * and the last remain (M4: Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB 2014).
 */

/** Which points, and how many columns they are drawn in. */
export interface Columns {
  /** Positions of the first and the last point; they may lie outside what is seen. */
  readonly first: number
  readonly last: number
  /** What is seen. */
  readonly from: number
  readonly to: number
  readonly count: number
}

/** Stands for a gap in the line. */
export const GAP = -1

/** Most positions that {@link decimate} writes. */
export const roomForPoints = ({ first, last }: Columns): number => 2 * (last - first + 1) + 2

/**
 * Writes the positions of the points that remain, in their order, with {@link GAP} between those that are not to be joined.
 * @param into at least {@link roomForPoints} long
 * @returns how many were written
 */
export function decimate(
  { xs, ys }: { readonly xs: ArrayLike<number>; readonly ys: ArrayLike<number | null | undefined> },
  columns: Columns,
  into: Int32Array,
): number {
  const { first, last, from, to, count } = columns
  const scale = count / (to - from)
  let written = 0
  let column = Number.NaN
  let [start, least, most, end] = [GAP, GAP, GAP, GAP]
  let wasGap = true

  const flush = (): void => {
    if (start === GAP) return
    written = put(into, written, start)
    const [early, late] = least < most ? [least, most] : [most, least]
    if (early !== start) written = put(into, written, early)
    if (late !== early && late !== start) written = put(into, written, late)
    if (end !== late && end !== start) written = put(into, written, end)
    start = GAP
  }

  for (let index = first; index <= last; index++) {
    const y = ys[index]
    if (y === null || y === undefined) {
      flush()
      if (!wasGap) written = put(into, written, GAP)
      wasGap = true
      column = Number.NaN
      continue
    }
    const own = Math.floor(((xs[index] ?? 0) - from) * scale)
    if (own !== column || start === GAP) {
      flush()
      column = own
      start = least = most = end = index
    } else {
      if (y < (ys[least] ?? 0)) least = index
      if (y > (ys[most] ?? 0)) most = index
      end = index
    }
    wasGap = false
  }
  flush()
  return written
}

function put(into: Int32Array, at: number, position: number): number {
  into[at] = position
  return at + 1
}
