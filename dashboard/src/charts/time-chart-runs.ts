import type { Columns } from './time-chart-decimate.ts'

/** A line as runs of pixels: in each column those between the least and the most row that it passes through. */
export interface Runs {
  /** By column, the smallest row; beyond {@link Runs.bottom} where the line is not. */
  readonly top: Int32Array
  readonly bottom: Int32Array
}

/** Larger than any row. */
const NOWHERE = 1 << 20

/** Room for so many columns. */
export const makeRuns = (columns: number): Runs => ({
  top: new Int32Array(columns),
  bottom: new Int32Array(columns),
})

/**
 * Writes the runs of one line. @param rowOf the row of a value, from 0 at the top
 */
export function writeRuns(
  { xs, ys }: { readonly xs: ArrayLike<number>; readonly ys: ArrayLike<number | null | undefined> },
  { first, last, from, to, count }: Columns,
  { runs, rowOf }: { readonly runs: Runs; readonly rowOf: (value: number) => number },
): void {
  const scale = count / (to - from)
  runs.top.fill(NOWHERE, 0, count)
  runs.bottom.fill(-1, 0, count)
  let column = Number.NaN
  let row = 0
  for (let index = first; index <= last; index++) {
    const y = ys[index]
    if (y === null || y === undefined) {
      column = Number.NaN
      continue
    }
    const before = column
    const rowBefore = row
    column = Math.floor(((xs[index] ?? 0) - from) * scale)
    row = rowOf(y)
    if (column === before || Number.isNaN(before)) {
      if (column >= 0 && column < count) reach(runs, column, row, row)
    } else join(runs, { before, rowBefore, column, row, count })
  }
}

interface Join {
  readonly before: number
  readonly rowBefore: number
  readonly column: number
  readonly row: number
  readonly count: number
}

/** A straight line from one column to a later one. */
function join(runs: Runs, { before, rowBefore, column, row, count }: Join): void {
  const slope = (row - rowBefore) / (column - before)
  const end = Math.min(column, count - 1)
  for (let each = Math.max(before, 0); each <= end; each++) {
    const left = rowBefore + slope * (each - before)
    const right = each === column ? row : left + slope
    reach(runs, each, left, right)
  }
}

function reach({ top, bottom }: Runs, column: number, one: number, other: number): void {
  const high = Math.min(one, other)
  const low = Math.max(one, other)
  if (high < (top[column] ?? 0)) top[column] = high
  if (low > (bottom[column] ?? 0)) bottom[column] = low
}
