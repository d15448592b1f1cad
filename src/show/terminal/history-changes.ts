import type { ChangeSide, HistorySeries, LevelChange } from '../../model/history.ts'
import { ratio as toRatio, ratioToPercent } from '../../kernel/units.ts'
import {
  formatChange,
  formatChangeInterval,
  formatInterval,
  formatPercent,
  formatQuantity,
  formatTogether,
} from '../text/quantity.ts'
import { formatConfidence, revisionLine } from '../text/sentences.ts'
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
  if (better === null) return ink.yellow
  return isUp === (better === 'higher') ? ink.green : ink.red
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
  const isUp = change.difference > 0
  const [before = '', after = ''] = formatTogether([change.before, change.after], series.unit)
  const sign = isUp ? '▲' : '▼'
  const text = `${sign} ${sizeOf(change, series)}: ${before} → ${after}`
  const paint = goodOrBad(series.better, isUp, ink)
  if (isTold) return [textRow(4, `${text}, at the same run`, paint)]
  return [
    textRow(4, text, paint),
    sideRow('until', change.last, view),
    sideRow('since', change.first, view),
    ...whereRows(change, series, ink),
    ...(isSameCode(change)
      ? [textRow(6, 'The same commit on both sides: not the code, but what it ran on.', ink.yellow)]
      : []),
  ]
}

/** When the change may have come, where that is not plainly between the two runs. */
function whereRows(
  { indexInterval: [lo, hi], confidence }: LevelChange,
  { points }: HistorySeries,
  ink: Ink,
): readonly Row[] {
  const [before, by] = [points[lo - 1], points[hi]]
  if (lo === hi || before === undefined || by === undefined) return []
  const when = `between ${minute(before.startedAt)} and ${minute(by.startedAt)}`
  return [textRow(6, `${formatConfidence(confidence)} sure: ${when}`, ink.dim)]
}

/** `10.4 % slower (+9.1 … +11.6 %)`. */
function sizeOf(change: LevelChange, { unit }: HistorySeries): string {
  const { ratio, ratioInterval, difference, interval } = change
  const isUp = difference > 0
  const way = unit === 'ns' ? (isUp ? 'slower' : 'faster') : isUp ? 'higher' : 'lower'
  if (ratio === null) {
    return `${formatQuantity(Math.abs(difference), unit)} ${way} (${formatInterval(interval, unit)})`
  }
  const percent = Math.abs(ratioToPercent(toRatio(ratio)))
  const size = ratio >= 11 ? formatChange(ratio) : `${percentText(percent)} ${way}`
  return `${size} (${formatChangeInterval(ratioInterval)})`
}

const percentText = (percent: number): string =>
  percent < 99.95 ? `${percent.toFixed(1)} %` : formatPercent(percent)

/** Both runs measured one commit as it was committed. */
function isSameCode({ last, first }: LevelChange): boolean {
  const [before, after] = [last.revision, first.revision]
  return before !== null && before.commit === after?.commit && !before.dirty && !after.dirty
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
