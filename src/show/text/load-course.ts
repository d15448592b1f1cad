import type { LoadResult, Window } from '../../model/run.ts'
import { formatQuantity } from './quantity.ts'
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

/** As many columns as there is room for: windows share them, or have several each. None for a load of a few seconds. */
export function courseColumns(timeline: readonly Window[], most: number): readonly CourseColumn[] {
  if (timeline.length < FEWEST_WINDOWS) return []
  const each = Math.max(1, Math.floor(most / timeline.length))
  const count = Math.min(most, timeline.length)
  return Array.from({ length: count }, (_, index) =>
    timeline.slice(
      Math.floor((index * timeline.length) / count),
      Math.floor(((index + 1) * timeline.length) / count),
    ),
  )
    .filter((column): column is [Window, ...Window[]] => column.length > 0)
    .flatMap((column) => new Array<CourseColumn>(each).fill(column))
}

/** Rate, the highest percentile that every window has, and errors if there were any. */
export function courseRows(columns: readonly CourseColumn[]): readonly CourseRow[] {
  if (columns.length === 0) return []
  const errors = columns.map((column) => perSecond(column, ({ failed }) => failed))
  const statistic = statisticOf(columns)
  const latency = columns.map((column) =>
    // At its worst: a mean would hide a stall.
    Math.max(0, ...column.map(({ metrics }) => metrics['latency']?.[statistic] ?? 0)),
  )
  return [
    rowOf(
      'rate',
      columns.map((column) => perSecond(column, ({ completed }) => completed)),
      RATE,
    ),
    ...(latency.some((value) => value > 0) ? [rowOf(statistic, latency, 'ns')] : []),
    ...(errors.some((value) => value > 0) ? [rowOf('errors', errors, RATE)] : []),
  ]
}

/** The rows as plain lines. */
export const courseLines = ({ timeline }: LoadResult): readonly string[] =>
  courseRows(courseColumns(timeline, USUAL_COLUMNS)).map(courseLine)

/** One row as a line. */
const courseLine = ({ label, bars, peak }: CourseRow): string =>
  `${courseLabel(label)}${bars}  peak ${peak}`

/** A row's name, as wide as every other. */
export const courseLabel = (label: string): string => padEnd(label, LABEL_COLUMNS)

const RATE = 'perSecond' as const

function statisticOf(columns: readonly CourseColumn[]): 'p95' | 'p99' {
  const latencies = columns.flat().flatMap(({ metrics }) => metrics['latency'] ?? [])
  return latencies.every(({ p99 }) => p99 !== undefined) ? 'p99' : 'p95'
}

function perSecond(column: CourseColumn, count: (window: Window) => number): number {
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
