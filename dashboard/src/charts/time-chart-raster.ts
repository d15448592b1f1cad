import type uPlot from 'uplot'
import { inkWord } from './axis-ink.ts'
import type { ChartContent } from './time-chart-content.ts'
import { scalesOf } from './time-chart-lines.ts'
import { makeRuns, type Runs, writeRuns } from './time-chart-runs.ts'

/**
 * Lines of many points while they move: pixels instead of strokes. A processor without a graphics card takes 20 ms to
 * stroke 50 series of 3,600 points, and 2 ms to set their pixels; at rest they are stroked again.
 */

/** Fewer points than these are stroked in motion too. */
const MANY_POINTS = 1500

/** Whether strokes would take too long. */
export function isHeavy(plot: uPlot): boolean {
  const [first, last] = plot.series[0]?.idxs ?? [0, 0]
  return (last - first + 1) * (plot.series.length - 1) > MANY_POINTS
}

/** Kept, since every frame needs them. */
let runs = makeRuns(0)
let picture: ImageData | undefined
let canvas: HTMLCanvasElement | undefined

/** Draws all lines of a chart. @param thickness in px of the canvas */
export function paintRaster(plot: uPlot, { series, scale }: ChartContent, thickness: number): void {
  const { bbox, ctx, data } = plot
  const [width, height] = [Math.round(bbox.width), Math.round(bbox.height)]
  const { min, max } = plot.scales['x'] ?? {}
  if (min === undefined || max === undefined || width < 1 || height < 1) return
  const image = clearPicture(width, height)
  const words = new Uint32Array(image.data.buffer)
  const [xs, [seenFirst, seenLast]] = [data[0], plot.series[0]?.idxs ?? [0, 0]]
  const first = Math.max(0, seenFirst - 1)
  const last = Math.min(xs.length - 1, seenLast + 1)
  const columns = { first, last, from: min, to: max, count: width }
  const { y } = scalesOf(plot, scale === 'log')
  const rowOf = (value: number): number => Math.round(y(value) - bbox.top)
  for (const [index, { look }] of series.entries()) {
    writeRuns({ xs, ys: data[index + 1] ?? [] }, columns, { runs, rowOf })
    fillRuns(words, { width, height, thickness, word: inkWord(look.colour) })
  }
  const own = canvasOf(width, height)
  own.getContext('2d')?.putImageData(image, 0, 0)
  ctx.drawImage(own, bbox.left, bbox.top)
}

interface Fill {
  readonly width: number
  readonly height: number
  readonly thickness: number
  readonly word: number
}

function fillRuns(words: Uint32Array, { width, height, thickness, word }: Fill): void {
  const { top, bottom }: Runs = runs
  for (let column = 0; column < width; column++) {
    const from = Math.max(0, Math.trunc(top[column] ?? 0))
    const end = Math.min(height - 1, Math.trunc(bottom[column] ?? -1) + thickness - 1)
    if ((bottom[column] ?? -1) < 0) continue
    for (let at = from * width + column; at <= end * width + column; at += width) words[at] = word
  }
}

function clearPicture(width: number, height: number): ImageData {
  if (runs.top.length < width) runs = makeRuns(width)
  if (picture?.width !== width || picture.height !== height) {
    picture = new ImageData(width, height)
  } else picture.data.fill(0)
  return picture
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  canvas ??= document.createElement('canvas')
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
  return canvas
}
