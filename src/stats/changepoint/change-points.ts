import {
  type ChangePoint,
  type ChangePointOptions,
  type ResolvedOptions,
  resolveOptions,
} from './change-point.ts'
import { demandsOfHistory } from './demands.ts'
import { describe } from './describe.ts'
import { search } from './search.ts'
import { requireFinite, standardise } from './standardise.ts'

/** Values that are explained at once: longer histories change their noise on the way. */
const WINDOW = 1000
/** Changes this close to the end of a window wait for the next, which sees more of what follows. */
const MARGIN = 120

/**
 * Lasting changes of level in a history, oldest first. Tells them from outliers, incidents, drift, rhythms such as day
 * and night, autocorrelation, noisier times, and machines that flip between modes; method and sources: "Change points"
 * in docs/statistics.md. The same values give the same changes.
 *
 * Histories shorter than two levels (14 values), and those without any difference, have none. Throws a RangeError on a
 * value that is not finite, and on options that can't be.
 */
export function changePoints(
  values: ArrayLike<number>,
  options: ChangePointOptions = {},
): ChangePoint[] {
  const resolved = resolveOptions(options)
  const history = requireFinite(values)
  const found: ChangePoint[] = []
  let from = 0
  for (;;) {
    const to = from + WINDOW + MARGIN < history.length ? from + WINDOW : history.length
    const isLast = to === history.length
    const known = found.at(-1)?.index ?? 0
    const settled = isLast ? to : to - MARGIN
    for (const change of changesWithin(history, { from, to }, resolved)) {
      if (change.index > known && change.index < settled) found.push(change)
    }
    if (isLast) return found
    from = Math.max(settled - MARGIN, found.at(-1)?.index ?? 0)
  }
}

function changesWithin(
  history: Float64Array,
  { from, to }: { from: number; to: number },
  { confidence, leastLength }: ResolvedOptions,
): ChangePoint[] {
  const window = standardise(history.subarray(from, to))
  if (window === undefined || to - from < 2 * leastLength) return []
  const demands = demandsOfHistory(history.length, leastLength)
  const changes = describe(search({ values: window.values, demands }), {
    confidence,
    ...window,
  })
  return changes.map(({ index, indexInterval: { lo, hi }, ...change }) => ({
    index: index + from,
    indexInterval: { lo: lo + from, hi: hi + from },
    ...change,
  }))
}
