import type { ProbeLine } from '../protocol.ts'
import { amongProcesses, overTime, weightOf } from './series.ts'

/** Values by series. */
export type SeriesValues = Readonly<Record<string, number>>

/** Of the monotonic clock, in ns. */
export interface Stretch {
  readonly fromNs: number
  readonly toNs: number
}

/** Values, and how much they count. */
interface Weighted {
  readonly values: SeriesValues
  readonly weight: number
}

/** A line that shares less than this with a window, of the shorter of the two, tells of its neighbour. */
const LEAST_SHARE = 0.1

/**
 * What the lines of one process say of a stretch of time; `undefined` = nothing.
 * @param late those that came when the stretch that they tell of had been read already: a loop that was held tells of it
 * when it is free again. Their largest values count, rather than be lost.
 */
export function overWindow(
  lines: readonly ProbeLine[],
  window: Stretch,
  late: ReadonlySet<ProbeLine> = new Set(),
): SeriesValues | undefined {
  const parts = lines.flatMap((line): readonly Weighted[] => {
    const sharedNs = Math.min(line.toNs, window.toNs) - Math.max(line.fromNs, window.fromNs)
    const shorterNs = Math.min(line.toNs - line.fromNs, window.toNs - window.fromNs)
    if (sharedNs >= LEAST_SHARE * shorterNs) return [{ values: line.values, weight: sharedNs }]
    return late.has(line) ? [{ values: line.values, weight: 0 }] : []
  })
  return parts.length === 0 ? undefined : bySeries(parts, combineOverTime)
}

/** What the processes of one service say together. */
export function overProcesses(all: readonly SeriesValues[]): SeriesValues {
  return bySeries(
    all.map((values) => ({ values, weight: 1 })),
    combineProcesses,
  )
}

type Combine = (series: string, parts: readonly Weighted[]) => number

/** Each part has the series. */
function bySeries(parts: readonly Weighted[], combine: Combine): SeriesValues {
  const names = new Set(parts.flatMap(({ values }) => Object.keys(values)))
  const combined: Record<string, number> = {}
  for (const name of names) {
    const those = parts.filter(({ values }) => name in values)
    combined[name] = combine(name, those)
  }
  return combined
}

const combineOverTime: Combine = (series, parts) =>
  overTime(series) === 'max' ? largest(series, parts) : weightedMean(series, parts)

const combineProcesses: Combine = (series, parts) => {
  if (weightOf(series) !== undefined && !series.endsWith('P99Ms'))
    return weightedMean(series, parts)
  if (amongProcesses(series) === 'worst') return largest(series, parts)
  return parts.reduce((sum, { values }) => sum + (values[series] ?? 0), 0)
}

const largest = (series: string, parts: readonly Weighted[]): number =>
  Math.max(...parts.map(({ values }) => values[series] ?? 0))

function weightedMean(series: string, parts: readonly Weighted[]): number {
  const rate = weightOf(series)
  let sum = 0
  let total = 0
  for (const { values, weight } of parts) {
    const counts = weight * (rate === undefined ? 1 : (values[rate] ?? 0))
    sum += counts * (values[series] ?? 0)
    total += counts
  }
  return total === 0 ? largest(series, parts) : sum / total
}
