import { at } from '../summary/sorted.ts'
import type { Noise } from './noise.ts'

/** A period that comes back all along a history, such as day and night. */
export interface Rhythm {
  /** Natural logarithm of how much likelier it makes the residuals. */
  readonly gain: number
  /** What it adds to each value. */
  readonly wave: Float64Array
}

const CLIP = 3
const LEAST_PERIOD = 2.4
/** Neighbouring frequencies, in periods per history: half of what can be told apart. */
const COARSE = 0.5
const LONGEST_PERIOD = 40
/** Longer histories are not searched: a phase seldom holds that long, and the search takes the square of the length. */
const MOST_VALUES = 1200
const LEAST_VALUES = 24

/**
 * The strongest sine in residuals: periodogram of the standardised, clipped residuals at half-integer frequencies (A.
 * Schuster, 1898), then amplitude and phase by least squares. `undefined` for histories too short or too long.
 */
export function findRhythm(residuals: Float64Array, noise: Noise): Rhythm | undefined {
  const { length } = residuals
  if (length < LEAST_VALUES || length > MOST_VALUES) return undefined
  const standard = residuals.map((off, index) => clip(off / at(noise.scale, index)))
  const squares = standard.reduce((sum, value) => sum + value * value, 0)
  if (squares === 0) return undefined
  const { power, times } = strongest(standard)
  const angle = (2 * Math.PI * times) / length
  const gain = (power * length) / squares / 2 / rednessAt(angle, noise)
  return { gain, wave: waveOf(residuals, noise, angle) }
}

/**
 * How much power correlated noise has at a frequency, of what independent noise has: the spectrum of a first-order
 * autoregression (C. Torrence & G. Compo, Bulletin of the American Meteorological Society 79, 1998, eq. 16); at least 1.
 */
function rednessAt(angle: number, { correlation }: Noise): number {
  const square = correlation * correlation
  return Math.max(1, (1 - square) / (1 + square - 2 * correlation * Math.cos(angle)))
}

interface Peak {
  readonly power: number
  /** How often the period fits into the history. */
  readonly times: number
}

/** The peak of the periodogram: on a coarse grid, then on a fine one around it, so that the phase holds to the end. */
function strongest(standard: Float64Array): Peak {
  const { length } = standard
  const lowest = Math.max(1, length / LONGEST_PERIOD)
  const coarse = highest(standard, { from: lowest, to: length / LEAST_PERIOD, step: COARSE })
  const around = { from: coarse.times - COARSE, to: coarse.times + COARSE, step: COARSE / 10 }
  return highest(standard, around)
}

interface Grid {
  readonly from: number
  readonly to: number
  readonly step: number
}

function highest(standard: Float64Array, { from, to, step }: Grid): Peak {
  let best = { power: 0, times: from }
  for (let times = from; times <= to; times += step) {
    const power = powerAt(standard, (2 * Math.PI * times) / standard.length)
    if (power > best.power) best = { power, times }
  }
  return best
}

/** 2 ÷ n × |Σ z exp(i angle t)|². */
function powerAt(standard: Float64Array, angle: number): number {
  const [turnCos, turnSin] = [Math.cos(angle), Math.sin(angle)]
  let [cos, sin] = [1, 0]
  let [real, imaginary] = [0, 0]
  for (let index = 0; index < standard.length; index++) {
    const value = standard[index] as number
    real += value * cos
    imaginary += value * sin
    const next = cos * turnCos - sin * turnSin
    sin = cos * turnSin + sin * turnCos
    cos = next
  }
  return (2 * (real * real + imaginary * imaginary)) / standard.length
}

/** Least squares of cosine and sine over the residuals that are no outliers. */
function waveOf(residuals: Float64Array, noise: Noise, angle: number): Float64Array {
  let [cc, ss, cs, rc, rs] = [0, 0, 0, 0, 0]
  residuals.forEach((off, index) => {
    if (Math.abs(off / at(noise.scale, index)) > CLIP) return
    const [cos, sin] = [Math.cos(angle * index), Math.sin(angle * index)]
    cc += cos * cos
    ss += sin * sin
    cs += cos * sin
    rc += off * cos
    rs += off * sin
  })
  const determinant = cc * ss - cs * cs
  const a = determinant > 0 ? (rc * ss - rs * cs) / determinant : 0
  const b = determinant > 0 ? (rs * cc - rc * cs) / determinant : 0
  return residuals.map((_, index) => a * Math.cos(angle * index) + b * Math.sin(angle * index))
}

const clip = (standard: number): number => Math.max(-CLIP, Math.min(CLIP, standard))
