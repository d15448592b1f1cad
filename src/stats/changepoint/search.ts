import { costOfMode, type Explanation, explain, pooledSlope } from './explanation.ts'
import { spansOf } from './levels.ts'
import { independentMoves, type Modes, stickyMoves } from './modes.ts'
import { type Noise, plainNoise } from './noise.ts'
import type { Demands } from './demands.ts'
import { findRhythm } from './rhythm.ts'
import { type ModeGuess, modesFromBlocks, modesFromLevels } from './start-modes.ts'
import { median } from '../summary/location.ts'
import { at, sorted } from '../summary/sorted.ts'

/** A history, in units of neighbouring differences, and what is demanded of its changes. */
export interface History {
  readonly values: Float64Array
  readonly demands: Demands
}

/** The best explanation, and the history without trend and rhythm that it explains. */
export interface Found {
  readonly explanation: Explanation
  /** Trend and rhythm at each value. */
  readonly removed: Float64Array
  /** The trend: what a value has more than the one before. */
  readonly slope: number
}

const MOST_MODES = 3
/** Modes closer than this many standard deviations are one. */
const LEAST_APART = 2
/** The share of the changes that modes can be hoped to explain, before they are tried. */
const SAVED_BY_MODES = 0.5
/** A machine that flips has flipped more often than this; else its modes may be levels. */
const LEAST_FLIPS = 6
const FIRST_OUTLIERS = 0.02
/** Flat densities stay far from the smallest number there is, whatever the range. */
const WIDEST_RANGE = 1e12
const LEAST_RANGE = 20
/** What a rhythm gains at least: its period is the best of many, its amplitude and phase are free. */
const RHYTHM_GAIN = 6
/** What a trend costs, as a share of a change: a little less, since drift is common. */
const TREND_COST = 0.7
/** Values compared for a typical slope are this share of the history apart: 1 ÷ 12. */
const SLOPE_PAIRS = 12

/**
 * Tries explanations from the plainest on, and keeps the best: levels alone; with a rhythm taken out; with a straight
 * trend taken out; with two, then three modes. Each has to earn what it is free to fit.
 */
export function search(history: History): Found {
  const removed = new Float64Array(history.values.length)
  const plain = { explanation: explainPlainly(history), removed, slope: 0 }
  const steady = withTrend(history, withRhythm(history, plain))
  return { ...steady, explanation: withModes(history, steady) }
}

/** Levels and noise alone: quick, and enough to see that there is nothing to see. */
export function explainPlainly(history: History): Explanation {
  return explain({ ...history, ...firstNoise(history.values) })
}

interface FirstNoise {
  readonly noise: Noise
  readonly range: number
}

/** One neighbouring difference of noise, with few outliers. */
function firstNoise(values: Float64Array): FirstNoise {
  let [low, high] = [at(values, 0), at(values, 0)]
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const range = Math.min(WIDEST_RANGE, Math.max(LEAST_RANGE, high - low))
  return { range, noise: plainNoise(values.length, 1, { share: FIRST_OUTLIERS, range }) }
}

function withRhythm(history: History, found: Found): Found {
  const { residuals, levels } = found.explanation
  const rhythm = findRhythm(residuals.off, levels.noise)
  const least = RHYTHM_GAIN + Math.log(history.values.length)
  if (rhythm === undefined || rhythm.gain < least) return found
  return better(found, { ...without(history, rhythm.wave), slope: found.slope }, RHYTHM_GAIN)
}

/**
 * A straight trend, and what it lets be seen, again with the slope within the levels that were found. Where levels are
 * not known yet a change makes part of the slope, so at first a slope that changes hardly touch is tried too.
 */
function withTrend(history: History, start: Found): Found {
  const cost = TREND_COST * history.demands.gain
  const { slope, gain } = pooledSlope(start.explanation)
  if (gain + changeCost(start, history.demands) < cost) return start
  const tilts = [slope, typicalSlope(start.explanation.levels.values)]
  const tried = tilts.map((tilt) => {
    const found = tilted(history, start, { tilt, cost })
    return found === start ? start : tilted(history, found, { cost: 0 })
  })
  return tried.reduce((one, other) =>
    other.explanation.score > one.explanation.score ? other : one,
  )
}

