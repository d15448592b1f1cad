import { effect, signal } from '@preact/signals'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { roomFor } from './axis.ts'
import { timeAxis, valueAxis } from './time-chart-axes.ts'
import { isPrinting } from '../theme/printing.ts'
import { ink } from './axis-ink.ts'
import type { ChartContent, ChartSeries } from './time-chart-content.ts'
import { beforeNextFrame, forget } from './time-chart-frames.ts'
import { linePath } from './time-chart-lines.ts'
import { isHeavy, paintRaster } from './time-chart-raster.ts'
import { paintAbove, paintBands, paintPainting } from './time-chart-paint.ts'
import { listenToGestures } from './zoom-gestures.ts'
import type { TimeView } from './zoom-view.ts'

/** uPlot tells it by an enumeration that only its compiler sees. */
const LOGARITHMIC: object = { distr: 3 }

/** Beside the plot, for half of the last tick's text. */
const RIGHT_PX = 28
/** Beyond this many lines are thin, and the pointer has no dot on each. */
const MANY_SERIES = 12
/** A limit further above everything than this is said, not drawn: it would press the lines flat. */
const LIMIT_REACH = 4
/** Before a chart comes into sight. */
const NEAR = '200px'

/** One uPlot, which draws only while it can be seen. Whoever makes one ends it. */
export class TimePlot implements Disposable {
  /** Whether it is on the screen, or nearly. */
  readonly isNear = signal(false)
  readonly #host: HTMLElement
  readonly #view: TimeView
  readonly #over = new AbortController()
  #content: ChartContent
  #height: number
  #plot: uPlot | undefined
  #isStale = true
  #isMoving = false

  constructor(host: HTMLElement, view: TimeView, begin: { content: ChartContent; height: number }) {
    this.#host = host
    this.#view = view
    this.#content = begin.content
    this.#height = begin.height
    this.#watch()
  }

