import type { HistoryPoint, HistorySeries } from '../../../../src/model/history.ts'
import { seriesName, spreadText } from '../../../../src/show/text/history.ts'
import {
  formatChange,
  formatCount,
  formatPercent,
  formatQuantity,
  MISSING,
  plural,
} from '../../../../src/show/text/quantity.ts'
import { SHORT_COMMIT } from '../../../../src/show/text/sentences.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'
import type { HistoryValues } from '../../charts/history-chart-layout.ts'
import { localTimeText } from '../../parts/time-text.ts'

/** What the page says of a series. */

const TEXT_SHOWN = 300

/** One line of which nothing acts. */
export const shown = (text: string): string => visibleLine(clip(text, TEXT_SHOWN))

/** An instant as the page writes it. */
export const timeText = (instant: string): string => shown(localTimeText(instant))

/** Of a series by itself: `decode > parse (cpu)`. */
export const wholeName = (series: HistorySeries): string => shown(seriesName(series, undefined))

/** `p50 of latency`. */
const measureText = ({ statistic, metric }: HistorySeries): string =>
  `${statistic} of ${shown(metric)}`

/** Names and values of what a reader asks first. */
export function nowFacts(
  series: HistorySeries,
): readonly (readonly [name: string, value: string])[] {
  const { changes, trend, unit, normalisation, points } = series
  const oldest = changes[0]?.before
  const overall = oldest !== undefined && oldest > 0 ? formatChange(trend.level / oldest) : ''
  const normalised = normalisation.applied ? ', normalised' : ''
  const facts: readonly (readonly [string, string])[] = [
    [`${measureText(series)} now`, formatQuantity(trend.level, unit)],
    ['overall', overall],
    ['spread', `${spreadText(normalisation)}${normalised}`],
    ['trend', trend.kind === 'unknown' ? MISSING : trend.kind],
    ['runs', formatCount(points.length)],
  ]
  return facts.filter(([, value]) => value !== '')
}

/** What a chart shows, for whoever can't see it. */
export function summaryOf(series: HistorySeries): string {
  const { points, changes, trend, unit } = series
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return 'No runs.'
  const when = `${plural(points.length, 'run')} from ${timeText(first.startedAt)} to ${timeText(last.startedAt)}`
  const now = `${measureText(series)} is ${formatQuantity(trend.level, unit)} now`
  const moved =
    changes.length === 0 ? 'no change of level' : plural(changes.length, 'change') + ' of level'
  return `${when}: ${now}; ${moved}; trend: ${shown(trend.words)}.`
}

/** A point in one line: what is said as the keyboard gets there. */
export function pointText(
  series: HistorySeries,
  index: number,
  more: { readonly values: HistoryValues; readonly names: readonly string[] | undefined },
): string {
  const point = series.points[index]
  if (point === undefined) return ''
  const value = more.values === 'judged' ? point.level : point.value
  const names = more.names === undefined ? '' : `, baseline ${more.names.map(shown).join(', ')}`
  return `${formatQuantity(value, series.unit)}, ${timeText(point.startedAt)}, ${commitText(point)}, run ${index + 1} of ${series.points.length}${names}`
}

function commitText({ commit, branch }: HistoryPoint): string {
  if (commit === null) return 'no revision'
  const short = shown(commit.slice(0, SHORT_COMMIT))
  return branch === null ? short : `${shown(branch)} @ ${short}`
}

/** How fast the machine was at a run; empty where it is not known. */
export function slownessText(slowness: number | null): string {
  if (slowness === null) return ''
  const size = formatPercent(Math.abs(slowness - 1) * 100)
  if (Math.abs(slowness - 1) < 0.001) return 'machine as fast as usual'
  return `machine ${size} ${slowness > 1 ? 'slower' : 'faster'} than usual`
}
