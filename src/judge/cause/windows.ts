import type { Result, Window } from '../../model/run.ts'

/**
 * The windows that are judged, and their latency. A window's latencies are of the iterations that ended in it, so that
 * what slowed them may lie a window earlier: that is what lags are for.
 */

/** What is judged: one value a window, in time order. */
export interface JudgedWindows {
  readonly windows: readonly Window[]
  /** Of a window, the same for all. */
  readonly spanMs: number
  readonly meanMs: Float64Array
  readonly maxMs: Float64Array
  /** Iterations started each second, over all of them. */
  readonly perSecond: number
}

/** Fewer can't tell what moves together from what happens to. */
export const FEWEST_WINDOWS = 12

/** A shorter window than this share of the usual span is a rest, and not like the others. */
const WHOLE = 0.9

/**
 * The steady windows that hold a whole span. Where everything counts as steady the first is left out as well: what a
 * service does once, when it is first asked, says nothing about the rest. `undefined` = too few.
 */
export function judgedWindows({ timeline }: Result): JudgedWindows | undefined {
  const spanMs = Math.max(0, ...timeline.map(({ durationMs }) => durationMs))
  const whole = timeline.filter(
    (window) => window.durationMs >= spanMs * WHOLE && window.scheduled > 0,
  )
  const steady = whole.filter((window) => window.steady)
  const chosen = steady.length < FEWEST_WINDOWS ? whole : steady
  const windows = chosen[0] === timeline[0] ? chosen.slice(1) : chosen
  if (windows.length < FEWEST_WINDOWS) return undefined
  const meanMs = latencies(windows, 'mean')
  const maxMs = latencies(windows, 'max')
  if (meanMs === undefined || maxMs === undefined) return undefined
  const started = windows.reduce((sum, window) => sum + window.started, 0)
  return {
    windows,
    spanMs,
    meanMs,
    maxMs,
    perSecond: started / ((windows.length * spanMs) / 1000),
  }
}

/** A window in which nothing ended was as slow as the next in which something did: that is what it waited for. */
function latencies(
  windows: readonly Window[],
  statistic: 'mean' | 'max',
): Float64Array | undefined {
  return withoutGaps(
    windows.map(({ metrics }) => (metrics['latency']?.[statistic] ?? Number.NaN) / 1e6),
  )
}

/** Gaps take the next value that there is, else the last. `undefined` = more gaps than values. */
function withoutGaps(values: readonly number[]): Float64Array | undefined {
  const known = values.filter(Number.isFinite)
  if (known.length * 2 < values.length) return undefined
  const filled = Float64Array.from(values)
  let next = known.at(-1) ?? 0
  for (let index = filled.length - 1; index >= 0; index--) {
    const value = filled[index] ?? next
    next = Number.isFinite(value) ? value : next
    filled[index] = next
  }
  return filled
}

/**
 * Gaps between two values lie on the line between them: a process that is held tells late, and not of every window. Others
 * are NaN. `undefined` = more gaps than values.
 */
export function mostlyKnown(values: readonly number[]): Float64Array | undefined {
  const known = values.flatMap((value, index) => (Number.isFinite(value) ? [index] : []))
  if (known.length * 2 < values.length) return undefined
  const filled = Float64Array.from(values, (value) => (Number.isFinite(value) ? value : Number.NaN))
  for (const [place, end] of known.entries()) {
    const start = known[place - 1] ?? end
    for (let index = start + 1; index < end; index++) {
      const [from, to] = [filled[start] ?? 0, filled[end] ?? 0]
      filled[index] = from + ((to - from) * (index - start)) / (end - start)
    }
  }
  return filled
}
