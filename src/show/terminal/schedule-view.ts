import type { LoadPhase } from '../../model/load.ts'
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
