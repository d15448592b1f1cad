import type { History, HistoryEnvironment, HistorySeries } from '../../model/history.ts'
import {
  apartSentence,
  changesSentence,
  isMoving,
  leftOutSentence,
  normalisationText,
  scenarioOf,
  seriesName,
  shortSentence,
  spreadText,
  withoutText,
} from '../text/history.ts'
import { formatChange, formatCount, formatQuantity, MISSING, plural } from '../text/quantity.ts'
import { environmentLine } from '../text/sentences.ts'
import { columnsOf, createInk, type Ink, type Paint, type TerminalOptions } from './ansi.ts'
import { minute } from './baselines.ts'
import { changeRows, goodOrBad, type View } from './history-changes.ts'
import { sanitise } from './sanitise.ts'
import { LEVEL_MARK, levelChart } from './sparkline.ts'
import { BLANK, type Cell, type Column, cellRow, layOut, type Row, textRow } from './table.ts'

const COLUMNS: readonly Column[] = [
  { align: 'left', flexible: true },
  { align: 'left' },
  { align: 'right' },
  { align: 'right' },
  { align: 'left' },
  { align: 'left' },
]
/** Columns that a table leaves to its charts: what names and numbers of usual length leave over. */
const BESIDE_CHART = 64
const CHART_COLUMNS = { least: 6, most: 40 }
/** Digits of a fingerprint that tell it from others. */
const FINGERPRINT_SHOWN = 8
/** Changes of one series that are told without `--verbose`: the newest. */
const CHANGES_SHOWN = 3
/** Branches that are named. */
const BRANCHES_SHOWN = 4
/** Behind the spread of a series that was divided by the machine's speed. */
const NORMALISED_MARK = '*'

/** Each environment's series with their charts, and beneath each the changes of its level, newest last. */
export function renderHistory(history: History, options: TerminalOptions): string {
  const ink = createInk(options.color)
  const view = { ink, width: columnsOf(options), verbose: options.verbose === true }
  const lines = history.environments.flatMap((environment) => [
    ...environmentLines(environment, view),
    '',
  ])
  return `${[...lines, ...layOut([], footer(history, ink), view.width)].join('\n')}\n`
}

function environmentLines(environment: HistoryEnvironment, view: View): readonly string[] {
  const { ink, width } = view
  const { series, fingerprint } = environment
  const name = `${environmentLine(environment.environment)} · ${fingerprint.slice(0, FINGERPRINT_SHOWN)}`
  const head = [textRow(0, sanitise(name), ink.bold), textRow(0, span(series), ink.dim), BLANK]
  const rows = series.flatMap((each) => seriesRows(each, series, view))
  const isNormalised = series.some(({ normalisation }) => normalisation.applied)
  const note = `${NORMALISED_MARK} normalised by the machine’s speed, as its reference kernels tell it`
  return layOut(
    COLUMNS,
    [
      ...head,
      cellRow(0, headings(series, ink)),
      ...rows,
      ...(isNormalised ? [BLANK, textRow(0, note, ink.dim)] : []),
    ],
    width,
  )
}

/** `60 runs, 2026-09-03 09:30 to 2026-11-02 09:30, of branches main, faster-mel`. */
function span(series: readonly HistorySeries[]): string {
  const points = series.flatMap((each) => each.points)
  const starts = points.map((point) => point.startedAt).toSorted()
  const runs = new Set(points.map((point) => point.run)).size
  const when = `${minute(starts[0] ?? '')} to ${minute(starts.at(-1) ?? '')}`
  const branches = [...new Set(points.flatMap(({ branch }) => branch ?? []))].map(sanitise)
  const named = branches.slice(0, BRANCHES_SHOWN).join(', ')
  const more = branches.length > BRANCHES_SHOWN ? `, … (${formatCount(branches.length)})` : ''
  return `${plural(runs, 'run')}, ${when}${branches.length > 1 ? `, of branches ${named}${more}` : ''}`
}

function headings(series: readonly HistorySeries[], ink: Ink): readonly Cell[] {
  const statistic = sharedStatistic(series)
  const now = statistic === undefined ? 'now' : `${statistic} now`
  return ['', 'oldest left', now, 'overall', 'spread', 'trend'].map((text) => ({
    text,
    paint: ink.dim,
  }))
}

/** `undefined` where series differ in it: each then says its own. */
function sharedStatistic(series: readonly HistorySeries[]): string | undefined {
  const statistics = new Set(series.map(({ statistic }) => statistic))
  return statistics.size === 1 ? [...statistics][0] : undefined
}

function seriesRows(
  series: HistorySeries,
  all: readonly HistorySeries[],
  view: View,
): readonly Row[] {
  const { ink, width, verbose } = view
  const { points, changes, unit, normalisation, trend } = series
  const columns = Math.min(CHART_COLUMNS.most, Math.max(CHART_COLUMNS.least, width - BESIDE_CHART))
  const levels = points.map(({ level }) => level)
  const starts = changes.map(({ index }) => index)
  const told = verbose ? changes : changes.slice(-CHANGES_SHOWN)
  const earlier = changes.length - told.length
  const oldest = changes[0]?.before
  const above = scenarioOf(series, all)
  const row = cellRow(above === undefined ? 0 : 2, [
    { text: sanitise(seriesName(series, above)) },
    { text: levelChart(levels, starts, columns), paint: chartPaint(ink) },
    { text: formatQuantity(trend.level, unit), paint: ink.bold },
    { text: oldest !== undefined && oldest > 0 ? formatChange(trend.level / oldest) : '' },
    { text: markedSpread(series), paint: ink.dim },
    { text: trend.kind === 'unknown' ? MISSING : trend.kind, paint: trendPaint(series, ink) },
  ])
  return [
    row,
    ...(earlier > 0
      ? [textRow(4, `${plural(earlier, 'earlier change')} (--verbose shows all)`, ink.dim)]
      : []),
    ...told.flatMap((change) =>
      changeRows(change, { series, above: scenarioOf(series, all) }, view),
    ),
    ...(isMoving(series) || verbose
      ? [textRow(4, sanitise(`Trend: ${trend.words}.`), trendPaint(series, ink))]
      : []),
    ...(verbose ? [textRow(4, normalisationText(normalisation), ink.dim)] : []),
    ...(series.withoutStatistic > 0 ? [textRow(4, sanitise(withoutText(series)), ink.dim)] : []),
  ]
}

const chartPaint =
  (ink: Ink): Paint =>
  (text) =>
    text.split(LEVEL_MARK).map(ink.cyan).join(ink.bold(LEVEL_MARK))

/** `±2.2 %`, marked where the series was normalised. */
function markedSpread({ normalisation }: HistorySeries): string {
  const spread = spreadText(normalisation)
  return normalisation.applied && spread !== MISSING ? `${spread} ${NORMALISED_MARK}` : spread
}

function trendPaint({ trend, better }: HistorySeries, ink: Ink): Paint {
  if (trend.kind === 'rising') return goodOrBad(better, true, ink)
  return trend.kind === 'falling' ? goodOrBad(better, false, ink) : ink.dim
}

function footer({ environments, leftOut }: History, ink: Ink): readonly Row[] {
  const series = environments.flatMap((environment) => environment.series)
  return [
    textRow(0, changesSentence(series), ink.bold),
    ...[shortSentence(series), apartSentence(environments), leftOutSentence(leftOut)]
      .filter((text) => text !== '')
      .map((text) => textRow(0, text, ink.dim)),
  ]
}
