import { clipToNeighbours } from './scale.ts'
import { learnNoise } from './learn-noise.ts'
import { Levels, type Residuals, spansOf } from './levels.ts'
import { learnMoves, type Modes } from './modes.ts'
import type { Noise } from './noise.ts'
import type { Demands } from './demands.ts'
import { prune, relocate } from './prune.ts'
import { segment } from './segmentation.ts'
import { at } from '../summary/sorted.ts'

/** One way to explain a history: levels, what else moves its values, and the noise. */
export interface Explanation {
  readonly levels: Levels
  /** 0, every change, and the length of the history. */
  readonly bounds: readonly number[]
  readonly residuals: Residuals
  /** Log-likelihood less what its changes and modes cost: the greater, the better. */
  readonly score: number
}

/** What an explanation is sought for. */
export interface Question {
  /** In units of neighbouring differences, with trend and rhythm already taken out. */
  readonly values: Float64Array
  /** Standard deviation of the noise, as a first guess. */
  readonly noise: Noise
  readonly modes?: Modes
  /** Distance from the lowest to the highest value. */
  readonly range: number
  readonly demands: Demands
}

/** Candidates come from a penalty this low, in squared standard deviations: many of them are noise. */
const CANDIDATE_PENALTY = 7
const CANDIDATE_LENGTH = 5
/** Outliers are clipped for the candidates: to 3 standard deviations from the median of 15 values. */
const CLIP = { half: 7, reach: 3 } as const
const PASSES = 2
/** What a mode has to gain: its offset and its moves are free to fit. */
export const costOfMode = (length: number): number => 4 + 2 * Math.log(length)

/**
 * Finds the levels:
 *
 *   candidates → learn noise → prune → learn noise → prune → learn noise → relocate → prune
 *
 * Noise is learnt with too many levels at first, so that changes are not taken for noise, and again with those that
 * convinced. With modes, candidates are looked for once more in values with the modes taken out.
 */
export function explain(question: Question): Explanation {
  const { values, demands } = question
  let { modes, noise } = question
  let bounds = candidates(values, noise.typicalScale)
  for (let pass = 0; pass < PASSES; pass++) {
    const learnt = learn({ ...question, noise, ...(modes && { modes }) }, bounds)
    ;({ noise, modes } = learnt)
    bounds = prune(new Levels(values, noise, modes), bounds, demands)
    if (pass === 0 && modes !== undefined) {
      const { offset } = new Levels(values, noise, modes).residuals(bounds)
      const plain = values.map((value, index) => value - at(offset, index))
      const more = candidates(plain, noise.typicalScale)
      bounds = [...new Set([...bounds, ...more])].sort((one, other) => one - other)
    }
  }
  noise = learnNoise(noise, { values, bounds, modes, range: question.range, rounds: 1 })
  return settle({ levels: new Levels(values, noise, modes), bounds, demands })
}

/** Noise and, where there are modes, their moves. */
function learn(
  question: Question,
  bounds: readonly number[],
): { noise: Noise; modes: Modes | undefined } {
  const { values, range, noise } = question
  if (question.modes === undefined) {
    return {
      modes: undefined,
      noise: learnNoise(noise, { values, bounds, modes: undefined, range, rounds: 2 }),
    }
  }
  const levels = new Levels(values, noise, question.modes)
  const spans = spansOf(bounds).map((span) => ({
    ...span,
    level: levels.fit(span.from, span.to).level,
  }))
  const modes = learnMoves(values, noise, { modes: question.modes, spans })
  return { modes, noise: learnNoise(noise, { values, bounds, modes, range, rounds: 1 }) }
}

interface Unsettled {
  readonly levels: Levels
  readonly bounds: readonly number[]
  readonly demands: Demands
}

function settle({ levels, bounds: rough, demands }: Unsettled): Explanation {
  const { offset } = levels.residuals(rough)
  // A change that convinces at one place only is none: that is why its place comes first.
  const bounds = prune(levels, relocate(levels, rough, offset), demands)
  return {
    levels,
    bounds,
    residuals: levels.residuals(bounds),
    score: scoreOf(levels, bounds, demands),
  }
}

/**
 * Log-likelihood, plus what is gained by knowing the correlation (of a first-order autoregression: −½ n ln(1 − φ²)), so
 * that modes have to explain more than that.
 */
function scoreOf(levels: Levels, bounds: readonly number[], { gain }: Demands): number {
  const { length } = levels.values
  const known = (-length / 2) * Math.log(1 - levels.noise.correlation ** 2)
  const modes = (levels.modes?.offsets.length ?? 1) - 1
  return (
    levels.logLikelihood(bounds) + known - gain * (bounds.length - 2) - modes * costOfMode(length)
  )
}

function candidates(values: Float64Array, scale: number): number[] {
  const clipped = clipToNeighbours(values, CLIP.half, CLIP.reach * scale)
  const penalty = CANDIDATE_PENALTY * scale * scale
  const found = segment(clipped, { penalty, leastLength: CANDIDATE_LENGTH })
  return [0, ...found, values.length]
}

/** How much a history rises per value within its levels: one slope for all, by weighted least squares. */
export function pooledSlope({ levels, bounds, residuals }: Explanation): {
  slope: number
  gain: number
} {
  let products = 0
  let squares = 0
  for (const { from, to } of spansOf(bounds)) {
    const { slope, weight } = slopeWithin(
      residuals.off.subarray(from, to),
      levels.noise.scale.subarray(from, to),
    )
    products += slope * weight
    squares += weight
  }
  const slope = squares > 0 ? products / squares : 0
  return { slope, gain: (slope * slope * squares) / 2 }
}

const OUTLIER = 3

/** Least squares over the values that are no outliers; `weight` is the inverse of the variance of the slope. */
export function slopeWithin(
  off: Float64Array,
  scale: Float64Array,
): { slope: number; weight: number } {
  const weights = off.map((value, index) => {
    const spread = at(scale, index)
    return Math.abs(value) > OUTLIER * spread ? 0 : 1 / (spread * spread)
  })
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total === 0) return { slope: 0, weight: 0 }
  const meanOf = (of: (index: number) => number): number =>
    weights.reduce((sum, weight, index) => sum + weight * of(index), 0) / total
  const middle = meanOf((index) => index)
  const height = meanOf((index) => at(off, index))
  let products = 0
  let squares = 0
  weights.forEach((weight, index) => {
    products += weight * (index - middle) * (at(off, index) - height)
    squares += weight * (index - middle) ** 2
  })
  return squares > 0 ? { slope: products / squares, weight: squares } : { slope: 0, weight: 0 }
}
