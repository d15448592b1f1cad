import type uPlot from 'uplot'
import { AXIS_FONT, ink } from './axis-ink.ts'
import type { ChangeMark, HistoryLayout } from './history-chart-layout.ts'

/** What is drawn of a history, on a canvas; shapes say what colours say. */

/** What is pointed at. */
export interface Pointed {
  /** Of the point beneath the pointer or the keyboard. */
  readonly at: number | undefined
  /** Of the run that the address names. */
  readonly pinned: number | undefined
}

const RADIUS_PX = 2.5
const RING_PX = 6

interface Canvas {
  readonly plot: uPlot
  readonly ctx: CanvasRenderingContext2D
  readonly scale: number
  readonly x: (value: number) => number
  readonly y: (value: number) => number
}

function canvasOf(plot: uPlot): Canvas {
  return {
    plot,
    ctx: plot.ctx,
    scale: devicePixelRatio,
    x: (value) => plot.valToPos(value, 'x', true),
    y: (value) => plot.valToPos(value, 'y', true),
  }
}

/** Behind the grid's points: where changes may be. */
export function paintHistory(plot: uPlot, layout: HistoryLayout, pointed: Pointed): void {
  const canvas = canvasOf(plot)
  const { ctx } = canvas
  const { left, top, width, height } = plot.bbox
  ctx.save()
  ctx.beginPath()
  ctx.rect(left, top, width, height)
  ctx.clip()
  for (const change of layout.changes) paintChange(canvas, change)
  paintPoints(canvas, layout)
  paintSteps(canvas, layout)
  for (const { index, names } of layout.baselines) paintBaseline(canvas, layout, { index, names })
  paintRing(canvas, layout, { index: pointed.pinned, isPinned: true })
  paintRing(canvas, layout, { index: pointed.at, isPinned: false })
  ctx.restore()
}

const CHANGE_INK = { good: 'good', bad: 'error', unknown: 'warning' } as const

/** A dashed line with an arrow on top, and a band over where it may be as well. */
function paintChange({ plot, ctx, scale, x }: Canvas, change: ChangeMark): void {
  const { top, height } = plot.bbox
  const [from, at, to] = [x(change.fromX), x(change.x), x(change.toX)]
  ctx.fillStyle = ink(CHANGE_INK[change.goodness])
  ctx.strokeStyle = ctx.fillStyle
  if (to > from) {
    ctx.globalAlpha = 0.12
    ctx.fillRect(from, top, to - from, height)
    ctx.globalAlpha = 1
  }
  ctx.lineWidth = 1.5 * scale
  ctx.setLineDash([4 * scale, 3 * scale])
  strokeLine(ctx, [at, top + 14 * scale], [at, top + height])
  ctx.setLineDash([])
  paintTriangle(ctx, { x: at, y: top + 7 * scale, size: 5 * scale, isUp: change.isUp })
}

type Place = readonly [x: number, y: number]

function strokeLine(ctx: CanvasRenderingContext2D, from: Place, to: Place): void {
  ctx.beginPath()
  ctx.moveTo(...from)
  ctx.lineTo(...to)
  ctx.stroke()
}

/** A triangle that points up or down. */
interface Shape {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly isUp: boolean
}

function paintTriangle(ctx: CanvasRenderingContext2D, shape: Shape): void {
  const { x, y, size } = shape
  const tip = shape.isUp ? -size : size
  ctx.beginPath()
  ctx.moveTo(x, y + tip)
  ctx.lineTo(x - size, y - tip)
  ctx.lineTo(x + size, y - tip)
  ctx.closePath()
  ctx.fill()
}

/** Discs; beyond the edges, arrows at them. */
function paintPoints({ plot, ctx, scale, x, y }: Canvas, { xs, values }: HistoryLayout): void {
  const { top, height } = plot.bbox
  const [first, last] = seenOf(plot)
  const radius = RADIUS_PX * scale
  const beyond: Shape[] = []
  ctx.fillStyle = ink('series-1')
  ctx.beginPath()
  for (let index = first; index <= last; index++) {
    const [left, at] = [x(xs[index] ?? 0), y(values[index] ?? 0)]
    const isUp = at < top
    if (isUp || at > top + height) {
      const edge = isUp ? top + 6 * scale : top + height - 6 * scale
      beyond.push({ x: left, y: edge, size: 4 * scale, isUp })
    } else {
      ctx.moveTo(left + radius, at)
      ctx.arc(left, at, radius, 0, 2 * Math.PI)
    }
  }
  ctx.fill()
  for (const shape of beyond) paintTriangle(ctx, shape)
}

function paintSteps({ ctx, scale, x, y }: Canvas, { steps }: HistoryLayout): void {
  ctx.strokeStyle = ink('text')
  ctx.lineWidth = 1.5 * scale
  for (const { fromX, toX, level } of steps) {
    strokeLine(ctx, [x(fromX) - 3 * scale, y(level)], [x(toX) + 3 * scale, y(level)])
  }
}

/** A diamond around the run, and its names beneath the top. */
function paintBaseline(
  { plot, ctx, scale, x, y }: Canvas,
  layout: HistoryLayout,
  { index, names }: { readonly index: number; readonly names: readonly string[] },
): void {
  const { left, top, width, height } = plot.bbox
  const at = x(layout.xs[index] ?? 0)
  const level = Math.min(top + height, Math.max(top, y(layout.values[index] ?? 0)))
  const size = 7 * scale
  ctx.strokeStyle = ink('series-2')
  ctx.lineWidth = 2 * scale
  ctx.beginPath()
  ctx.moveTo(at, level - size)
  ctx.lineTo(at + size, level)
  ctx.lineTo(at, level + size)
  ctx.lineTo(at - size, level)
  ctx.closePath()
  ctx.stroke()
  const isLate = at > left + width / 2
  ctx.font = AXIS_FONT.replace('12px', `${11 * scale}px`)
  ctx.fillStyle = ink('series-2')
  ctx.textAlign = isLate ? 'right' : 'left'
  ctx.textBaseline = 'bottom'
  const text = `⚑ ${names.join(', ')}`
  const place: Place = [at + (isLate ? -4 : 4) * scale, top + height - 3 * scale]
  ctx.strokeStyle = ink('ground')
  ctx.lineWidth = 4 * scale
  ctx.strokeText(text, ...place)
  ctx.fillText(text, ...place)
}

function paintRing(
  { plot, ctx, scale, x, y }: Canvas,
  { xs, values }: HistoryLayout,
  { index, isPinned }: { readonly index: number | undefined; readonly isPinned: boolean },
): void {
  if (index === undefined || xs[index] === undefined) return
  const { top, height } = plot.bbox
  const at = x(xs[index])
  const level = Math.min(top + height, Math.max(top, y(values[index] ?? 0)))
  ctx.strokeStyle = ink(isPinned ? 'text' : 'focus')
  ctx.lineWidth = (isPinned ? 1 : 2) * scale
  if (isPinned) strokeLine(ctx, [at, top], [at, top + height])
  ctx.beginPath()
  ctx.arc(at, level, RING_PX * scale, 0, 2 * Math.PI)
  ctx.stroke()
}

/** Which points the axis shows, and one on either side. */
export function seenOf(plot: uPlot): readonly [first: number, last: number] {
  const [first, last] = plot.series[0]?.idxs ?? [0, plot.data[0].length - 1]
  return [Math.max(0, first - 1), Math.min(plot.data[0].length - 1, last + 1)]
}
