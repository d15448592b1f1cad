import { at } from '../summary/sorted.ts'
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
 * Weights and densities of values under noise: a normal core, and a flat density for outliers, so that a value far off
 * neither moves a level nor tells levels apart.
 */
export class Density {
  readonly #scale: Float64Array
  readonly #core: number
  readonly #flat: number
  /** The share of the core in the density last asked for. */
  coreShare = 0

  constructor(noise: Noise) {
    this.#scale = noise.scale
    this.#core = (1 - noise.outlierShare) / ROOT_TWO_PI
    this.#flat = noise.outlierDensity
  }

  /** Density of a value at `index` that lies `off` its level. */
  at(index: number, off: number): number {
    const scale = at(this.#scale, index)
    const standard = off / scale
    const core = (this.#core * bell(standard * standard)) / scale
    const density = core + this.#flat
    this.coreShare = core / density
    return density
  }

  /** How much the value at `index`, last asked for, says about its level: core share ÷ variance. */
  weight(index: number): number {
    const scale = at(this.#scale, index)
    return this.coreShare / (scale * scale)
  }
}

/** Products are turned into logarithms once in so many factors: a logarithm costs as much as all the rest. */
const FACTORS = 16

/** Adds up logarithms of densities. */
export class LogSum {
  #sum = 0
  #product = 1
  #factors = 0

  add(factor: number): void {
    this.#product *= factor
    if (++this.#factors === FACTORS) this.#flush()
  }

  get total(): number {
    this.#flush()
    return this.#sum
  }

  #flush(): void {
    this.#sum += Math.log(this.#product)
    this.#product = 1
    this.#factors = 0
  }
}
