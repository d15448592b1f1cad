import { type Fit, fitLevel, fitLine, type Span } from './level.ts'
import { ModeChain, type Modes } from './modes.ts'
import { densityAt, densityOf, type Noise } from './noise.ts'
import { at } from '../summary/sorted.ts'

/** What is left of a history when its levels are taken away. */
export interface Residuals {
  /** Value − level − expected offset of its mode. */
  readonly off: Float64Array
  /** Expected offset of the mode at each value; 0 without modes. */
  readonly offset: Float64Array
  /** Values that are no outliers, as an expected number. */
  readonly kept: number
  /** Sum of their squared distances from level and mode. */
  readonly squares: number
}

/** Fits of the spans of one history under one kind of noise; each is computed once. */
export class Levels {
  readonly values: Float64Array
  readonly noise: Noise
  readonly modes: Modes | undefined
  readonly #chain: ModeChain | undefined
  readonly #fits = new Map<number, Fit>()

  constructor(values: Float64Array, noise: Noise, modes?: Modes) {
    this.values = values
    this.noise = noise
    this.modes = modes
    this.#chain = modes && new ModeChain(values, noise, modes)
  }

  /** The level of values [from, to). */
  fit(from: number, to: number): Fit {
    const key = from * (this.values.length + 1) + to
    const known = this.#fits.get(key)
    if (known !== undefined) return known
    const span = { from, to }
    const fit = this.#chain?.fit(span) ?? fitLevel(this.values, this.noise, span)
    this.#fits.set(key, fit)
    return fit
  }

  /** How much likelier two levels are than one, in natural logarithms. */
  gainOfStep(from: number, cut: number, to: number): number {
    return (
      this.fit(from, cut).logLikelihood +
      this.fit(cut, to).logLikelihood -
      this.fit(from, to).logLikelihood
    )
  }

  /** How much likelier two levels are than one straight line. */
  gainOverLine(from: number, cut: number, to: number): number {
    const steps = this.fit(from, cut).logLikelihood + this.fit(cut, to).logLikelihood
    return steps - fitLine(this.values, this.noise, { from, to }).logLikelihood
  }

  /** Log-likelihood of the whole history. */
  logLikelihood(bounds: readonly number[]): number {
    let sum = 0
    for (const { from, to } of spansOf(bounds)) sum += this.fit(from, to).logLikelihood
    return sum
  }

  /** Residuals about the levels between bounds. */
  residuals(bounds: readonly number[]): Residuals {
    const length = this.values.length
    const gathered = { off: new Float64Array(length), offset: new Float64Array(length) }
    let kept = 0
    let squares = 0
    for (const span of spansOf(bounds)) {
      const { level } = this.fit(span.from, span.to)
      this.#chain?.pass(span, level)
      const sums = this.#gather(span, level, gathered)
      kept += sums.kept
      squares += sums.squares
    }
    return { ...gathered, kept, squares }
  }

  #gather(span: Span, level: number, into: Pick<Residuals, 'off' | 'offset'>): Sums {
    const density = densityOf(this.noise)
    const offsets = this.modes?.offsets ?? NO_OFFSETS
    const sums = { kept: 0, squares: 0 }
    for (let index = span.from; index < span.to; index++) {
      const off = at(this.values, index) - level
      let expected = 0
      for (let mode = 0; mode < offsets.length; mode++) {
        const chance = this.#chain?.chanceOf(index, mode) ?? 1
        const offset = at(offsets, mode)
        const value = densityAt(off - offset, at(this.noise.scale, index), density)
        const kept = chance * (1 - density.flat / value)
        expected += chance * offset
        sums.kept += kept
        sums.squares += kept * (off - offset) ** 2
      }
      into.offset[index] = expected
      into.off[index] = off - expected
    }
    return sums
  }
}

interface Sums {
  kept: number
  squares: number
}

const NO_OFFSETS = Float64Array.of(0)

/** The spans between neighbouring bounds. */
export function spansOf(bounds: readonly number[]): Span[] {
  return bounds.slice(1).map((to, index) => ({ from: at(bounds, index), to }))
}
