import { type Paint, plain } from './ansi.ts'
import { displayWidth, padEnd, padStart, truncateMiddle, wrap } from '../text/width.ts'

/**
 * Lays rows out in columns. Texts come in without escape codes and are painted after they are measured, so that colour
 * never moves a column.
 */

/** One text in one column. */
export interface Cell {
  readonly text: string
  readonly paint?: Paint
}

/** How a column behaves. */
export interface Column {
  readonly align: 'left' | 'right'
  /** Whether it gives way first when a line gets too long. */
  readonly flexible?: boolean
}

/** A line of cells, or of text that runs across the columns. */
export type Row =
  | { readonly kind: 'cells'; readonly indent: number; readonly cells: readonly Cell[] }
  | (TextLine & { readonly kind: 'text' })
  | { readonly kind: 'blank' }

/** Text that is wrapped over as many lines as it needs. */
export interface TextLine {
  readonly indent: number
  readonly text: string
  readonly paint?: Paint
  /** How much further the lines after the first are indented. */
  readonly hang?: number
}

/** A line between others. */
export const BLANK: Row = { kind: 'blank' }

const GAP = 2
/** A flexible column gives way down to this; then every column does. */
const FLEXIBLE_MIN = 12
const RIGID_MIN = 3

/** A line of cells. */
export function cellRow(indent: number, cells: readonly Cell[]): Row {
  return { kind: 'cells', indent, cells }
}

/** A row of text. */
export function textRow(indent: number, text: string, paint: Paint = plain): Row {
  return { kind: 'text', indent, text, paint }
}

/** The lines of a table; none is wider than `width`. */
export function layOut(columns: readonly Column[], rows: readonly Row[], width: number): string[] {
  const widths = fit(columns, naturalWidths(columns, rows), width)
  return rows.flatMap((row) => {
    if (row.kind === 'blank') return ['']
    if (row.kind === 'text') return wrapText(row, width)
    return [cellLine(row, columns, widths)]
  })
}

/** Text on its own, without a table around it. */
export function wrapText(line: TextLine, width: number): string[] {
  const { indent, text, paint = plain, hang = 0 } = line
  return wrap(text, width - indent - hang).map(
    (part, index) => ' '.repeat(index === 0 ? indent : indent + hang) + paint(part),
  )
}

function naturalWidths(columns: readonly Column[], rows: readonly Row[]): number[] {
  return columns.map((_, index) =>
    rows.reduce((widest, row) => {
      if (row.kind !== 'cells') return widest
      const indent = index === 0 ? row.indent : 0
      return Math.max(widest, indent + displayWidth(row.cells[index]?.text ?? ''))
    }, 0),
  )
}

/** Takes what is too much from the widest flexible column, again and again; then from the widest of all. */
function fit(columns: readonly Column[], natural: readonly number[], width: number): number[] {
  const widths = [...natural]
  const gaps = GAP * Math.max(0, widths.filter((each) => each > 0).length - 1)
  let excess = widths.reduce((sum, each) => sum + each, gaps) - width
  while (excess > 0) {
    const widest =
      widestOf(widths, (index) => columns[index]?.flexible === true, FLEXIBLE_MIN) ??
      widestOf(widths, () => true, RIGID_MIN)
    if (widest === undefined) break
    widths[widest] = (widths[widest] ?? 0) - 1
    excess--
  }
  return widths
}

function widestOf(
  widths: readonly number[],
  eligible: (index: number) => boolean,
  least: number,
): number | undefined {
  let found: number | undefined
  for (const [index, each] of widths.entries()) {
    if (each > least && eligible(index) && each > (widths[found ?? -1] ?? 0)) found = index
  }
  return found
}

function cellLine(
  row: Extract<Row, { kind: 'cells' }>,
  columns: readonly Column[],
  widths: readonly number[],
): string {
  const parts = columns.map((column, index) => {
    const indent = index === 0 ? row.indent : 0
    const room = (widths[index] ?? 0) - indent
    const cell = row.cells[index] ?? { text: '' }
    return { index, line: ' '.repeat(indent) + paintCell(cell, column, room) }
  })
  return parts
    .filter((part) => (widths[part.index] ?? 0) > 0)
    .map((part) => part.line)
    .join(' '.repeat(GAP))
    .trimEnd()
}

function paintCell(cell: Cell, column: Column, room: number): string {
  const text = truncateMiddle(cell.text, Math.max(1, room))
  const padded = column.align === 'right' ? padStart(text, room) : padEnd(text, room)
  const paint = cell.paint ?? plain
  return text === '' ? padded : padded.replace(text, () => paint(text))
}
