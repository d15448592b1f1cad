import { studentQuantile } from '../distribution/student.ts'
import { at } from '../summary/sorted.ts'
import type { ChangePoint } from './change-point.ts'
import { inflationOf } from './noise.ts'
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

function describeOne(
  { explanation, removed }: Found,
  place: number,
  telling: Telling,
): ChangePoint {
  const { levels, bounds, residuals } = explanation
  const [from, cut, to] = [at(bounds, place - 1), at(bounds, place), at(bounds, place + 1)]
  const typical = typicalOffset(explanation) + at(removed, cut)
  const tell = (level: number): number => (level + typical) * telling.unit + telling.first
  const before = tell(levels.fit(from, cut).level)
  const after = tell(levels.fit(cut, to).level)
  const difference = after - before
  const margin = Math.min(3, cut - from, to - cut)
  const where = whereabouts(levels, { from, cut, to, margin }, residuals.offset)
  const tail = (1 - telling.confidence) / 2
  const error = Math.sqrt(
    varianceOf(levels.noise.scale.subarray(from, cut)) +
      varianceOf(levels.noise.scale.subarray(cut, to)),
  )
  const reach =
    studentQuantile(1 - tail, to - from - 2) *
    error *
    Math.sqrt(inflationOf(levels.noise)) *
    telling.unit
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

/** Variance of a level: 1 ÷ Σ 1 ÷ variance of each value. */
function varianceOf(scale: Float64Array): number {
  return 1 / scale.reduce((sum, spread) => sum + 1 / (spread * spread), 0)
}

/** Levels are those of the lowest mode: what the machine's modes add to it on the whole. */
function typicalOffset({ residuals }: Found['explanation']): number {
  return residuals.offset.reduce((sum, offset) => sum + offset, 0) / residuals.offset.length
}
