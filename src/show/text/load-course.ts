import type { LoadResult, Window } from '../../model/run.ts'
import { formatQuantity } from './quantity.ts'
import { placeTexts } from './placed.ts'
import { timeTicks } from './time-axis.ts'
import { padEnd } from './width.ts'

/** The course of a load test in small: rate, latency and errors as rows of bars over one time axis. */

/** One row. */
export interface CourseRow {
  readonly label: string
  readonly bars: string
  readonly peak: string
}

/** The windows of a column. */
export type CourseColumn = readonly [Window, ...Window[]]

/** Fewer windows are no course of time. */
const FEWEST_WINDOWS = 3
const LABEL_COLUMNS = 8
/** Of a medium that has no width of its own. */
const USUAL_COLUMNS = 60
const FILL = ' ▁▂▃▄▅▆▇█'

/**
 * As many columns as there is room for, all of one length of time: a window that drains for some ms is not as wide as a
 * second. None for a load of a few seconds.
 */
export function courseColumns(timeline: readonly Window[], most: number): readonly CourseColumn[] {
  if (timeline.length < FEWEST_WINDOWS) return []
  const totalMs = lengthOf(timeline)
  const windowMs = Math.max(...timeline.map(({ durationMs }) => durationMs))
  // So that whole windows are of whole columns, where there are fewer of them.
  const each = Math.floor((most * windowMs) / totalMs)
  const count = each < 1 ? most : Math.max(1, Math.round((each * totalMs) / windowMs))
  const columnOf = (atMs: number): number =>
    Math.min(count - 1, Math.floor((atMs * count) / totalMs))
  const within = Map.groupBy(timeline, (window) => columnOf(middleOf(window)))
  return Array.from({ length: count }, (_, column) => {
    const [first, ...others] = within.get(column) ?? []
    if (first === undefined) return [windowAt(timeline, ((column + 0.5) * totalMs) / count)]
    // The rest behind the last whole window goes with it: some ms are no rate.
    const isRest = others.length === 0 && isShort(first, windowMs)
    return isRest ? [windowAt(timeline, first.startMs - 1), first] : [first, ...others]
  })
}

const isShort = ({ durationMs }: Window, windowMs: number): boolean => durationMs < windowMs / 2

/** Length of a run in ms, with what drained behind it. */
export function lengthOf(timeline: readonly Window[]): number {
  const last = timeline.at(-1)
  return last === undefined ? 0 : last.startMs + last.durationMs
}

function windowAt(timeline: readonly Window[], atMs: number): Window {
  const found = timeline.findLast(({ startMs }) => startMs <= atMs) ?? timeline[0]
  if (found === undefined) throw new RangeError('no window')
  return found
}

const middleOf = ({ startMs, durationMs }: Window): number => startMs + durationMs / 2

/** Rate, the highest percentile that every whole window has, and errors if there were any. */
export function courseRows(columns: readonly CourseColumn[]): readonly CourseRow[] {
  if (columns.length === 0) return []
  const errors = columns.map((column) => perSecond(column, ({ failed }) => failed))
  const statistic = statisticOf(columns)
  const latency = columns.map((column) =>
    // At its worst: a mean would hide a stall.
    Math.max(
      0,
      ...column.map(
        ({ metrics }) => metrics['latency']?.[statistic] ?? metrics['latency']?.max ?? 0,
      ),
    ),
  )
  return [
    rowOf(
      'rate',
      columns.map((column) => perSecond(wholeOf(column), ({ completed }) => completed)),
      RATE,
    ),
    ...(latency.some((value) => value > 0) ? [rowOf(statistic, latency, 'ns')] : []),
    ...(errors.some((value) => value > 0) ? [rowOf('errors', errors, RATE)] : []),
  ]
}

/** The rows as plain lines, and the time beneath them. */
export function courseLines({ timeline }: LoadResult): readonly string[] {
  const columns = courseColumns(timeline, USUAL_COLUMNS)
  if (columns.length === 0) return []
  const ticks = timeTicks(lengthOf(timeline), columns.length)
  const times = ticks.map(({ column, label }) => ({ column, text: label }))
  return [
    ...courseRows(columns).map(courseLine),
    courseLabel('') + placeTexts(times, columns.length),
  ]
}

/** One row as a line. */
const courseLine = ({ label, bars, peak }: CourseRow): string =>
  `${courseLabel(label)}${bars}  peak ${peak}`

/** A row's name, as wide as every other. */
export const courseLabel = (label: string): string => padEnd(label, LABEL_COLUMNS)

const RATE = 'perSecond' as const

function statisticOf(columns: readonly CourseColumn[]): 'p95' | 'p99' {
  const windows = columns.flat()
  const longestMs = Math.max(...windows.map(({ durationMs }) => durationMs))
  const latencies = windows
    .filter((window) => !isShort(window, longestMs))
    .flatMap(({ metrics }) => metrics['latency'] ?? [])
  return latencies.every(({ p99 }) => p99 !== undefined) ? 'p99' : 'p95'
}

/** Without what drained behind the last of them. */
function wholeOf(column: CourseColumn): readonly Window[] {
  const longestMs = Math.max(...column.map(({ durationMs }) => durationMs))
  return column.filter((window) => !isShort(window, longestMs))
}

function perSecond(column: readonly Window[], count: (window: Window) => number): number {
  const totalMs = column.reduce((sum, { durationMs }) => sum + durationMs, 0)
  return (1000 * column.reduce((sum, window) => sum + count(window), 0)) / Math.max(1, totalMs)
}

/** Bars from 0 to the peak. */
function rowOf(label: string, values: readonly number[], unit: typeof RATE | 'ns'): CourseRow {
  const peak = Math.max(...values)
  const most = FILL.length - 1
  const bars = values.map((value) =>
    FILL.charAt(value > 0 ? Math.max(1, Math.round((value / peak) * most)) : 0),
  )
  return { label, bars: bars.join(''), peak: formatQuantity(peak, unit) }
}
