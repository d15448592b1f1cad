import { inkRgb, type Rgb, wordOf } from './axis-ink.ts'
import {
  HEAT_STEPS,
  heatCells,
  heatStep,
  type HeatStretch,
  heatThresholds,
  lowestOf,
} from './heat-map-cells.ts'
import type { ChartPainting, PaintingPlace } from './time-chart-content.ts'

/** A column is so wide at least, in px of the canvas. */
const COLUMN_PX = 2

/** What a map shows. */
export interface HeatContent {
  readonly stretches: readonly HeatStretch[]
  /** Bins, both inclusive. */
  readonly range: readonly [lowest: number, highest: number]
  /** Values a second of the fullest cell: where the scale of colours ends. */
  readonly most: number
}

/** Draws cells into a small canvas, a pixel each, and that one into the plot: one picture instead of thousands of boxes. */
export function heatPainting({ stretches, range, most }: HeatContent): ChartPainting {
  const canvas = document.createElement('canvas')
  const [lowest, highest] = range
  const thresholds = heatThresholds(most)
  const paint = (context: CanvasRenderingContext2D, place: PaintingPlace): void => {
    const columns = Math.max(1, Math.floor(place.width / COLUMN_PX))
    const grid = { fromMs: place.fromMs, toMs: place.toMs, columns, lowest, highest }
    const rows = highest - lowest + 1
    if (canvas.width !== columns) canvas.width = columns
    if (canvas.height !== rows) canvas.height = rows
    const own = canvas.getContext('2d')
    if (own === null) return
    own.putImageData(pictureOf(heatCells(stretches, grid), { columns, rows, thresholds }), 0, 0)
    context.imageSmoothingEnabled = false
    context.drawImage(canvas, place.left, place.top, place.width, place.height)
  }
  return { range: [lowestOf(lowest), lowestOf(highest + 1)], paint }
}

interface Picture {
  readonly columns: number
  readonly rows: number
  readonly thresholds: readonly number[]
}

/** The highest bin is the top row. */
function pictureOf(cells: Float32Array, { columns, rows, thresholds }: Picture): ImageData {
  const picture = new ImageData(columns, rows)
  const words = new Uint32Array(picture.data.buffer)
  const colours = Uint32Array.from(heatColours(), wordOf)
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      const step = heatStep(cells[column * rows + row] ?? 0, thresholds)
      if (step >= 0) words[(rows - 1 - row) * columns + column] = colours[step] ?? 0
    }
  }
  return picture
}

/** From `heat-low` to `heat-high`, in equal steps. */
export function heatColours(): readonly Rgb[] {
  const [low, high] = [inkRgb('heat-low'), inkRgb('heat-high')]
  return Array.from({ length: HEAT_STEPS }, (_, step): Rgb => {
    const share = (step + 0.6) / (HEAT_STEPS - 0.4)
    const mixed = (at: 0 | 1 | 2): number => Math.round(low[at] + (high[at] - low[at]) * share)
    return [mixed(0), mixed(1), mixed(2)]
  })
}
