import type { ChangeSide, HistorySeries, LevelChange } from '../../model/history.ts'
import {
  goodnessOf,
  isSameCode,
  levelChangeText,
  placeOfChange,
  SAME_CODE,
} from '../text/history.ts'
import { revisionLine } from '../text/sentences.ts'
import { displayWidth, truncateMiddle } from '../text/width.ts'
import type { Ink, Paint } from './ansi.ts'
import { minute } from './baselines.ts'
import { sanitise } from './sanitise.ts'
import { type Row, textRow } from './table.ts'

/** The changes of a series, as rows beneath it. */

/** How rows of a history look. */
export interface View {
  readonly ink: Ink
  readonly width: number
  readonly verbose: boolean
}

/** Green for what is better, red for worse, yellow where neither is known. */
export function goodOrBad(better: HistorySeries['better'], isUp: boolean, ink: Ink): Paint {
  return { good: ink.green, bad: ink.red, unknown: ink.yellow }[goodnessOf(better, isUp)]
}

/** A series, and the scenario's if it is a stage. */
interface Shown {
  readonly series: HistorySeries
  readonly above: HistorySeries | undefined
}

/** A change: its size, and the runs on either side unless the scenario's own change has told them. */
export function changeRows(
  change: LevelChange,
  { series, above }: Shown,
  view: View,
): readonly Row[] {
  const { ink } = view
  const isTold = above?.changes.some(({ first }) => first.run === change.first.run) === true
  const text = levelChangeText(change, series)
  const paint = goodOrBad(series.better, change.difference > 0, ink)
  const where = placeOfChange(change, series, minute)
  if (isTold) return [textRow(4, `${text}, at the same run`, paint)]
  return [
    textRow(4, text, paint),
    sideRow('until', change.last, view),
    sideRow('since', change.first, view),
    ...(where === '' ? [] : [textRow(6, where, ink.dim)]),
    ...(isSameCode(change) ? [textRow(6, SAME_CODE, ink.yellow)] : []),
  ]
}

function sideRow(word: string, { startedAt, revision, run }: ChangeSide, view: View): Row {
  const place = revision === null ? `run ${run}` : revisionLine(revision)
  const text = sanitise(`${word} ${minute(startedAt)}, ${place}`)
  const subject = sanitise(revision?.subject ?? '')
  const room = view.width - 6 - displayWidth(text) - 2
  const isRoom = subject !== '' && room >= LEAST_SUBJECT
  return textRow(6, isRoom ? `${text}: ${truncateMiddle(subject, room)}` : text)
}

/** Columns; less of a subject says nothing. */
const LEAST_SUBJECT = 12
