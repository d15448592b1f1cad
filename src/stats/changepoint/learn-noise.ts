import { at } from '../summary/sorted.ts'
import { Levels, type Residuals } from './levels.ts'
import type { Modes } from './modes.ts'
import { type Noise, type Outliers, plainNoise } from './noise.ts'

/** Residuals count up to so many standard deviations. */
const CLIP = 3
/** Each level, and its two ends, which were chosen to fit, cost so many degrees of freedom. */
const FREEDOM_OF_A_LEVEL = 1.25
/** Levels cut out of noise make it look less correlated than it is: what is added back, per level and value. */
const CORRELATION_LOST = 1.5
/** A correlation counts beyond this many of its standard errors, 1 ÷ √n: most histories have none. */
const CORRELATION_DOUBT = 0.3
const MOST_CORRELATION = 0.8
const OUTLIER_SHARES = { least: 0.003, most: 0.2 } as const
/** In units of neighbouring differences; keeps histories that are exact from being divided by 0. */
const LEAST_SCALE = 0.05
/** Values on either side that tell how noisy the machine is at a time, and how many typical ones are mixed in. */
const NEIGHBOURHOOD = { reach: 10, prior: 20 } as const

/** What noise is learnt from. */
export interface NoiseQuestion {
  readonly values: Float64Array
  readonly bounds: readonly number[]
  readonly modes: Modes | undefined
  /** Distance from the lowest to the highest value, over which outliers lie. */
  readonly range: number
  readonly rounds: number
}

/** The noise about the levels between bounds, with what is left of the values under it. */
export function learnNoise(start: Noise, question: NoiseQuestion): Noise {
  const { values, bounds, modes, range } = question
  let noise = start
  let left: Residuals | undefined
  for (let round = 0; round < question.rounds; round++) {
    left = new Levels(values, noise, modes).residuals(bounds)
    noise = plainNoise(values.length, typicalScale(left, bounds), outliersOf(left, range))
  }
  return left === undefined ? start : withTexture(noise, left.off, bounds.length - 1)
}

function typicalScale({ squares, kept }: Residuals, bounds: readonly number[]): number {
  const freedom = Math.max(1, kept - FREEDOM_OF_A_LEVEL * (bounds.length - 1))
  return Math.max(LEAST_SCALE, Math.sqrt(squares / freedom))
}

function outliersOf({ kept, off }: Residuals, range: number): Outliers {
  const share = 1 - kept / off.length
  return { range, share: Math.min(OUTLIER_SHARES.most, Math.max(OUTLIER_SHARES.least, share)) }
}

function withTexture(noise: Noise, off: Float64Array, levels: number): Noise {
  const scale = localScale(off, noise.typicalScale)
  const standard = off.map((value, index) => clip(value / at(scale, index)))
  return { ...noise, scale, correlation: correlationOf(standard, levels) }
}

/** Root of the mean square nearby, drawn towards the typical one. */
function localScale(off: Float64Array, typical: number): Float64Array {
  const sums = new Float64Array(off.length + 1)
  off.forEach((value, index) => {
    sums[index + 1] = at(sums, index) + clip(value / typical) ** 2
  })
  return off.map((_, index) => {
    const from = Math.max(0, index - NEIGHBOURHOOD.reach)
    const to = Math.min(off.length, index + NEIGHBOURHOOD.reach + 1)
    const squares = at(sums, to) - at(sums, from) + NEIGHBOURHOOD.prior
    return typical * Math.sqrt(squares / (to - from + NEIGHBOURHOOD.prior))
  })
}

function correlationOf(standard: Float64Array, levels: number): number {
  let squares = 0
  let products = 0
  standard.forEach((value, index) => {
    squares += value * value
    if (index > 0) products += value * at(standard, index - 1)
  })
  if (squares === 0) return 0
  const { length } = standard
  const found =
    products / squares +
    (CORRELATION_LOST * levels) / length -
    CORRELATION_DOUBT / Math.sqrt(length)
  return Math.max(0, Math.min(MOST_CORRELATION, found))
}

const clip = (standard: number): number => Math.max(-CLIP, Math.min(CLIP, standard))
