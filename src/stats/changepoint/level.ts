import { median } from '../summary/location.ts'
import { at, sorted } from '../summary/sorted.ts'
import { Density, LogSum, type Noise } from './noise.ts'

/** Values [from, to) of a history. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A level, or a line, through a span, and the logarithm of the likelihood of the values about it. */
export interface Fit {
  readonly level: number
  /** Change per value; 0 for a level. */
  readonly slope: number
  readonly logLikelihood: number
}

/** Reweighted steps from the median; further ones change nothing that is decided by it. */
const ROUNDS = 3

/** The most likely level of a span: a mean in which outliers and noisy stretches weigh little. */
export function fitLevel(values: Float64Array, noise: Noise, span: Span): Fit {
  const density = new Density(noise)
  let level = median(sorted(values.subarray(span.from, span.to)))
  for (let round = 1; ; round++) {
    const logs = new LogSum()
    let weights = 0
    let weighted = 0
    for (let index = span.from; index < span.to; index++) {
      const value = at(values, index)
      logs.add(density.at(index, value - level))
      const weight = density.weight(index)
      weights += weight
      weighted += weight * (value - level)
    }
    if (round === ROUNDS) return { level, slope: 0, logLikelihood: logs.total }
    if (weights > 0) level += weighted / weights
  }
}

/** The most likely straight line; `level` is its height in the middle of the span. */
export function fitLine(values: Float64Array, noise: Noise, span: Span): Fit {
  const density = new Density(noise)
  const middle = (span.from + span.to - 1) / 2
  let { level, slope } = lineThroughHalves(values, span)
  for (let round = 1; ; round++) {
    const logs = new LogSum()
    const sums = new LineSums()
    for (let index = span.from; index < span.to; index++) {
      const off = at(values, index) - level - slope * (index - middle)
      logs.add(density.at(index, off))
      sums.add(density.weight(index), index - middle, off)
    }
    if (round === ROUNDS) return { level, slope, logLikelihood: logs.total }
    const step = sums.solve()
    level += step.level
    slope += step.slope
  }
}

function lineThroughHalves(
  values: Float64Array,
  { from, to }: Span,
): { level: number; slope: number } {
  const half = (to - from) >> 1
  const left = median(sorted(values.subarray(from, from + half)))
  const right = median(sorted(values.subarray(to - half, to)))
  return { level: (left + right) / 2, slope: (right - left) / (to - from - half) }
}

/** Weighted least squares of a straight line. */
export class LineSums {
  #w = 0
  #wx = 0
  #wxx = 0
  #wy = 0
  #wxy = 0

  add(weight: number, x: number, y: number): void {
    this.#w += weight
    this.#wx += weight * x
    this.#wxx += weight * x * x
    this.#wy += weight * y
    this.#wxy += weight * x * y
  }

  solve(): { level: number; slope: number } {
    const determinant = this.#w * this.#wxx - this.#wx * this.#wx
    if (!(determinant > 0)) return { level: 0, slope: 0 }
    const slope = (this.#w * this.#wxy - this.#wx * this.#wy) / determinant
    return { slope, level: (this.#wy - slope * this.#wx) / this.#w }
  }
}
