import type { LevelChange, Normalisation, SeriesStatistic, Trend } from '../../model/history.ts'
import type { SeriesPoint } from '../../model/ports.ts'
import type { Unit } from '../../model/run.ts'
import { changePoints, median, sorted } from '../../stats/index.ts'
import { countText, percentText, SPEED_WORDS } from '../words.ts'
import { normalise } from './normalise.ts'
import { FEWEST_FOR_TREND, lineThrough } from './trend.ts'

/** What a series of runs says: the levels it had, where they changed, and where the newest is heading. */

/** How to read a series. */
export interface SeriesOptions {
  readonly unit: Unit
  readonly statistic: SeriesStatistic
}

/** What was found in a series. */
export interface SeriesFindings {
  /** The points that have the statistic; what follows is about them. */
  readonly points: readonly SeriesPoint[]
  readonly values: readonly number[]
  /** What was judged, in the unit. */
  readonly levels: readonly number[]
  readonly slowness: readonly (number | null)[]
  readonly normalisation: Normalisation
  /** Without its runs: `index` is the first point of the new level. */
  readonly changes: readonly Omit<LevelChange, 'last' | 'first'>[]
  readonly trend: Trend
}

/** Of the intervals of changes. */
const CHANGE_CONFIDENCE = 0.99
/** A line that rises by less than this share of its level, from its first run to its last, counts as level. */
const LEAST_RISE = 0.01

/** Judges one series, oldest point first. `undefined` when no point has the statistic. */
export function judgeSeries(
  all: readonly SeriesPoint[],
  { unit, statistic }: SeriesOptions,
): SeriesFindings | undefined {
  const points = all.filter((point) => Number.isFinite(point[statistic] ?? Number.NaN))
  if (points.length === 0) return undefined
  const values = points.map((point) => point[statistic] ?? 0)
  const normalised = normalise(points, values, unit === 'ns')
  const changes = changePoints(normalised.levels, { confidence: CHANGE_CONFIDENCE }).map(toChange)
  return {
    points,
    values,
    ...normalised,
    changes,
    trend: trendOf(normalised.levels, changes, unit),
  }
}

type ChangePoint = ReturnType<typeof changePoints>[number]

function toChange({
  interval,
  indexInterval,
  ratio,
  ...rest
}: ChangePoint): SeriesFindings['changes'][number] {
  const { before, after, difference, index } = rest
  const ratioAt = (value: number): number => Math.max(0, 1 + value / before)
  return {
    index,
    indexInterval: [indexInterval.lo, indexInterval.hi],
    before,
    after,
    difference,
    interval: [interval.lo, interval.hi],
    ratio: ratio ?? null,
    ratioInterval: ratio === undefined ? null : [ratioAt(interval.lo), ratioAt(interval.hi)],
    confidence: CHANGE_CONFIDENCE,
  }
}

function trendOf(
  levels: readonly number[],
  changes: readonly { readonly index: number }[],
  unit: Unit,
): Trend {
  const newest = levels.slice(changes.at(-1)?.index ?? 0)
  const level = median(sorted(newest))
  const about = { runs: newest.length, level }
  const line = lineThrough(newest)
  if (line === undefined) {
    return { kind: 'unknown', ...about, rise: null, interval: null, words: tooFew(newest.length) }
  }
  const { rise, interval } = line
  const isLevel =
    (interval[0] <= 0 && interval[1] >= 0) || Math.abs(rise) < LEAST_RISE * Math.abs(level)
  const kind = isLevel ? 'level' : rise > 0 ? 'rising' : 'falling'
  return { kind, ...about, rise, interval, words: words(kind, { ...about, rise }, unit) }
}

const tooFew = (runs: number): string =>
  `${countText(runs, 'run')} at this level, too few for a trend (${FEWEST_FOR_TREND} show one)`

function words(
  kind: 'rising' | 'falling' | 'level',
  { runs, level, rise }: { readonly runs: number; readonly level: number; readonly rise: number },
  unit: Unit,
): string {
  const span = `over ${countText(runs, 'run')}`
  if (kind === 'level') return `level ${span}`
  const size = level > 0 ? ` by ${percentText((Math.abs(rise) / level) * 100)}` : ''
  const way = rise > 0 ? SPEED_WORDS.up : SPEED_WORDS.down
  return unit === 'ns' ? `getting ${way}${size} ${span}` : `${kind}${size} ${span}`
}
