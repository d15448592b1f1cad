import { at } from '../summary/sorted.ts'
import type { Demands } from './demands.ts'
import type { Levels } from './levels.ts'
import { densityAt, densityOf, inflationOf } from './noise.ts'

/** Two levels must be likelier than one line by this much: e¹ ≈ 3 times, where both are as likely beforehand. */
const GAIN_OVER_LINE = 1
/** Natural logarithms: a bound this far below the demands is hopeless. */
const TOO_SHORT = 1

/**
 * Drops the least convincing bound, and looks at its neighbours again, until all that are left convince: bottom-up
 * segmentation. The first and the last bound stay.
 */
export function prune(levels: Levels, bounds: readonly number[], demands: Demands): number[] {
  const left = [...bounds]
  const surplus = left.map((_, place) => surplusOf(levels, left, place, demands))
  for (;;) {
    let least = 0
    for (let place = 1; place < surplus.length; place++) {
      if (at(surplus, place) < at(surplus, least)) least = place
    }
    if (!(at(surplus, least) < 0)) return left
    left.splice(least, 1)
    surplus.splice(least, 1)
    for (const place of [least - 1, least]) {
      surplus[place] = surplusOf(levels, left, place, demands)
    }
  }
}

/** What a bound shows beyond what is demanded; +∞ for those that stay, negative for those to drop. */
function surplusOf(
  levels: Levels,
  bounds: readonly number[],
  place: number,
  demands: Demands,
): number {
  const cut = at(bounds, place)
  if (place === 0 || place === bounds.length - 1) return Number.POSITIVE_INFINITY
  const from = at(bounds, place - 1)
  const to = at(bounds, place + 1)
  const inflation = inflationOf(levels.noise)
  const surplus = levels.gainOfStep(from, cut, to) / inflation - demands.gain
  const least = to === levels.values.length ? demands.leastTail : demands.leastLength
  // Levels that are too short go when the hopeless bounds have gone, the weakest of them first.
  if (cut - from < demands.leastLength || to - cut < least) {
    return Math.min(surplus, surplus * 1e-3 - TOO_SHORT)
  }
  if (surplus < 0 || levels.modes !== undefined) return surplus
  return Math.min(surplus, levels.gainOverLine(from, cut, to) / inflation - GAIN_OVER_LINE)
}

/** How likely a change lies at each position, given the levels beside it; adds up to 1. */
export interface Whereabouts {
  /** The first position. */
  readonly from: number
  readonly chances: Float64Array
}

/** Where the change between two levels lies: its likelihood at every position that leaves both long enough. */
export function whereabouts(levels: Levels, place: Place, offset: Float64Array): Whereabouts {
  const { from, cut, to, margin } = place
  const density = densityOf(levels.noise)
  const inflation = inflationOf(levels.noise)
  const before = levels.fit(from, cut).level
  const after = levels.fit(cut, to).level
  const logs = new Float64Array(Math.max(1, to - from - 2 * margin + 1))
  let log = 0
  for (let index = from; index < to - margin; index++) {
    const plain = at(levels.values, index) - at(offset, index)
    const scale = at(levels.noise.scale, index)
    const odds =
      densityAt(plain - before, scale, density) / densityAt(plain - after, scale, density)
    log += Math.log(odds) / inflation
    const position = index + 1 - from - margin
    if (position >= 0) logs[position] = log
  }
  const best = logs.reduce((one, other) => Math.max(one, other))
  const weights = logs.map((value) => Math.exp(value - best))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return { from: from + margin, chances: weights.map((weight) => weight / total) }
}

/** A change, the ends of the levels beside it, and how close to these it may lie. */
export interface Place {
  readonly from: number
  readonly cut: number
  readonly to: number
  readonly margin: number
}

/** The first position with at least this share of the chances at or before it. */
export function positionAt({ from, chances }: Whereabouts, share: number): number {
  let sum = 0
  for (let index = 0; index < chances.length; index++) {
    sum += at(chances, index)
    if (sum >= share) return from + index
  }
  return from + chances.length - 1
}

/** A bound may be moved this close to the next: closer than a level lasts, so that incidents show themselves. */
const CLOSEST = 2

/** Every bound moved to the median of its whereabouts: the position with the least expected distance from the truth. */
export function relocate(
  levels: Levels,
  bounds: readonly number[],
  offset: Float64Array,
): number[] {
  const moved = [...bounds]
  for (let place = 1; place + 1 < moved.length; place++) {
    const cut = at(moved, place)
    const [from, to] = [at(moved, place - 1), at(moved, place + 1)]
    const margin = Math.min(CLOSEST, cut - from, to - cut)
    moved[place] = positionAt(whereabouts(levels, { from, cut, to, margin }, offset), 0.5)
  }
  return moved
}
