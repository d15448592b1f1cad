import type { SeriesKey, SeriesPoint } from '../../model/ports.ts'
import type { Unit } from '../../model/run.ts'
import { formatChange, formatInterval, formatQuantity, plural } from '../text/quantity.ts'
import { columnsOf, createInk, type Ink, type TerminalOptions } from './ansi.ts'
import { minute } from './baselines.ts'
import { sanitise } from './sanitise.ts'
import { type Column, cellRow, layOut, type Row, textRow } from './table.ts'

/** The history of one metric of one scenario (or stage), oldest first. */
export interface ShownSeries {
  readonly key: SeriesKey
  readonly unit: Unit
  readonly points: readonly SeriesPoint[]
}

const COLUMNS: readonly Column[] = [
  { align: 'left', flexible: true },
  { align: 'left' },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
]
const BARS = '▁▂▃▄▅▆▇█'
/** Of the width, for a sparkline. */
const SPARKLINE_SHARE = 0.2

/** A line a series: its shape, its newest median, the change since the oldest one shown, and its range. */
export function renderHistory(series: readonly ShownSeries[], options: TerminalOptions): string {
  const ink = createInk(options.color)
  const width = columnsOf(options)
  const bars = Math.floor(width * SPARKLINE_SHARE)
  const told = series.filter((each) => each.points.length > 0)
  if (told.length === 0) return `${ink.dim('No history.')}\n`
  const headings = ['', '', 'newest', 'change', 'range of p50']
  const rows: Row[] = [
    cellRow(
      0,
      headings.map((text) => ({ text, paint: ink.dim })),
    ),
    ...told.map((each) => seriesRow(each, bars, ink)),
    textRow(0, span(told), ink.dim),
  ]
  return `${layOut(COLUMNS, rows, width).join('\n')}\n`
}

/**
 * A row of bars from the smallest to the greatest value, one a value; more values than `columns` are averaged in equal
 * groups. Equal values give a level line.
 */
export function sparkline(values: readonly number[], columns: number): string {
  const levels = averaged(
    values.filter((value) => Number.isFinite(value)),
    columns,
  )
  const [least, most] = [Math.min(...levels), Math.max(...levels)]
  return levels
    .map((value) => {
      const share = most > least ? (value - least) / (most - least) : 0.5
      return BARS[Math.round(share * (BARS.length - 1))]
    })
    .join('')
}

function averaged(values: readonly number[], columns: number): readonly number[] {
  if (values.length <= columns) return values
  return Array.from({ length: columns }, (_, index) => {
    const start = Math.floor((index * values.length) / columns)
    const end = Math.floor(((index + 1) * values.length) / columns)
    return values.slice(start, end).reduce((sum, value) => sum + value, 0) / (end - start)
  })
}

function seriesRow({ key, unit, points }: ShownSeries, bars: number, ink: Ink): Row {
  const medians = points.map((point) => point.p50)
  const [oldest, newest] = [medians[0], medians.at(-1)]
  const compared = medians.length > 1 && oldest && newest
  return cellRow(0, [
    { text: sanitise(seriesName(key)) },
    { text: sparkline(medians, bars), paint: ink.cyan },
    { text: formatQuantity(newest, unit), paint: ink.bold },
    { text: compared ? formatChange(newest / oldest) : '' },
    { text: formatInterval([Math.min(...medians), Math.max(...medians)], unit), paint: ink.dim },
  ])
}

function seriesName({ scenario, stage, metric }: SeriesKey): string {
  const part = stage === null ? scenario : `${scenario} > ${stage}`
  return metric === 'latency' ? part : `${part} (${metric})`
}

function span(series: readonly ShownSeries[]): string {
  const points = series.flatMap((each) => each.points)
  const starts = points.map((point) => point.startedAt).sort()
  const runs = new Set(points.map((point) => point.run)).size
  return `${plural(runs, 'run')}, ${minute(starts[0] ?? '')} to ${minute(starts.at(-1) ?? '')}, oldest left`
}
