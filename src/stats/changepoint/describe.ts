import { studentQuantile } from '../distribution/student.ts'
import { at } from '../summary/sorted.ts'
import type { ChangePoint } from './change-point.ts'
import { inflationOf } from './noise.ts'
import { slopeWithin } from './explanation.ts'
import { positionAt, whereabouts } from './prune.ts'
import type { Found } from './search.ts'

/** How changes are told. */
export interface Telling {
  readonly confidence: number
  /** Size of the unit of the explanation, in the unit of the values. */
  readonly unit: number
  /** What was taken from every value beforehand. */
  readonly first: number
}

/** The changes of an explanation, in the unit of the values. */
export function describe(found: Found, telling: Telling): ChangePoint[] {
  const { bounds } = found.explanation
  return bounds.slice(1, -1).map((_, place) => describeOne(found, place + 1, telling))
}

function describeOne({ explanation, slope }: Found, place: number, telling: Telling): ChangePoint {
  const { levels, bounds, residuals } = explanation
  const [from, cut, to] = [at(bounds, place - 1), at(bounds, place), at(bounds, place + 1)]
  const typical = typicalOffset(explanation) + slope * cut
  const tell = (level: number): number => (level + typical) * telling.unit + telling.first
  const before = tell(levels.fit(from, cut).level)
  const after = tell(levels.fit(cut, to).level)
  const difference = after - before
  const margin = Math.min(3, cut - from, to - cut)
  const where = whereabouts(levels, { from, cut, to, margin }, residuals.offset)
  const tail = (1 - telling.confidence) / 2
  const error = Math.hypot(
    errorOf(residuals.off.subarray(from, cut), levels.noise.scale.subarray(from, cut)),
    errorOf(residuals.off.subarray(cut, to), levels.noise.scale.subarray(cut, to)),
  )
  const inflation = inflationOf(levels.noise)
  const freedom = Math.max(LEAST_FREEDOM, (to - from) / inflation - 2)
  const reach = studentQuantile(1 - tail, freedom) * error * Math.sqrt(inflation) * telling.unit
  return {
    index: cut,
    indexInterval: {
      lo: Math.min(cut, positionAt(where, tail)),
      hi: Math.max(cut, positionAt(where, 1 - tail)),
    },
    before,
    after,
    difference,
    interval: { lo: difference - reach, hi: difference + reach },
    ...(before > 0 && after > 0 ? { ratio: after / before } : {}),
  }
}

/** However correlated the values are, a Student interval of fewer degrees of freedom tells nothing. */
const LEAST_FREEDOM = 3

/**
 * Standard error of a level, independent values taken for granted: 1 ÷ √Σ (1 ÷ variance of each value), and half the
 * distance by which what is left drifts from the middle of the level to its end.
 */
function errorOf(off: Float64Array, scale: Float64Array): number {
  const weight = scale.reduce((sum, spread) => sum + 1 / (spread * spread), 0)
  const { slope } = slopeWithin(off, scale)
  return Math.hypot(1 / Math.sqrt(weight), (slope * off.length) / 4)
}

/** Levels are those of the lowest mode: what the machine's modes add to it on the whole. */
function typicalOffset({ residuals }: Found['explanation']): number {
  return residuals.offset.reduce((sum, offset) => sum + offset, 0) / residuals.offset.length
}