/** With a slope more taken out, if that is better: by default the one within the levels. */
function tilted(
  history: History,
  found: Found,
  { cost, tilt = pooledSlope(found.explanation).slope }: { cost: number; tilt?: number },
): Found {
  const removed = found.removed.map((value, index) => value + tilt * index)
  return better(found, { ...without(history, removed), slope: found.slope + tilt }, cost)
}

/** Median slope between values some way apart: each change is between few of them. After H. Theil (1950). */
function typicalSlope(values: Float64Array): number {
  const apart = Math.max(1, Math.round(values.length / SLOPE_PAIRS))
  const rises = values.subarray(apart).map((value, index) => value - at(values, index))
  return median(sorted(rises)) / apart
}

/** What an explanation pays for its changes: all that another one could save beside a better likelihood. */
const changeCost = ({ explanation }: Pick<Found, 'explanation'>, { gain }: Demands): number =>
  gain * (explanation.bounds.length - 2)

/** The explanation of a history with something taken out. */
function without(history: History, removed: Float64Array): Omit<Found, 'slope'> {
  const values = history.values.map((value, index) => value - at(removed, index))
  return { removed, explanation: explain({ ...history, ...firstNoise(values), values }) }
}

function better(one: Found, other: Found, cost: number): Found {
  const { explanation } = other
  const score = explanation.score - cost
  return score > one.explanation.score ? { ...other, explanation: { ...explanation, score } } : one
}

function withModes({ demands }: History, { explanation: plain }: Found): Explanation {
  const { values } = plain.levels
  const first = firstNoise(values)
  const saving = SAVED_BY_MODES * changeCost({ explanation: plain }, demands)
  const single = modesFromBlocks(values, 1, first.range).logLikelihood
  let best = plain
  for (let count = 2; count <= MOST_MODES; count++) {
    const fitted = modesFromBlocks(values, count, first.range)
    const promise = fitted.logLikelihood - single + saving
    // Three modes explain no history for which two are no use at all.
    if (promise < (count - 1) * costOfMode(values.length)) break
    const guesses = [fitted, ...guessFromLevels(plain, count)]
    for (const guess of guesses.filter(areApart)) {
      const outliers = { share: guess.outlierShare, range: first.range }
      const noise = plainNoise(values.length, guess.scale, outliers)
      const found = explain({
        values,
        demands,
        range: first.range,
        noise,
        modes: modesOf(guess),
      })
      if (found.score > best.score && flips(found) > LEAST_FLIPS) {
        best = found
        break
      }
    }
  }
  return best
}

function guessFromLevels({ levels, bounds }: Explanation, count: number): ModeGuess[] {
  const found = spansOf(bounds).map(({ from, to }) => ({
    level: levels.fit(from, to).level,
    length: to - from,
  }))
  const { typicalScale: scale, outlierShare } = levels.noise
  const guess = modesFromLevels(found, count, { scale, outlierShare })
  return guess === undefined ? [] : [guess]
}

const areApart = ({ offsets, scale }: ModeGuess): boolean =>
  offsets.every(
    (offset, mode) => mode === 0 || offset - at(offsets, mode - 1) >= LEAST_APART * scale,
  )

function modesOf({ offsets, shares, staying }: ModeGuess): Modes {
  const moves =
    staying === undefined ? independentMoves(shares) : stickyMoves(offsets.length, staying)
  return { offsets, shares, moves }
}

/** How often the likeliest mode changes within levels. */
function flips({ residuals, levels, bounds }: Explanation): number {
  const offsets = levels.modes?.offsets ?? new Float64Array(1)
  const nearest = residuals.offset.map((expected) => nearestOf(offsets, expected))
  const starts = new Set(bounds)
  let count = 0
  nearest.forEach((mode, index) => {
    if (!starts.has(index) && mode !== nearest[index - 1]) count++
  })
  return count
}

function nearestOf(offsets: Float64Array, expected: number): number {
  let nearest = 0
  offsets.forEach((offset, mode) => {
    if (Math.abs(offset - expected) < Math.abs(at(offsets, nearest) - expected)) nearest = mode
  })
  return nearest
}
