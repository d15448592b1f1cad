import type uPlot from 'uplot'
import { decimate, GAP, roomForPoints } from './time-chart-decimate.ts'

/** How lines become paths: as few strokes as look the same. */

/** In a chart that moves, columns are so wide: strokes are what a processor without a graphics card takes longest for. */
const MOVING_COLUMN_PX = 3

/** Positions that a path is made of; kept, since every frame needs them. */
let positions = new Int32Array(4096)

/** One line's path, as uPlot asks for it. */
export function linePath(
  plot: uPlot,
  series: number,
  { first, last, isMoving }: { first: number; last: number; isMoving: boolean },
): uPlot.Series.Paths | null {
  const [xs, ys] = [plot.data[0], plot.data[series]]
  const { min, max } = plot.scales['x'] ?? {}
  if (ys === undefined || min === undefined || max === undefined) return null
  const width = plot.bbox.width
  const count = Math.max(1, Math.floor(isMoving ? width / MOVING_COLUMN_PX : width))
  const columns = { first, last, from: min, to: max, count }
  if (positions.length < roomForPoints(columns)) positions = new Int32Array(roomForPoints(columns) * 2)
  const written = decimate({ xs, ys }, columns, positions)
  return { stroke: pathOf(plot, { xs, ys, written }), fill: null, clip: null, flags: 0 }
}

interface Points {
  readonly xs: ArrayLike<number>
  readonly ys: ArrayLike<number | null | undefined>
  readonly written: number
}

function pathOf(plot: uPlot, { xs, ys, written }: Points): Path2D {
  const path = new Path2D()
  const [x, y] = [scaleOf(plot, 'x'), scaleOf(plot, 'y')]
  let isApart = true
  for (let index = 0; index < written; index++) {
    const position = positions[index] ?? GAP
    if (position === GAP) {
      isApart = true
      continue
    }
    const [left, top] = [x(xs[position] ?? 0), y(ys[position] ?? 0)]
    if (isApart) {
      path.moveTo(left, top)
      // A point alone is a stroke of its own.
      if (isAlone(index, written)) path.lineTo(left + 1, top)
    } else path.lineTo(left, top)
    isApart = false
  }
  return path
}

const isAlone = (index: number, written: number): boolean =>
  index + 1 >= written || positions[index + 1] === GAP

/** From a value to px of the canvas; faster than uPlot's own, which looks everything up for each value. */
function scaleOf({ scales, bbox }: uPlot, key: 'x' | 'y'): (value: number) => number {
  const { min = 0, max = 1, distr } = scales[key] ?? {}
  if (key === 'x') {
    const factor = bbox.width / (max - min)
    return (value) => bbox.left + (value - min) * factor
  }
  if (distr === 3) {
    const factor = bbox.height / Math.log(max / min)
    return (value) => bbox.top + bbox.height - Math.log(Math.max(value, min) / min) * factor
  }
  const factor = bbox.height / (max - min)
  return (value) => bbox.top + bbox.height - (value - min) * factor
}
