import { geometricMean } from '../summary/location.ts'
import { at, sorted } from '../summary/sorted.ts'

/** Launches that agree with each other, and not with the rest. */
export interface Mode {
  /** Geometric mean of its launches, in their unit. */
  readonly centre: number
  /** How many launches are in it. */
  readonly count: number
  /** The same as a share of all launches, 0–1. */
  readonly share: number
}

/** Fewer launches don't show modes: by luck alone two pairs lie apart too often. */
const LEAST_LAUNCHES = 5
/** A single launch that lies apart is an outlier, not a mode. */
const LEAST_IN_MODE = 2
/** Neighbouring modes are at least 15 % apart. */
const LEAST_GAP = Math.log(1.15)
/** Modes that are looked for at most. */
const MOST_MODES = 3
/** From so many launches on, a gap may be smaller in proportion to the ranges beside it. */
const MANY_LAUNCHES = 8
/** How many times the range of the launches on either side a gap must be, below and from {@link MANY_LAUNCHES} on. */
const GAP_TO_RANGE = { few: 4, many: 3 } as const

/**
 * Whether launches fall into distinct modes, lowest first; one element if they don't. Sorted logarithms are cut at
 * their largest gaps (two, else one) where each gap is at least ln 1.15 and at least four times (from 8 launches on,
 * three times) the range, highest − lowest, of both groups beside it, and each group has at least two launches. Below 5
 * launches there is always one mode.
 *
 * Our own rule, made to be cautious: its errors are simulated in docs/statistics.md, "Modes". Throws a RangeError if
 * there are no launches, or one is not positive and finite.
 */
export function detectModes(values: ArrayLike<number>): Mode[] {
  const launches = sorted(values)
  if (!(at(launches, 0) > 0 && Number.isFinite(at(launches, launches.length - 1)))) {
    throw new RangeError('launches must be positive and finite to fall into modes')
  }
  const edges = [0, ...modeCuts(launches.map(Math.log)), launches.length]
  return edges.slice(1).map((end, index) => {
    const group = launches.subarray(at(edges, index), end)
    return {
      centre: geometricMean(group),
      count: group.length,
      share: group.length / launches.length,
    }
  })
}

/** Where the second and further modes begin, ascending. */
function modeCuts(logs: Float64Array): number[] {
  if (logs.length < LEAST_LAUNCHES) return []
  const byGap = wideGaps(logs)
  for (let cuts = Math.min(MOST_MODES - 1, byGap.length); cuts > 0; cuts--) {
    const chosen = byGap.slice(0, cuts).sort((one, other) => one - other)
    if (areModes(logs, [0, ...chosen, logs.length])) return chosen
  }
  return []
}

/** Positions after a gap of at least 15 %, widest gap first. */
function wideGaps(logs: Float64Array): number[] {
  const positions = Array.from({ length: logs.length - 1 }, (_, index) => index + 1)
  return positions
    .filter((position) => gapBefore(logs, position) >= LEAST_GAP)
    .sort((one, other) => gapBefore(logs, other) - gapBefore(logs, one))
}

function areModes(logs: Float64Array, edges: readonly number[]): boolean {
  const needed = logs.length < MANY_LAUNCHES ? GAP_TO_RANGE.few : GAP_TO_RANGE.many
  const groups = edges.slice(1).map((end, index) => logs.subarray(at(edges, index), end))
  if (groups.some((group) => group.length < LEAST_IN_MODE)) return false
  return groups.slice(1).every((group, index) => {
    const before = groups[index] ?? group
    const gap = at(group, 0) - at(before, before.length - 1)
    return gap >= needed * Math.max(rangeOf(before), rangeOf(group))
  })
}

const gapBefore = (logs: Float64Array, position: number): number =>
  at(logs, position) - at(logs, position - 1)

const rangeOf = (group: Float64Array): number => at(group, group.length - 1) - at(group, 0)
