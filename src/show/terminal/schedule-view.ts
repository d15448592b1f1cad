import type { LoadPhase } from '../../model/load.ts'
import { displayWidth } from '../text/width.ts'
import type { Ink } from './ansi.ts'
import type { ScheduleCurve } from './schedule-curve.ts'

/** What the parts of a schedule's chart share. */

/** What a chart is drawn with. */
export interface Pens {
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

/** For terminals of today. */
export const UNICODE: Pens = {
  fill: ' ▁▂▃▄▅▆▇█',
  side: ['│', '┤'],
  corner: '└',
  floor: ['─', '┬'],
  steadyFloor: ['━', '┯'],
  more: '…',
}
/** For all others. */
export const ASCII: Pens = {
  fill: ' .#',
  side: ['|', '+'],
  corner: '+',
  floor: ['-', '+'],
  steadyFloor: ['=', '+'],
  more: '...',
}

/** A chart, before it is drawn. */
export interface View extends ScheduleCurve {
  readonly pens: Pens
  readonly ink: Ink
  readonly phases: readonly PlacedPhase[]
  /** Of each row and the floor; empty = none. */
  readonly labels: readonly string[]
  readonly labelColumns: number
}

/** A phase and its columns; the second is not its own any more. */
export interface PlacedPhase extends LoadPhase {
  readonly first: number
  readonly end: number
}

/** A line beneath the columns. */
export const indented = ({ labelColumns, ink }: View, text: string): string =>
  ' '.repeat(labelColumns + 2) + ink.dim(text)

/** A text and the column it begins in. */
export interface PlacedText {
  readonly column: number
  readonly text: string
}

/** Texts at their columns; one that has no room at the end moves left, and one that would touch another is left out. */
export function placeTexts(texts: readonly PlacedText[], columns: number): string {
  let line = ''
  for (const { column, text } of texts) {
    const start = Math.max(0, Math.min(column, columns - displayWidth(text)))
    const used = displayWidth(line)
    if (used > 0 && start <= used) continue
    line += ' '.repeat(start - used) + text
  }
  return line
}
