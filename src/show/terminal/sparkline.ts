/** Values as a row of bars, oldest left. */

const BARS = '▁▂▃▄▅▆▇█'
/** Stands where a level ends and the next begins. */
export const LEVEL_MARK = '│'

/**
 * A bar a value, or where there are more values than `columns` a bar for each equal group of a level's values (their
 * mean), with a mark where each level begins. The scale is that of the levels: an outlier goes to the edge instead of
 * flattening the rest, and noise of less than {@link LEAST_RANGE} does not fill the chart.
 *
 * @param starts positions of the first value of each level but the first, ascending
 */
export function levelChart(
  values: readonly number[],
  starts: readonly number[],
  columns: number,
): string {
  const shown = starts.slice(-Math.floor(columns / 4))
  const edges = [0, ...shown, values.length]
  const levels = edges.slice(1).map((end, index) => values.slice(edges[index], end))
  const widths = share(
    levels.map((level) => level.length),
    columns - shown.length,
  )
  const scale = scaleOf(levels)
  return levels
    .map((level, index) => bars(averaged(level, widths[index] ?? 1), scale))
    .join(LEVEL_MARK)
}

/** Least height of a chart, as a share of its middle. */
const LEAST_RANGE = 0.1
/** Of a level's values, left out at each end where the scale is chosen. */
const OUTER_SHARE = 0.1

type Scale = readonly [least: number, most: number]

function scaleOf(levels: readonly (readonly number[])[]): Scale {
  const inner = levels.flatMap((level) => {
    const ascending = level.toSorted((one, other) => one - other)
    const cut = Math.floor(ascending.length * OUTER_SHARE)
    return [ascending[cut] ?? 0, ascending[ascending.length - 1 - cut] ?? 0]
  })
  const [least, most] = [Math.min(...inner), Math.max(...inner)]
  const middle = (least + most) / 2
  const half = Math.max((most - least) / 2, (Math.abs(middle) * LEAST_RANGE) / 2)
  return [middle - half, middle + half]
}

function bars(values: readonly number[], [least, most]: Scale): string {
  return values
    .map((value) => {
      const share = most > least ? (value - least) / (most - least) : 0.5
      return BARS[Math.round(Math.min(1, Math.max(0, share)) * (BARS.length - 1))]
    })
    .join('')
}

/** Columns for each part by its size, at least one each; a part never gets more than its size. */
function share(sizes: readonly number[], columns: number): readonly number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (total <= columns) return sizes
  const widths = sizes.map((size) => Math.max(1, Math.floor((size * columns) / total)))
  let left = columns - widths.reduce((sum, width) => sum + width, 0)
  while (left !== 0) {
    const widest = widths.indexOf(Math.max(...widths))
    widths[widest] = (widths[widest] ?? 1) + Math.sign(left)
    left -= Math.sign(left)
  }
  return widths
}

function averaged(values: readonly number[], columns: number): readonly number[] {
  if (values.length <= columns) return values
  return Array.from({ length: columns }, (_, index) => {
    const start = Math.floor((index * values.length) / columns)
    const end = Math.floor(((index + 1) * values.length) / columns)
    return values.slice(start, end).reduce((sum, value) => sum + value, 0) / (end - start)
  })
}
