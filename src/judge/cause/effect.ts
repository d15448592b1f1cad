import type { SlowEffect } from '../../model/cause.ts'
import { type Means, meansBy } from './means.ts'
import type { JudgedWindows } from './windows.ts'

/** Which windows were slow: the best split of their latencies into two kinds. */

/** What is to be explained. */
export interface Effect {
  /** 1 = slow, 0 = not, by window. */
  readonly slow: Uint8Array
  readonly mean: Means
  readonly max: Means
}

/** A smaller change of the mean latency is not worth a cause: a time slice that another program got makes as much. */
const LEAST_RATIO = 1.3
const LEAST_MS = 2
/** A single slow window may be anything. */
const FEWEST_SLOW = 2

/** The slow windows; `undefined` when latency did not move enough to ask why. */
export function effectOf(judged: JudgedWindows): Effect | undefined {
  const slow = slowOf(judged.meanMs)
  if (slow === undefined) return undefined
  const mean = meansBy(slow, judged.meanMs)
  const isMuch = mean.slow >= mean.usual * LEAST_RATIO && mean.slow - mean.usual >= LEAST_MS
  return isMuch ? { slow, mean, max: meansBy(slow, judged.maxMs) } : undefined
}

/**
 * The split of the logarithms that leaves the least variance within both kinds: N. Otsu, IEEE Transactions on Systems,
 * Man, and Cybernetics 9 (1979). Logarithms, since a latency varies by factors.
 */
function slowOf(latencies: Float64Array): Uint8Array | undefined {
  const logs = Float64Array.from(latencies, (latency) => Math.log(Math.max(latency, 1e-6)))
  const ascending = logs.toSorted()
  const total = sum(ascending)
  let [best, limit, below] = [0, Number.POSITIVE_INFINITY, 0]
  for (let size = 1; size <= ascending.length - FEWEST_SLOW; size++) {
    below += ascending[size - 1] ?? 0
    const distance = (total - below) / (ascending.length - size) - below / size
    const between = size * (ascending.length - size) * distance ** 2
    if (between > best && size >= FEWEST_SLOW) {
      best = between
      limit = ascending[size] ?? limit
    }
  }
  return best === 0 ? undefined : Uint8Array.from(logs, (log) => (log >= limit ? 1 : 0))
}

const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0)

/** As a report has it. */
export function describeEffect({ slow, mean, max }: Effect, judged: JudgedWindows): SlowEffect {
  return {
    stretches: stretchesOf(slow, judged),
    slowWindows: slow.reduce((all, one) => all + one, 0),
    windows: slow.length,
    slowMs: mean.slow,
    usualMs: mean.usual,
    slowMaxMs: max.slow,
    usualMaxMs: max.usual,
  }
}

function stretchesOf(slow: Uint8Array, { windows }: JudgedWindows): SlowEffect['stretches'] {
  const stretches: { startMs: number; durationMs: number }[] = []
  for (const [index, { startMs, durationMs }] of windows.entries()) {
    if (slow[index] !== 1) continue
    const last = stretches.at(-1)
    if (last !== undefined && last.startMs + last.durationMs === startMs) {
      last.durationMs += durationMs
    } else stretches.push({ startMs, durationMs })
  }
  return stretches
}
