import type { Normalisation } from '../../model/history.ts'
import type { SeriesPoint } from '../../model/ports.ts'
import { median, quantileSorted, sorted } from '../../stats/index.ts'

/**
 * Divides out how fast the machine was, where that steadies a series.
 *
 * The machine's time at a run is the geometric mean of its two reference kernels; its slowness is that time ÷ the
 * median over the series.
 */

/** A series' values, and what they were judged as. */
export interface Normalised {
  /** What is judged, one for each point. */
  readonly levels: readonly number[]
  readonly slowness: readonly (number | null)[]
  readonly normalisation: Normalisation
}

/** Fewer points say too little of a series' spread. */
const FEWEST_POINTS = 8

/** Dividing must lessen the spread to this share at most, so that one more run seldom turns the decision round. */
const WORTHWHILE = 0.9

/** @param values one for each point. @param isTime whether they are durations: nothing else follows the machine's speed */
export function normalise(
  points: readonly SeriesPoint[],
  values: readonly number[],
  isTime: boolean,
): Normalised {
  const slowness = slownessOf(points)
  const raw = spreadPercent(values)
  const divided = isTime && slowness !== undefined ? divide(values, slowness) : undefined
  const normalised = divided === undefined ? null : spreadPercent(divided)
  const applied = raw !== null && normalised !== null && normalised <= WORTHWHILE * raw
  return {
    levels: applied && divided !== undefined ? divided : values,
    slowness: slowness ?? points.map(() => null),
    normalisation: { applied, rawSpreadPercent: raw, normalisedSpreadPercent: normalised },
  }
}

const divide = (values: readonly number[], by: readonly number[]): readonly number[] =>
  values.map((value, index) => value / (by[index] ?? 1))

/** `undefined` when a run has no usable times of the kernels: dividing some points only would invent changes. */
function slownessOf(points: readonly SeriesPoint[]): readonly number[] | undefined {
  const times = points.map(({ aluNs, allocNs }) => Math.sqrt(aluNs * allocNs))
  if (times.length === 0 || !times.every((time) => time > 0 && Number.isFinite(time)))
    return undefined
  const typical = median(sorted(times))
  return times.map((time) => time / typical)
}

/** Of |difference of two standard normal values|: its upper quartile, √2 Φ⁻¹(⅞). */
const QUARTILE_OF_DIFFERENCE = 1.6268
/** A clock's steps may make most differences 0; a spread below this is none to speak of. */
const LEAST_SPREAD = 1e-6

/**
 * How far apart runs are, near and far: the geometric mean over lags 1, 2, 4 … of the upper quartile of
 * |ln x(i + lag) − ln x(i)|, scaled to a standard deviation, in hundredths. A single change of level moves few lags
 * (they see pairs on both sides), while a machine that comes and goes between speeds moves most. `null` for few points,
 * or where a value is not positive.
 */
export function spreadPercent(values: readonly number[]): number | null {
  if (values.length < FEWEST_POINTS || !values.every((value) => value > 0)) return null
  const logs = values.map(Math.log)
  let sum = 0
  let lags = 0
  for (let lag = 1; lag <= logs.length / 2; lag *= 2) {
    const apart = logs.slice(lag).map((value, index) => Math.abs(value - (logs[index] ?? value)))
    const spread = quantileSorted(sorted(apart), 0.75) / QUARTILE_OF_DIFFERENCE
    sum += Math.log(Math.max(spread, LEAST_SPREAD))
    lags++
  }
  return Math.exp(sum / lags) * 100
}
