import type { ChartUnit } from './axis.ts'
import type { SeriesLook } from './axis-ink.ts'

/** What a chart over time shows. Times are in ms from the start of the axis. */

/** One line. */
export interface ChartSeries {
  readonly name: string
  readonly look: SeriesLook
  /** One for each of the chart's `xs`; `null` = not known, and the line is broken. May grow in place. */
  readonly values: readonly (number | null)[]
}

/** A line that is known between the points of time too, such as a schedule. */
export interface ChartCurve {
  readonly name: string
  readonly look: SeriesLook
  readonly points: readonly (readonly [atMs: number, value: number])[]
}

/** A value that is not to be exceeded, or not to be fallen short of. */
export interface ChartLimit {
  readonly name: string
  readonly value: number
}

/** `quiet`: not measured. `slow`: where latency was of the higher kind. `burst`: errors that came together. */
export type BandTone = 'quiet' | 'slow' | 'burst'

/** A stretch that is shaded. */
export interface ChartBand {
  readonly fromMs: number
  readonly toMs: number
  readonly tone: BandTone
  /** What it is; said in words elsewhere. */
  readonly name: string
}

/** A moment: a line with a sign above it. */
export interface ChartMark {
  readonly atMs: number
  /** A letter. */
  readonly sign: string
  readonly text: string
}

/** What is the same in all charts of one axis. */
export interface ChartScene {
  readonly bands: readonly ChartBand[]
  readonly marks: readonly ChartMark[]
}

/** What is painted beneath the lines: a heat map. */
export interface ChartPainting {
  /** Of the vertical axis, least and most; both above 0 where it is logarithmic. */
  readonly range: readonly [least: number, most: number]
  /** @param place of the plot, in px of the canvas, and what it shows */
  paint(context: CanvasRenderingContext2D, place: PaintingPlace): void
}

/** Where a painting goes. */
export interface PaintingPlace {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly fromMs: number
  readonly toMs: number
}

/** Everything that one chart draws. */
export interface ChartContent {
  /** Ascending; the same array as before where it has only grown. */
  readonly xs: readonly number[]
  readonly series: readonly ChartSeries[]
  readonly unit: ChartUnit
  /** Default: linear, from 0. */
  readonly scale?: 'linear' | 'log'
  readonly curves?: readonly ChartCurve[]
  readonly limits?: readonly ChartLimit[]
  readonly painting?: ChartPainting
  readonly scene?: ChartScene
}

/** Position of the x nearest to a moment; −1 without any. */
export function nearest(xs: readonly number[], atMs: number): number {
  let [low, high] = [0, xs.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((xs[middle] ?? 0) < atMs) low = middle + 1
    else high = middle
  }
  const [before, after] = [xs[low - 1], xs[low]]
  if (after === undefined) return -1
  return before !== undefined && atMs - before <= after - atMs ? low - 1 : low
}

/** Positions of the xs within a stretch, both inclusive; the second is before the first where there are none. */
export function spanOf(
  xs: readonly number[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): readonly [first: number, last: number] {
  const first = nearest(xs, fromMs)
  const last = nearest(xs, toMs)
  return [
    first + ((xs[first] ?? 0) < fromMs ? 1 : 0),
    last - ((xs[last] ?? Number.POSITIVE_INFINITY) > toMs ? 1 : 0),
  ]
}
