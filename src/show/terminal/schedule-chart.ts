import type { LoadSchedule, PhasedSchedule } from '../../model/load.ts'
import { formatQuantity, plural } from '../text/quantity.ts'
import { displayWidth, padStart } from '../text/width.ts'
import { placeTexts } from '../text/placed.ts'
import { timeTicks } from '../text/time-axis.ts'
import { columnsOf, createInk, type Paint, type TerminalOptions } from './ansi.ts'
import { scheduleCurve } from './schedule-curve.ts'
import { listLines, nameLines, placePhases, steadyLines } from './schedule-phases.ts'
import { ASCII, indented, UNICODE, type View } from './schedule-view.ts'

/** How a schedule is drawn. */
export interface ScheduleChartOptions extends TerminalOptions {
  /** Only characters of ASCII, for terminals and logs that show no others. */
  readonly ascii?: boolean
}

const ROWS = 8
/** Left to labels and the axis: enough for `10,000,000 /s`. */
const MARGIN_COLUMNS = 16

/** A schedule's rate or users over its time, with its phases by name. */
export function renderScheduleChart(
  { schedule, phases }: PhasedSchedule,
  options: ScheduleChartOptions,
): string {
  const width = columnsOf(options)
  const curve = scheduleCurve(schedule, width - MARGIN_COLUMNS)
  const labels = levelLabels(schedule, Math.max(...curve.levels))
  const view: View = {
    ...curve,
    pens: options.ascii === true ? ASCII : UNICODE,
    ink: createInk(options.color),
    phases: placePhases(phases, curve),
    labels,
    labelColumns: Math.max(...labels.map(displayWidth)),
  }
  const lines = [...plotLines(view), ...axisLines(view), ...nameLines(view)]
  return `${[...lines, ...listLines(view, width), ...steadyLines(view)].join('\n')}\n`
}

/** At the top of the rows: the highest level, and halfway up its half where that is a round number too. */
function levelLabels({ kind }: LoadSchedule, highest: number): readonly string[] {
  const label = (level: number): string =>
    kind === 'closed' ? plural(level, 'user') : formatQuantity(level, 'perSecond')
  const hasHalf = kind !== 'closed' || highest % 2 === 0
  return Array.from({ length: ROWS + 1 }, (_, row) => {
    if (row === ROWS || highest === 0) return row === ROWS ? '0' : ''
    if (row === 0) return label(highest)
    return row === ROWS / 2 && hasHalf ? label(highest / 2) : ''
  })
}

function plotLines(view: View): readonly string[] {
  const { pens, levels } = view
  const highest = Math.max(...levels) || 1
  const pieces = pens.fill.length - 1
  const heights = levels.map((level) => {
    const height = Math.round((level / highest) * ROWS * pieces)
    return level > 0 ? Math.max(1, height) : 0
  })
  return Array.from({ length: ROWS }, (_, row) => {
    const below = (ROWS - 1 - row) * pieces
    const characters = heights.map((height) =>
      pens.fill.charAt(Math.min(pieces, Math.max(0, height - below))),
    )
    const side = view.labels[row] === '' ? pens.side[0] : pens.side[1]
    return beside(view, row, side + painted(view, characters)).trimEnd()
  })
}

function beside({ labels, labelColumns, ink }: View, row: number, text: string): string {
  return `${ink.dim(padStart(labels[row] ?? '', labelColumns))} ${text}`
}

/** Steady state stands out in its colour. */
function painted({ phases, ink }: View, characters: readonly string[]): string {
  const parts: string[] = []
  let done = 0
  const put = (end: number, paint: Paint): void => {
    const text = characters.slice(done, end).join('')
    parts.push(text.trim() === '' ? text : paint(text))
    done = Math.max(done, end)
  }
  for (const { first, end, steady } of phases) {
    put(first, ink.dim)
    put(end, steady ? ink.cyan : ink.dim)
  }
  put(characters.length, ink.dim)
  return parts.join('')
}

function axisLines(view: View): readonly string[] {
  const { pens, phases, levels, durationMs } = view
  const ticks = timeTicks(durationMs, levels.length)
  const floor = levels.map((_, column) => {
    const phase = phases.find(({ first, end }) => column >= first && column < end)
    const pair = phase?.steady === true ? pens.steadyFloor : pens.floor
    return ticks.some((tick) => tick.column === column) ? pair[1] : pair[0]
  })
  const labels = ticks.map(({ column, label }) => ({ column, text: label }))
  return [
    beside(view, ROWS, pens.corner + painted(view, floor)),
    indented(view, placeTexts(labels, levels.length)),
  ]
}
