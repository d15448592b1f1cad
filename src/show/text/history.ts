import { ratio as toRatio, ratioToPercent } from '../../kernel/units.ts'
import type {
  HistoryEnvironment,
  HistorySeries,
  LeftOut,
  LevelChange,
  Normalisation,
} from '../../model/history.ts'
import {
  formatChange,
  formatChangeInterval,
  formatCount,
  formatInterval,
  formatPercent,
  formatQuantity,
  formatTogether,
  MISSING,
  plural,
} from './quantity.ts'
import { formatConfidence } from './sentences.ts'

/** What every medium says of a history. Names are as they are: each medium makes them safe. */

/** `▲ 10.4 % slower (+9.1 … +11.6 %): 118 µs → 130 µs`. */
export function levelChangeText(change: LevelChange, series: HistorySeries): string {
  const sign = change.difference > 0 ? '▲' : '▼'
  const [before = '', after = ''] = formatTogether([change.before, change.after], series.unit)
  return `${sign} ${sizeOf(change, series)}: ${before} → ${after}`
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

/**
 * `99 % sure: between 2026-10-01 09:30 and 2026-10-04 09:30`; empty where the change came plainly between its two runs.
 *
 * @param timeText how the medium writes an instant
 */
export function placeOfChange(
  { indexInterval: [lo, hi], confidence }: LevelChange,
  { points }: HistorySeries,
  timeText: (instant: string) => string,
): string {
  const [before, by] = [points[lo - 1], points[hi]]
  if (lo === hi || before === undefined || by === undefined) return ''
  const when = `between ${timeText(before.startedAt)} and ${timeText(by.startedAt)}`
  return `${formatConfidence(confidence)} sure: ${when}`
}

/** Said where {@link isSameCode}. */
export const SAME_CODE = 'The same commit on both sides: not the code, but what it ran on.'

/** Both runs measured one commit as it was committed. */
export function isSameCode({ last, first }: LevelChange): boolean {
  const [before, after] = [last.revision, first.revision]
  return before !== null && before.commit === after?.commit && !before.dirty && !after.dirty
}

/** Whether a change is good, bad, or nobody said which way is good. */
export function goodnessOf(better: HistorySeries['better'], isUp: boolean): Goodness {
  if (better === null) return 'unknown'
  return isUp === (better === 'higher') ? 'good' : 'bad'
}

export type Goodness = 'good' | 'bad' | 'unknown'

/** The series of the scenario that a stage belongs to; `undefined` for a scenario, or when only stages are shown. */
export const scenarioOf = (
  { scenario, stage, metric }: HistorySeries,
  all: readonly HistorySeries[],
): HistorySeries | undefined =>
  stage === null
    ? undefined
    : all.find(
        (each) => each.stage === null && each.scenario === scenario && each.metric === metric,
      )

/** `decode > parse (cpu p95)`; a stage beneath its scenario goes by its own name. */
export function seriesName(series: HistorySeries, above: HistorySeries | undefined): string {
  const { scenario, stage, metric, statistic } = series
  const whole = stage === null ? scenario : `${scenario} > ${stage}`
  const part = above === undefined ? whole : (stage ?? scenario)
  const marks = [metric === 'latency' ? '' : metric, statistic === 'p50' ? '' : statistic]
  const mark = marks.filter((text) => text !== '').join(' ')
  return mark === '' ? part : `${part} (${mark})`
}

/** `±2.2 %`: how far apart runs are. */
export function spreadText({
  applied,
  rawSpreadPercent,
  normalisedSpreadPercent,
}: Normalisation): string {
  const spread = applied ? normalisedSpreadPercent : rawSpreadPercent
  return spread === null ? MISSING : `±${formatPercent(spread)}`
}

/** Whether the machine's speed was divided out, and what that does. */
export function normalisationText({
  applied,
  rawSpreadPercent,
  normalisedSpreadPercent,
}: Normalisation): string {
  if (rawSpreadPercent === null || normalisedSpreadPercent === null)
    return 'Not normalised: too few runs, or the machine’s speed is not known.'
  const spreads = `spread ±${formatPercent(rawSpreadPercent)} as measured, ±${formatPercent(normalisedSpreadPercent)} divided by it`
  return applied
    ? `Normalised by the machine’s speed: ${spreads}.`
    : `Not normalised by the machine’s speed: ${spreads}.`
}

/** `3 runs without a p99 of latency left out.` */
export const withoutText = ({ withoutStatistic, statistic, metric }: HistorySeries): string =>
  `${plural(withoutStatistic, 'run')} without a ${statistic} of ${metric} left out.`

/** Whether the newest level creeps. */
export const isMoving = ({ trend }: HistorySeries): boolean =>
  trend.kind === 'rising' || trend.kind === 'falling'

/** `2 changes of level in 2 of 4 series.` */
export function changesSentence(series: readonly HistorySeries[]): string {
  const changed = series.filter(({ changes }) => changes.length > 0)
  const changes = changed.reduce((sum, each) => sum + each.changes.length, 0)
  return changes === 0
    ? `No change of level in ${plural(series.length, 'series', 'series')}.`
    : `${plural(changes, 'change')} of level in ${formatCount(changed.length)} of ${plural(series.length, 'series', 'series')}.`
}

/** A level lasts seven runs at least, so fewer than two of them can't show a change. */
const FEWEST_FOR_CHANGE = 14

/** How many series are too short; empty where none is. */
export function shortSentence(series: readonly HistorySeries[]): string {
  const short = series.filter(({ points }) => points.length < FEWEST_FOR_CHANGE).length
  if (short === 0) return ''
  const them =
    short === series.length
      ? 'All of them have'
      : short === 1
        ? '1 of them has'
        : `${formatCount(short)} of them have`
  return `${them} fewer than ${FEWEST_FOR_CHANGE} runs, too few to show a change.`
}

/** That environments are not compared; empty where there is one. */
export const apartSentence = (environments: readonly HistoryEnvironment[]): string =>
  environments.length > 1
    ? `${formatCount(environments.length)} environments, shown apart: their numbers don’t compare.`
    : ''

/** What is in no series; empty where nothing is missing. */
export function leftOutSentence({ aborted, invalid, failed, merged }: LeftOut): string {
  const parts = [
    aborted > 0 ? plural(aborted, 'interrupted run') : '',
    invalid > 0 ? plural(invalid, 'invalid run') : '',
    failed > 0 ? `what failed in ${plural(failed, 'run')}` : '',
    merged > 0 ? `${plural(merged, 'merged run')} whose parts are here` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : `Left out: ${parts.join(', ')}.`
}
