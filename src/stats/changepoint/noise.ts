import { bell, ROOT_TWO_PI } from './bell.ts'

/** How values scatter about their level; all in the unit of the (standardised) history. */
export interface Noise {
  /** Standard deviation at each value: the machine is noisier at times. */
  readonly scale: Float64Array
  /** The typical one. */
  readonly typicalScale: number
  /** Share of outliers, 0–1. */
  readonly outlierShare: number
  /** Density of outliers: they may lie anywhere in the range of the history. */
  readonly outlierDensity: number
  /** Autocorrelation of neighbours, 0–0.8. */
  readonly correlation: number
}

/** Variance of a mean ÷ what it would be of independent values: (1 + φ) ÷ (1 − φ) for a first-order autoregression. */
export function inflationOf({ correlation }: Noise): number {
  return (1 + correlation) / (1 - correlation)
}

/** Noise before anything is known: of standard deviation `scale` all along. */
export function plainNoise(length: number, scale: number, outliers: Outliers): Noise {
  return {
    scale: new Float64Array(length).fill(scale),
    typicalScale: scale,
    outlierShare: outliers.share,
    outlierDensity: outliers.share / outliers.range,
    correlation: 0,
  }
}

/** How many outliers there are, and over what range they lie. */
export interface Outliers {
  readonly share: number
  readonly range: number
}

/**
 * What the likelihood of values is made of: a normal core, and a flat density for outliers, so that a value far off
 * neither moves a level nor tells levels apart. The density at distance `off` from its level, of a value whose standard
 * deviation is `scale`: core × bell((off ÷ scale)²) ÷ scale + flat.
 */
export interface Density {
  readonly core: number
  readonly flat: number
}

/** The constants of the density of values under noise. */
export function densityOf({ outlierShare, outlierDensity }: Noise): Density {
  return { core: (1 - outlierShare) / ROOT_TWO_PI, flat: outlierDensity }
}

/** Density of one value; `scale` is its standard deviation. */
export function densityAt(off: number, scale: number, { core, flat }: Density): number {
  const standard = off / scale
  return (core * bell(standard * standard)) / scale + flat
}

/**
 * Products of densities are turned into logarithms where `(index & this) === 0`, each 16 values: a logarithm costs as
 * much as all the rest, and 16 flat densities are far from underflow.
 */
export const LOG_EVERY = 15
