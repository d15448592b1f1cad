import type { HistorySeries, LevelChange } from '../../../src/model/history.ts'
import { type Goodness, goodnessOf } from '../../../src/show/text/history.ts'
import { median, sorted } from '../../../src/stats/index.ts'

/** Where everything in the chart of a series is, in the units of its axes. */

/** What runs are spaced by: one like the other, or when they were. */
export type HistoryAxis = 'runs' | 'dates'
/** Which values: as they were judged (normalised, where the series is), or as they were measured. */
export type HistoryValues = 'judged' | 'measured'

/** The median of the runs between two changes. */
export interface LevelStep {
  /** Points from `first` to before `end`. */
  readonly first: number
  readonly end: number
  readonly fromX: number
  readonly toX: number
  readonly level: number
}

/** Where the level changed. */
export interface ChangeMark {
  /** Between the last run of the old level and the first of the new one. */
  readonly x: number
  /** Where it may be as well, at the change's confidence. */
  readonly fromX: number
  readonly toX: number
  readonly isUp: boolean
  readonly goodness: Goodness
}

/** A run that baselines point to. */
export interface BaselineMark {
  readonly index: number
  readonly names: readonly string[]
}

/** What a chart draws. */
export interface HistoryLayout {
  readonly axis: HistoryAxis
  /** Of each point: its position, or ms since 1970. */
  readonly xs: readonly number[]
  readonly values: readonly number[]
  readonly steps: readonly LevelStep[]
  readonly changes: readonly ChangeMark[]
  readonly baselines: readonly BaselineMark[]
  /** What the axis reaches from and to. */
  readonly whole: readonly [from: number, to: number]
}

/** What to lay out, and how. */
export interface HistoryLook {
  readonly axis: HistoryAxis
  readonly values: HistoryValues
  /** By run. */
  readonly baselines: ReadonlyMap<string, readonly string[]>
}

export function layOutHistory(series: HistorySeries, look: HistoryLook): HistoryLayout {
  const { points, changes } = series
  const times = timesOf(series)
  const xs = look.axis === 'runs' ? [...times.keys()] : times
  const values = points.map(({ value, level }) => (look.values === 'judged' ? level : value))
  return {
    axis: look.axis,
    xs,
    values,
    steps: stepsOf(changes, xs, values),
    changes: changes.map((change) => markOf(change, series, xs)),
    baselines: points.flatMap(({ run }, index) => {
      const names = look.baselines.get(run)
      return names === undefined ? [] : [{ index, names }]
    }),
    whole: wholeOf(xs, look.axis),
  }
}

/** Of each point, ms since 1970. */
export const timesOf = ({ points }: HistorySeries): readonly number[] =>
  points.map(({ startedAt }) => Date.parse(startedAt) || 0)

/** Between two runs, where a change is drawn; at the ends, the run itself. */
const before = (xs: readonly number[], index: number): number =>
  ((xs[index - 1] ?? xs[index] ?? 0) + (xs[index] ?? xs.at(-1) ?? 0)) / 2

function stepsOf(
  changes: readonly LevelChange[],
  xs: readonly number[],
  values: readonly number[],
): readonly LevelStep[] {
  const starts = [0, ...changes.map(({ index }) => index)]
  return starts.flatMap((start, at) => {
    const end = starts[at + 1] ?? values.length
    const own = values.slice(start, end)
    if (own.length === 0) return []
    const fromX = start === 0 ? (xs[0] ?? 0) : before(xs, start)
    const toX = end === values.length ? (xs.at(-1) ?? 0) : before(xs, end)
    return [{ first: start, end, fromX, toX, level: median(sorted(own)) }]
  })
}

function markOf(
  { index, indexInterval: [lo, hi], difference }: LevelChange,
  { better }: HistorySeries,
  xs: readonly number[],
): ChangeMark {
  const isUp = difference > 0
  return {
    x: before(xs, index),
    fromX: before(xs, lo),
    toX: before(xs, hi),
    isUp,
    goodness: goodnessOf(better, isUp),
  }
}

/** Room beside the first and the last run, as a share of all. */
const BESIDE = 0.02

function wholeOf(xs: readonly number[], axis: HistoryAxis): readonly [number, number] {
  const [first, last] = [xs[0] ?? 0, xs.at(-1) ?? 0]
  const least = axis === 'runs' ? 0.5 : 60_000
  const beside = Math.max(least, (last - first) * BESIDE)
  return [first - beside, last + beside]
}

/** Least height of a chart, as a share of its middle: noise does not fill it. */
const LEAST_RANGE = 0.06
/** Values further from the middle half of them than so many of its heights are at the edge: one does not flatten the rest. */
const FAR = 4
/** Of fewer values nobody can say which is one. */
const FEWEST_FOR_OUTLIERS = 8
const ROOM = 0.12

/** Which values the points from `first` to `last` (both included) need, and their levels. */
export function rangeOf(
  { values, steps }: HistoryLayout,
  [first, last]: readonly [number, number],
): readonly [least: number, most: number] {
  const inner = steps.flatMap((step) => {
    const seen = values.slice(Math.max(step.first, first), Math.min(step.end, last + 1))
    return seen.length === 0 ? [] : [...near(seen), step.level]
  })
  if (inner.length === 0) return [0, 1]
  const [least, most] = [Math.min(...inner), Math.max(...inner)]
  const middle = (least + most) / 2
  const half = Math.max((most - least) / 2, (Math.abs(middle) * LEAST_RANGE) / 2) || 0.5
  return [middle - half * (1 + ROOM), middle + half * (1 + ROOM)]
}

/** The least and the greatest of the values that are no outliers. */
function near(values: readonly number[]): readonly [number, number] {
  const ascending = values.toSorted((one, other) => one - other)
  const at = (share: number): number => ascending[Math.round(share * (ascending.length - 1))] ?? 0
  const [low, high] = [at(0.25), at(0.75)]
  if (values.length < FEWEST_FOR_OUTLIERS) return [at(0), at(1)]
  const reach = FAR * Math.max(high - low, (Math.abs(low + high) / 2) * 0.005)
  const inner = ascending.filter((value) => value >= low - reach && value <= high + reach)
  return [inner[0] ?? low, inner.at(-1) ?? high]
}
