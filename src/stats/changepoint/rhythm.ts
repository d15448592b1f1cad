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
const LEAST_PERIOD = 3
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
  let power = 0
  let turn = 0
  const lowest = Math.max(1, length / LONGEST_PERIOD)
  for (let times = lowest; times < length / LEAST_PERIOD; times += 0.5) {
    const angle = (2 * Math.PI * times) / length
    const found = powerAt(standard, angle)
    if (found > power) {
      power = found
      turn = angle
    }
  }
  return { gain: (power * length) / squares / 2, wave: waveOf(residuals, noise, turn) }
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