  /** Shows something else, from the next frame on. */
  update(content: ChartContent, height: number): void {
    if (!isAlike(content, this.#content)) this.#end()
    this.#content = content
    this.#height = height
    this.#isStale = true
    this.#ask()
  }

  #watch(): void {
    const { signal: over } = this.#over
    const sight = new IntersectionObserver(
      (entries) => {
        this.isNear.value = entries.at(-1)?.isIntersecting ?? false
        this.#ask()
      },
      { rootMargin: NEAR },
    )
    sight.observe(this.#host)
    const size = new ResizeObserver(this.#ask)
    size.observe(this.#host)
    const stops = [
      effect(() => {
        this.#isMoving = this.#view.isMoving.value
        void [this.#view.seen.value, ink('text')]
        this.#ask()
      }),
      effect(() => {
        void this.#view.cursorMs.value
        beforeNextFrame(this.#point)
      }),
      // At once: paper does not wait for frames.
      effect(() => {
        if (isPrinting.value) this.#draw()
      }),
      () => sight.disconnect(),
      () => size.disconnect(),
    ]
    over.addEventListener('abort', () => {
      for (const stop of stops) stop()
    })
  }

  readonly #ask = (): void => beforeNextFrame(this.#draw)

  readonly #draw = (): void => {
    const width = this.#host.clientWidth
    if (!(this.isNear.peek() || isPrinting.peek()) || width === 0) return
    // What is only near is drawn when everything stands still again.
    if (this.#isMoving && this.#plot !== undefined && !isOnScreen(this.#host)) return
    const plot = this.#plot ?? this.#begin(width)
    const { fromMs, toMs } = this.#view.seen.peek()
    plot.batch(() => {
      if (plot.width !== width || plot.height !== this.#height) {
        plot.setSize({ width, height: this.#height })
      }
      if (this.#isStale) plot.setData(dataOf(this.#content), false)
      this.#isStale = false
      // Also where it is the same: lines are drawn finely again after a movement, and in another theme's colours.
      plot.setScale('x', { min: fromMs, max: toMs })
    })
    this.#point()
  }

  readonly #point = (): void => {
    const plot = this.#plot
    if (plot === undefined || !this.isNear.peek()) return
    const at = this.#view.cursorMs.peek()
    const left = at === undefined ? -10 : plot.valToPos(at, 'x')
    const isSeen = left >= 0 && left <= plot.over.clientWidth
    plot.setCursor(isSeen ? { left, top: 0 } : { left: -10, top: -10 }, false)
  }

  #begin(width: number): uPlot {
    const plot = new uPlot(this.#options(width), dataOf(this.#content), this.#host)
    this.#plot = plot
    this.#isStale = false
    plot.over.classList.add('time-chart-plot')
    const onBrush = (
      brush: { readonly left: number; readonly width: number } | undefined,
    ): void => {
      // Its edges would be seen wherever it is high, however narrow.
      const height = brush === undefined ? 0 : plot.over.clientHeight
      plot.setSelect({ left: 0, width: 0, top: 0, height, ...brush }, false)
    }
    listenToGestures({ element: plot.over, view: this.#view, onBrush }, this.#over.signal)
    return plot
  }

  #end(): void {
    this.#plot?.destroy()
    this.#plot = undefined
  }

  #options(width: number): uPlot.Options {
    const { series } = this.#content
    const isMany = series.length > MANY_SERIES
    return {
      width,
      height: this.#height,
      padding: [8, RIGHT_PX, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: false, y: false, setScale: false },
        bind: UNBOUND,
        points: { show: !isMany, size: 7 },
      },
      scales: {
        x: { time: false, auto: false, range: (_, min, max) => [min, max] },
        y: this.#valueScale(),
      },
      axes: [timeAxis(), valueAxis(this.#content)],
      series: [{}, ...series.map((_, index) => this.#seriesOptions(index, isMany))],
      hooks: {
        drawClear: [(plot) => paintBands(plot, this.#content)],
        drawAxes: [(plot) => paintPainting(plot, this.#content)],
        draw: [(plot) => this.#paintAbove(plot)],
      },
    }
  }

  #seriesOptions(index: number, isMany: boolean): uPlot.Series {
    const look = (): ChartSeries | undefined => this.#content.series[index]
    const dash = look()?.look.dash ?? []
    return {
      stroke: () => ink(look()?.look.colour ?? 'text'),
      width: isMany ? 1 : 1.5,
      ...(dash.length === 0 || isMany ? {} : { dash: [...dash] }),
      points: { show: false },
      paths: (plot, at, first, last) =>
        this.#isRaster(plot) ? null : linePath(plot, at, { first, last, isLog: this.#isLog }),
    }
  }

  #isRaster(plot: uPlot): boolean {
    return this.#isMoving && isHeavy(plot)
  }

  #paintAbove(plot: uPlot): void {
    const { series } = this.#content
    if (this.#isRaster(plot)) paintRaster(plot, this.#content, series.length > MANY_SERIES ? 1 : 2)
    paintAbove(plot, this.#content)
  }

  get #isLog(): boolean {
    return this.#content.scale === 'log'
  }

  #valueScale(): uPlot.Scale {
    return {
      ...(this.#isLog ? LOGARITHMIC : {}),
      range: (_, min, max) => {
        const { painting } = this.#content
        if (painting !== undefined) return [...painting.range]
        return this.#isLog ? this.#logRange(min, max) : this.#linearRange(min, max)
      },
    }
  }

  #linearRange(min: number, max: number): [number, number] {
    const most = this.#withLimits(max)
    const isShare = this.#content.unit === 'percent' && most > 50 && most <= 100
    return [Math.min(0, min ?? 0), isShare ? 100 : roomFor(most)]
  }

  #logRange(min: number, max: number): [number, number] {
    const most = this.#withLimits(max)
    const least = min > 0 ? min : most / 1000
    return most > 0 ? [least / 1.3, Math.max(most, least * 4) * 1.3] : [1, 10]
  }

  #withLimits(max: number): number {
    const { limits = [], curves = [] } = this.#content
    const near = limits.map(({ value }) => value).filter((value) => value <= max * LIMIT_REACH)
    const levels = curves.flatMap(({ points }) => points.map(([, value]) => value))
    return Math.max(max ?? 0, ...near, ...levels)
  }

  [Symbol.dispose](): void {
    this.#over.abort()
    forget(this.#draw)
    forget(this.#point)
    this.#end()
  }
}

function isOnScreen(host: HTMLElement): boolean {
  const { top, bottom } = host.getBoundingClientRect()
  return bottom > 0 && top < innerHeight
}

/** The charts' own gestures know fingers too. */
const unbound = (): null => null
const UNBOUND: uPlot.Cursor.Bind = {
  mousedown: unbound,
  mouseup: unbound,
  click: unbound,
  dblclick: unbound,
  mousemove: unbound,
  mouseleave: unbound,
  mouseenter: unbound,
}

/** uPlot takes plain numbers, and keeps what it is given. */
const dataOf = ({ xs, series }: ChartContent): uPlot.AlignedData =>
  [xs, ...series.map(({ values }) => values)] as unknown as uPlot.AlignedData

/** Whether one plot can show both. */
const isAlike = (one: ChartContent, other: ChartContent): boolean =>
  one.series.length === other.series.length &&
  one.scale === other.scale &&
  one.unit === other.unit &&
  (one.painting === undefined) === (other.painting === undefined) &&
  one.series.every(({ look }, index) => look.dash.length === other.series[index]?.look.dash.length)
