import type { LoadResult, Mark } from '../../model/run.ts'
import {
  type CourseColumn,
  courseColumns,
  courseLabel,
  courseRows,
  lengthOf,
} from '../text/load-course.ts'
import { markSentence } from '../text/load.ts'
import { displayWidth } from '../text/width.ts'
import { placeTexts } from '../text/placed.ts'
import { timeTicks } from '../text/time-axis.ts'
import type { Ink } from './ansi.ts'
import { sanitise } from './sanitise.ts'
import { UNICODE } from './schedule-view.ts'
import { wrapText } from './table.ts'

/** A load test's time axis in small, with what happened when. */

/** How it is drawn. */
export interface TimelineOptions {
  readonly ink: Ink
  readonly width: number
}

const INDENT = 2
/** For what stands behind a row: `peak 1,234 µs`. */
const PEAK_COLUMNS = 16
const MOST_COLUMNS = 60

/** The rows; none for a load test of a few seconds. */
export function timelineLines(result: LoadResult, options: TimelineOptions): readonly string[] {
  const { marks = [] } = result
  const { ink, width } = options
  const labelColumns = displayWidth(courseLabel(''))
  const room = width - INDENT - labelColumns - PEAK_COLUMNS
  const columns = courseColumns(result.timeline, Math.min(MOST_COLUMNS, room))
  if (columns.length === 0) return []
  const rows = courseRows(columns).map(({ label, bars, peak }) => {
    const paint = label === 'errors' ? ink.red : ink.cyan
    return `${' '.repeat(INDENT)}${courseLabel(label)}${paint(bars)}  peak ${peak}`
  })
  const indent = ' '.repeat(INDENT + labelColumns)
  return [
    ...rows,
    ...axisLines(result, columns, ink).map((line) => indent + line),
    ...marks.flatMap((mark, index) => markLines(mark, index, options)),
  ]
}

/** The heavy part of the axis is the steady state. */
function axisLines(
  { timeline, marks = [] }: LoadResult,
  columns: readonly CourseColumn[],
  ink: Ink,
): readonly string[] {
  const durationMs = lengthOf(timeline)
  const ticks = timeTicks(durationMs, columns.length)
  const floor = columns.map((column, index) => {
    const pair = column.every(({ steady }) => steady) ? UNICODE.steadyFloor : UNICODE.floor
    return ticks.some((tick) => tick.column === index) ? pair[1] : pair[0]
  })
  const letters = marks.map(({ atMs }, index) => ({
    column: Math.min(columns.length - 1, Math.floor((atMs / durationMs) * columns.length)),
    text: letterOf(index),
  }))
  const labels = ticks.map(({ column, label }) => ({ column, text: label }))
  return [
    ink.dim(floor.join('')),
    ...(letters.length === 0 ? [] : [ink.yellow(placeTexts(letters, columns.length))]),
    ink.dim(placeTexts(labels, columns.length)),
  ]
}

/** `a`, `b` …; marks beyond the alphabet share the last one. */
const letterOf = (index: number): string => 'abcdefghijklmnopqrstuvwxyz'.charAt(Math.min(25, index))

function markLines(mark: Mark, index: number, { ink, width }: TimelineOptions): readonly string[] {
  const text = `${letterOf(index)} ${sanitise(markSentence(mark))}`
  const paint = mark.kind === 'interrupt' ? ink.yellow : ink.red
  return wrapText({ indent: INDENT, text, paint, hang: 2 }, width)
}
