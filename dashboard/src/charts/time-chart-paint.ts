import type uPlot from 'uplot'
import { ink } from './axis-ink.ts'
import type {
  BandTone,
  ChartContent,
  ChartCurve,
  ChartLimit,
  ChartMark,
} from './time-chart-content.ts'

/** What is drawn beneath and above the lines of a chart. Everything is in px of the canvas. */

const SHADES: Readonly<Record<BandTone, string>> = {
  quiet: 'neutral-ground',
  slow: 'warning-ground',
  burst: 'error-ground',
}
const EDGES: Readonly<Record<BandTone, string>> = {
  quiet: 'line-strong',
  slow: 'warning',
  burst: 'error',
}
/** A band's bar at the foot of the plot tells it where shades can't be. */
const BAR_PX = 3
const LIMIT_DASH = [8, 4]

/** Shades behind everything. */
export function paintBands(plot: uPlot, { scene }: ChartContent): void {
  const { ctx, bbox } = plot
  for (const { fromMs, toMs, tone } of scene?.bands ?? []) {
    const [left, right] = [xOf(plot, fromMs), xOf(plot, toMs)]
    if (right < bbox.left || left > bbox.left + bbox.width) continue
    const from = Math.max(left, bbox.left)
    const width = Math.max(1, Math.min(right, bbox.left + bbox.width) - from)
    ctx.fillStyle = ink(SHADES[tone])
    ctx.fillRect(from, bbox.top, width, bbox.height)
    ctx.fillStyle = ink(EDGES[tone])
    const bar = BAR_PX * devicePixelRatio
    if (tone !== 'quiet') ctx.fillRect(from, bbox.top + bbox.height - bar, width, bar)
  }
}

/** A heat map, above the grid. */
export function paintPainting(plot: uPlot, { painting }: ChartContent): void {
  const { ctx, bbox, scales } = plot
  const { min, max } = scales['x'] ?? {}
  if (painting === undefined || min === undefined || max === undefined) return
  painting.paint(ctx, { ...bbox, fromMs: min, toMs: max })
}

/** Schedules, limits and moments, above the lines. */
export function paintAbove(plot: uPlot, content: ChartContent): void {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  for (const curve of content.curves ?? []) paintCurve(plot, curve)
  for (const limit of content.limits ?? []) paintLimit(plot, limit)
  for (const mark of content.scene?.marks ?? []) paintMark(plot, mark)
  ctx.restore()
}

function paintCurve(plot: uPlot, { look, points }: ChartCurve): void {
  const { ctx } = plot
  stroke(ctx, ink(look.colour), look.dash)
  ctx.beginPath()
  for (const [atMs, value] of points) ctx.lineTo(xOf(plot, atMs), yOf(plot, value))
  ctx.stroke()
}

function paintLimit(plot: uPlot, { name, value }: ChartLimit): void {
  const { ctx, bbox } = plot
  const y = Math.round(yOf(plot, value)) + 0.5
  stroke(ctx, ink('error'), LIMIT_DASH)
  ctx.beginPath()
  ctx.moveTo(bbox.left, y)
  ctx.lineTo(bbox.left + bbox.width, y)
  ctx.stroke()
  ctx.fillStyle = ink('error')
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`
  ctx.textAlign = 'right'
  ctx.textBaseline = 'bottom'
  ctx.fillText(name, bbox.left + bbox.width - 4, y - 2)
}

/** A letter with its line; what it means stands beneath the charts. */
function paintMark(plot: uPlot, { atMs, sign }: ChartMark): void {
  const { ctx, bbox } = plot
  const x = Math.round(xOf(plot, atMs)) + 0.5
  if (x < bbox.left - 1 || x > bbox.left + bbox.width + 1) return
  stroke(ctx, ink('text'), [2, 2])
  ctx.beginPath()
  ctx.moveTo(x, bbox.top)
  ctx.lineTo(x, bbox.top + bbox.height)
  ctx.stroke()
  const size = 14 * devicePixelRatio
  const left = Math.min(x, bbox.left + bbox.width - size)
  ctx.fillStyle = ink('text')
  ctx.fillRect(left, bbox.top, size, size)
  ctx.fillStyle = ink('ground')
  ctx.font = `bold ${11 * devicePixelRatio}px system-ui, sans-serif`
  ctx.textAlign = 'center'
  ctx.textBaseline = 'middle'
  ctx.fillText(sign, left + size / 2, bbox.top + size / 2)
}

function stroke(ctx: CanvasRenderingContext2D, colour: string, dash: readonly number[]): void {
  ctx.strokeStyle = colour
  ctx.lineWidth = 1.5 * devicePixelRatio
  ctx.setLineDash(dash.map((each) => each * devicePixelRatio))
}

const xOf = (plot: uPlot, atMs: number): number => plot.valToPos(atMs, 'x', true)
const yOf = (plot: uPlot, value: number): number => plot.valToPos(value, 'y', true)
