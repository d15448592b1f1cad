import type uPlot from 'uplot'
import { decimate, GAP, roomForPoints } from './time-chart-decimate.ts'

/** How lines become paths: as few strokes as look the same. */

/** Positions that a path is made of; kept, since every frame needs them. */
let positions = new Int32Array(4096)

/** Which points, and how. */
export interface LineOptions {
  readonly first: number
  readonly last: number
  /** The vertical axis is logarithmic. */
  readonly isLog: boolean
}

/** One line's path, as uPlot asks for it. */
export function linePath(
  plot: uPlot,
  series: number,
  { first, last, isLog }: LineOptions,
): uPlot.Series.Paths | null {
  const [xs, ys] = [plot.data[0], plot.data[series]]
  const { min, max } = plot.scales['x'] ?? {}
  if (ys === undefined || min === undefined || max === undefined) return null
  const count = Math.max(1, Math.floor(plot.bbox.width))
  const columns = { first, last, from: min, to: max, count }
  if (positions.length < roomForPoints(columns))
    positions = new Int32Array(roomForPoints(columns) * 2)
  const written = decimate({ xs, ys }, columns, positions)
  return {
    stroke: pathOf({ xs, ys, written }, scalesOf(plot, isLog)),
    fill: null,
    clip: null,
    flags: 0,
  }
}

interface Points {
  readonly xs: ArrayLike<number>
  readonly ys: ArrayLike<number | null | undefined>
  readonly written: number
}

function pathOf({ xs, ys, written }: Points, { x, y }: Scales): Path2D {
  const path = new Path2D()
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

/** From values to px of the canvas; faster than uPlot's own, which looks everything up for each value. */
export interface Scales {
  readonly x: (value: number) => number
  readonly y: (value: number) => number
}

/** @param isLog whether the vertical axis is logarithmic */
export function scalesOf({ scales, bbox }: uPlot, isLog: boolean): Scales {
  const { left, top, width, height } = bbox
  const [{ min: from = 0, max: to = 1 } = {}, { min = 0, max = 1 } = {}] = [
    scales['x'],
    scales['y'],
  ]
  const across = width / (to - from)
  const x = (value: number): number => left + (value - from) * across
  const foot = top + height
  if (isLog) {
    const factor = height / Math.log(max / min)
    return { x, y: (value) => foot - Math.log(Math.max(value, min) / min) * factor }
  }
  const factor = height / (max - min)
  return { x, y: (value) => foot - (value - min) * factor }
}
