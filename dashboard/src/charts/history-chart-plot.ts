import { effect } from '@preact/signals'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Unit } from '../../../src/model/run.ts'
import { linearTicks, tickTexts } from './axis.ts'
import { axisLook, ink } from './axis-ink.ts'
import { dateTexts, dateTicks, runTicks } from './history-chart-axis.ts'
import { type HistoryLayout, rangeOf } from './history-chart-layout.ts'
import { paintHistory, type Pointed, seenOf } from './history-chart-paint.ts'

/** What a plot shows. */
export interface HistoryContent {
  readonly layout: HistoryLayout
  readonly unit: Unit
  /** Of each point, ms since 1970. */
  readonly timesMs: readonly number[]
}

/** Who hears of what is done to it. */
export interface HistoryListener {
  /** The pointer is at this point. */
  readonly onPoint: (index: number) => void
  /** It was pressed there. */
  readonly onPin: (index: number) => void
  readonly onZoom: (isZoomed: boolean) => void
}

export const HISTORY_HEIGHT_PX = 220
const SIDE_PX = 68
const FOOT_PX = 28
const VALUE_TICK_PX = 30
const DATE_TICK_PX = 76
/** A press that moved further is a brush. */
const PRESS_PX = 4
/** Nobody looks closer than at so many runs, or so long. */
const LEAST_SEEN = { runs: 4, dates: 3_600_000 }

/** One uPlot with the history of a series. Whoever makes one ends it. */
export class HistoryPlot implements Disposable {
  readonly #host: HTMLElement
  readonly #listener: HistoryListener
  readonly #over = new AbortController()
  readonly #plot: uPlot
  #content: HistoryContent
  #pointed: Pointed = { at: undefined, pinned: undefined }

  constructor(host: HTMLElement, content: HistoryContent, listener: HistoryListener) {
    this.#host = host
    this.#content = content
    this.#listener = listener
    this.#plot = new uPlot(this.#options(), dataOf(content), host)
    this.#listen()
  }

  /** Shows something else, whole. */
  update(content: HistoryContent): void {
    if (content === this.#content) return
    this.#content = content
    this.#plot.setData(dataOf(content))
    this.#listener.onZoom(false)
  }

  point(pointed: Pointed): void {
    const { at, pinned } = this.#pointed
    if (at === pointed.at && pinned === pointed.pinned) return
    this.#pointed = pointed
    this.#plot.redraw(false, false)
  }

  /** So many times as much as now, about a point. */
  zoom(factor: number, index: number): void {
    const { layout } = this.#content
    const [from, to] = this.#seen()
    const middle = layout.xs[index] ?? (from + to) / 2
    const least = LEAST_SEEN[layout.axis]
    const half = Math.max(((to - from) * factor) / 2, least / 2)
    this.#show([middle - half, middle + half])
  }

  showAll(): void {
    this.#show(this.#content.layout.whole)
  }

  #seen(): readonly [number, number] {
    const { min, max } = this.#plot.scales['x'] ?? {}
    const [from, to] = this.#content.layout.whole
    return [min ?? from, max ?? to]
  }

  #show([from, to]: readonly [number, number]): void {
    const [least, most] = this.#content.layout.whole
    const length = Math.min(to - from, most - least)
    const min = Math.min(Math.max(from, least), most - length)
    this.#plot.setScale('x', { min, max: min + length })
  }

  #listen(): void {
    const { over } = this.#plot
    const on = { signal: this.#over.signal }
    let pressedX = 0
    over.addEventListener('mousedown', ({ clientX }) => (pressedX = clientX), on)
    over.addEventListener(
      'mouseup',
      ({ clientX }) => {
        const { idx } = this.#plot.cursor
        const isPress = Math.abs(clientX - pressedX) < PRESS_PX
        if (isPress && idx !== null && idx !== undefined) this.#listener.onPin(idx)
      },
      on,
    )
    const size = new ResizeObserver(() => this.#fit())
    size.observe(this.#host)
    const endTheme = effect(() => {
      void ink('text')
      this.#plot.redraw(false, true)
    })
    this.#over.signal.addEventListener('abort', () => {
      size.disconnect()
      endTheme()
    })
  }

  #fit(): void {
    const width = this.#host.clientWidth
    if (width > 0 && width !== this.#plot.width) {
      this.#plot.setSize({ width, height: HISTORY_HEIGHT_PX })
    }
  }

  #options(): uPlot.Options {
    return {
      width: Math.max(200, this.#host.clientWidth),
      height: HISTORY_HEIGHT_PX,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false, dist: PRESS_PX } },
      scales: {
        x: { time: false, range: (_, min, max) => this.#rangeOfRuns(min, max) },
        y: { range: (plot) => [...rangeOf(this.#content.layout, seenOf(plot))] },
      },
      axes: [this.#dateAxis(), this.#valueAxis()],
      series: [{}, { paths: () => null, points: { show: false } }],
      hooks: {
        draw: [(plot) => paintHistory(plot, this.#content.layout, this.#pointed)],
        setCursor: [
          ({ cursor: { idx } }) => typeof idx === 'number' && this.#listener.onPoint(idx),
        ],
        setScale: [(_, key) => key === 'x' && this.#listener.onZoom(this.#isZoomed())],
      },
    }
  }

  /** Of the data: all of it, with room on both sides. */
  #rangeOfRuns(min: number, max: number): [number, number] {
    const { xs, whole } = this.#content.layout
    const isAll = min <= (xs[0] ?? 0) && max >= (xs.at(-1) ?? 0)
    return isAll ? [...whole] : [min, max]
  }

  #isZoomed(): boolean {
    const [from, to] = this.#seen()
    const [least, most] = this.#content.layout.whole
    return from > least + 1e-6 || to < most - 1e-6
  }

  #dateAxis(): uPlot.Axis {
    const most = (plot: uPlot): number => plot.bbox.width / devicePixelRatio / DATE_TICK_PX
    return {
      ...axisLook(),
      size: FOOT_PX,
      splits: (plot, _, min, max) => {
        const { axis } = this.#content.layout
        return [...(axis === 'runs' ? runTicks : dateTicks)([min, max], most(plot))]
      },
      values: (_, splits) => [...this.#dates(splits)],
    }
  }

  #dates(splits: readonly number[]): readonly string[] {
    const { layout, timesMs } = this.#content
    if (layout.axis === 'dates') return dateTexts(splits)
    const known = splits.filter((index) => timesMs[index] !== undefined)
    const texts = dateTexts(known.map((index) => timesMs[index] ?? 0))
    return splits.map((index) => texts[known.indexOf(index)] ?? '')
  }

  #valueAxis(): uPlot.Axis {
    return {
      ...axisLook(),
      size: SIDE_PX,
      splits: (plot, _, min, max) => [
        ...linearTicks(min, max, plot.bbox.height / devicePixelRatio / VALUE_TICK_PX),
      ],
      values: (_, splits) => [...tickTexts(splits, this.#content.unit)],
    }
  }

  [Symbol.dispose](): void {
    this.#over.abort()
    this.#plot.destroy()
  }
}

/** uPlot takes plain numbers, and keeps what it is given. */
const dataOf = ({ layout: { xs, values } }: HistoryContent): uPlot.AlignedData => [
  [...xs],
  [...values],
]
