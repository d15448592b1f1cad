import type { LoadPhase, LoadSchedule, PhasedSchedule } from '../../model/load.ts'
import { formatCount, formatQuantity } from '../text/quantity.ts'
import { displayWidth, padStart, truncateMiddle } from '../text/width.ts'
import { columnsOf, createInk, type Ink, type Paint, type TerminalOptions } from './ansi.ts'
import { sanitise } from './sanitise.ts'
import { type ScheduleCurve, scheduleCurve } from './schedule-curve.ts'
import { lengthText, timeTicks } from './time-axis.ts'

/** How a schedule is drawn. */
export interface ScheduleChartOptions extends TerminalOptions {
  /** Only characters of ASCII, for terminals and logs that show no others. */
  readonly ascii?: boolean
}

/** What a chart is drawn with. */
interface Pens {
  /** From nothing to a full row. */
  readonly fill: string
  /** Beside the rows: without and with a label. */
  readonly side: readonly [string, string]
  readonly corner: string
  /** Below the columns, without and with a tick: where nothing is judged, and where the state is steady. */
  readonly floor: readonly [string, string]
  readonly steadyFloor: readonly [string, string]
  readonly more: string
}

const UNICODE: Pens = {
  fill: ' ▁▂▃▄▅▆▇█',
  side: ['│', '┤'],
  corner: '└',
  floor: ['─', '┬'],
  steadyFloor: ['━', '┯'],
  more: '…',
}
const ASCII: Pens = {
  fill: ' .#',
  side: ['|', '+'],
  corner: '+',
  floor: ['-', '+'],
  steadyFloor: ['=', '+'],
  more: '...',
}

const ROWS = 8
/** Phases that are listed beneath. */
const PHASES_LISTED = 12

interface View extends ScheduleCurve {
  readonly pens: Pens
  readonly ink: Ink
  readonly phases: readonly PlacedPhase[]
  /** Of each row and the floor; empty = none. */
  readonly labels: readonly string[]
  readonly labelColumns: number
}

/** A phase and its columns; the second is not its own any more. */
interface PlacedPhase extends LoadPhase {
  readonly first: number
  readonly end: number
}

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
    phases: placed(phases, curve),
    labels,
    labelColumns: Math.max(...labels.map(displayWidth)),
  }
  const lines = [...plotLines(view), ...axisLines(view), ...nameLines(view)]
  return `${[...lines, ...listLines(view, width), ...steadyLines(view)].join('\n')}\n`
}

function placed(
  phases: readonly LoadPhase[],
  { durationMs, levels }: ScheduleCurve,
): readonly PlacedPhase[] {
  const columnOf = (atMs: number): number =>
    durationMs > 0 ? Math.round((atMs / durationMs) * levels.length) : 0
  return phases.map((phase) => ({
    ...phase,
    name: sanitise(phase.name),
    first: columnOf(phase.startMs),
    end: columnOf(phase.startMs + phase.durationMs),
  }))
}

/** At the top of the rows: the highest level, and halfway up its half where that is a round number too. */
function levelLabels({ kind }: LoadSchedule, highest: number): readonly string[] {
  const label = (level: number): string =>
    kind === 'closed' ? `${formatCount(level)} users` : formatQuantity(level, 'perSecond')
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

const indented = ({ labelColumns, ink }: View, text: string): string =>
  ' '.repeat(labelColumns + 2) + ink.dim(text)

interface PlacedText {
  readonly column: number
  readonly text: string
}

/** Texts at their columns; one that has no room at the end moves left, and one that would touch another is left out. */
function placeTexts(texts: readonly PlacedText[], columns: number): string {
  let line = ''
  for (const { column, text } of texts) {
    const start = Math.max(0, Math.min(column, columns - displayWidth(text)))
    const used = displayWidth(line)
    if (used > 0 && start <= used) continue
    line += ' '.repeat(start - used) + text
  }
  return line
}

const hasRoom = ({ name, first, end }: PlacedPhase): boolean => displayWidth(name) < end - first

function nameLines(view: View): readonly string[] {
  const names = view.phases.filter(hasRoom).map(({ first, name }) => ({ column: first, text: name }))
  return names.length === 0 ? [] : [indented(view, placeTexts(names, view.levels.length))]
}

/** Every phase with its length, where the names of some have no room beneath the chart. */
function listLines({ phases, pens, ink }: View, width: number): readonly string[] {
  if (phases.every(hasRoom)) return []
  const listed = phases
    .slice(0, PHASES_LISTED)
    .map(({ name, durationMs }) => `${name}: ${lengthText(durationMs)}`)
  const left = phases.length - listed.length
  const more = left > 0 ? [`${pens.more} ${formatCount(left)} more`] : []
  return packed([...listed, ...more], width).map(ink.dim)
}

/** Items with commas between them; a line ends behind one, never inside, unless it is longer than a line. */
function packed(items: readonly string[], width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const [index, item] of items.entries()) {
    const text = truncateMiddle(index < items.length - 1 ? `${item},` : item, width)
    if (line !== '' && displayWidth(line) + 1 + displayWidth(text) > width) {
      lines.push(line)
      line = ''
    }
    line += line === '' ? text : ` ${text}`
  }
  return [...lines, line]
}

/** What the heavy part of the axis means, where not all of it is heavy. */
function steadyLines({ phases, pens, ink }: View): readonly string[] {
  const isMixed = phases.some(({ steady }) => steady) && phases.some(({ steady }) => !steady)
  return isMixed ? [ink.dim(`${pens.steadyFloor[0]} steady state`)] : []
}
