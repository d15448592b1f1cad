import type { Interval } from '../../../src/model/run.ts'
import { formatChange } from '../../../src/show/text/quantity.ts'

/**
 * Where ratios stand on a forest plot: positions are 0 (left, faster) to 1 (right, slower), "no change" in the middle.
 * Logarithmic, so that twice as slow and twice as fast are as far from it.
 */
export interface ForestScale {
  /** The ratio at the right edge; its inverse is at the left one. */
  readonly edge: number
  /** Within 0 … 1, whatever the ratio. */
  at(ratio: number): number
  /** Whether a ratio is drawn where it is. */
  holds(ratio: number): boolean
}

/** What is drawn in one row. */
export interface ForestChange {
  readonly ratio: number | null
  readonly interval: Interval | null
}

/** Room beside what has to be seen whole. */
const MARGIN = 1.15
/** Beyond twice and half, a change is drawn as an arrow, unless most of them are as large: its number stands beside it. */
const USUAL_EDGE = Math.log(2)

/** @param withinPercent the widest band that is drawn */
export function forestScale(changes: readonly ForestChange[], withinPercent: number): ForestScale {
  const points = changes.flatMap(({ ratio }) => distance(ratio))
  const bounds = changes.flatMap(({ interval }) => (interval ?? []).flatMap(distance))
  const most = Math.max(USUAL_EDGE, 2 * median(points))
  const wanted = Math.max(Math.log1p(withinPercent / 100), ...points, ...bounds)
  return scaleTo(Math.min(most, wanted) * MARGIN)
}

/** @param half logarithm of the ratio at the right edge */
function scaleTo(half: number): ForestScale {
  const edge = Math.exp(half)
  return {
    edge,
    at: (ratio) => {
      if (!(ratio > 0)) return 0
      return Math.min(1, Math.max(0, (Math.log(ratio) / half + 1) / 2))
    },
    holds: (ratio) => ratio >= 1 / edge && ratio <= edge,
  }
}

const distance = (ratio: number | null): number | [] =>
  ratio !== null && ratio > 0 && Number.isFinite(ratio) ? Math.abs(Math.log(ratio)) : []

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** A labelled position. */
export interface ForestTick {
  readonly ratio: number
  readonly at: number
  /** `+10 %`, in the middle `0 %`. */
  readonly label: string
}

/** Share of the axis that a label needs. */
const LABEL_ROOM = 0.13
/** Steps of percent, from fine to coarse. */
const STEPS = [0.5, 1, 2, 5, 10, 20, 50] as const
/** Where even the coarsest of them would crowd. */
const FACTORS = [2, 5, 10, 100, 1000, 1e6] as const

/** Round changes either way, as many as there is room for; "no change" always. */
export function forestTicks(scale: ForestScale): readonly ForestTick[] {
  const choices = [
    ...STEPS.map((step) => percentTicks(step, scale)),
    ...FACTORS.map((factor) => factorTicks(factor, scale)),
  ]
  const chosen = choices.find((ratios) => ratios.length > 1 && hasRoom(ratios, scale)) ?? [1]
  return chosen.map((ratio) => ({ ratio, at: scale.at(ratio), label: tickLabel(ratio) }))
}

function percentTicks(step: number, scale: ForestScale): readonly number[] {
  const most = Math.floor(((scale.edge - 1) * 100) / step)
  return bothWays(Array.from({ length: Math.min(most, 20) }, (_, index) => (index + 1) * step))
    .map((percent) => 1 + percent / 100)
    .filter((ratio) => ratio > 0 && scale.holds(ratio))
}

const bothWays = (percents: readonly number[]): readonly number[] => [
  ...percents.map((percent) => -percent).toReversed(),
  0,
  ...percents,
]

function factorTicks(factor: number, scale: ForestScale): readonly number[] {
  const most = Math.floor(Math.log(scale.edge) / Math.log(factor))
  return bothWays(Array.from({ length: most }, (_, index) => index + 1)).map(
    (power) => factor ** power,
  )
}

const hasRoom = (ratios: readonly number[], scale: ForestScale): boolean =>
  ratios.every((ratio, index) => {
    const before = ratios[index - 1]
    return before === undefined || scale.at(ratio) - scale.at(before) >= LABEL_ROOM
  })

const tickLabel = (ratio: number): string =>
  ratio === 1 ? '0 %' : formatChange(ratio).replace(/\.0(?=\D|$)/, '')
