import { bell } from './bell.ts'
import { densityOf, LOG_EVERY, type Noise } from './noise.ts'

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
  let level = middleOf(values, span)
  for (let round = 1; ; round++) {
    const { logLikelihood, better } = lookAbout(level, values, noise, span)
    if (round === ROUNDS) return { level, slope: 0, logLikelihood }
    level = better
  }
}

/** A median of this many values, evenly spread, is a good enough start for any span. */
const ENOUGH_FOR_START = 64

/** The median of a span, or of some of its values. */
export function middleOf(values: Float64Array, { from, to }: Span): number {
  const step = Math.ceil((to - from) / ENOUGH_FOR_START)
  const ascending: number[] = []
  for (let index = from; index < to; index += step) {
    const value = values[index] as number
    let place = ascending.length
    ascending.push(value)
    for (; place > 0 && (ascending[place - 1] as number) > value; place--) {
      ascending[place] = ascending[place - 1] as number
    }
    ascending[place] = value
  }
  const half = ascending.length >> 1
  const upper = ascending[half] as number
  return ascending.length % 2 === 1 ? upper : (upper + (ascending[half - 1] as number)) / 2
}

/** The likelihood of a span about a level, and the level that the values then suggest. */
function lookAbout(
  level: number,
  values: Float64Array,
  noise: Noise,
  { from, to }: Span,
): { logLikelihood: number; better: number } {
  const { scale } = noise
  const { core, flat } = densityOf(noise)
  let [log, product, weights, weighted] = [0, 1, 0, 0]
  for (let index = from; index < to; index++) {
    const inverse = 1 / (scale[index] as number)
    const off = (values[index] as number) - level
    const standard = off * inverse
    const normal = core * bell(standard * standard) * inverse
    const density = normal + flat
    product *= density
    if ((index & LOG_EVERY) === 0) {
      log += Math.log(product)
      product = 1
    }
    const weight = (normal / density) * inverse * inverse
    weights += weight
    weighted += weight * off
  }
  return {
    logLikelihood: log + Math.log(product),
    better: weights > 0 ? level + weighted / weights : level,
  }
}

/** The most likely straight line; `level` is its height in the middle of the span. */
export function fitLine(values: Float64Array, noise: Noise, span: Span): Fit {
  const { scale } = noise
  const { core, flat } = densityOf(noise)
  const middle = (span.from + span.to - 1) / 2
  let { level, slope } = lineThroughHalves(values, span)
  for (let round = 1; ; round++) {
    const sums = new LineSums()
    let [log, product] = [0, 1]
    for (let index = span.from; index < span.to; index++) {
      const inverse = 1 / (scale[index] as number)
      const off = (values[index] as number) - level - slope * (index - middle)
      const standard = off * inverse
      const normal = core * bell(standard * standard) * inverse
      product *= normal + flat
      if ((index & LOG_EVERY) === 0) {
        log += Math.log(product)
        product = 1
      }
      sums.add((normal / (normal + flat)) * inverse * inverse, index - middle, off)
    }
    const logLikelihood = log + Math.log(product)
    if (round === ROUNDS) return { level, slope, logLikelihood }
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
  const left = middleOf(values, { from, to: from + half })
  const right = middleOf(values, { from: to - half, to })
  return { level: (left + right) / 2, slope: (right - left) / (to - from - half) }
}

/** Weighted least squares of a straight line. */
class LineSums {
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
