import type { LoadLimit } from '../../model/load-limits.ts'
import type { Counts } from '../../model/run.ts'
import { FEWEST_FOR_P99, FEWEST_FOR_P999, type Histogram } from '../../stats/index.ts'
import type { JudgedWindow } from './sliding.ts'

/** What a window says of a limit. */
export type Reading =
  | {
      readonly kind: 'value'
      /** In the limit's unit. */
      readonly value: number
      /** The statistic that it is; a lower one where the window has too few samples for the limited one. */
      readonly statistic: string
    }
  /** Iterations were due, and none of them completed though the window is longer than they may take. */
  | { readonly kind: 'silent' }
  /** Nothing to judge: nothing was due, or it may yet come in time. */
  | { readonly kind: 'idle' }

/** Reads what is limited off a window. */
export function readLimited(limit: LoadLimit, window: JudgedWindow): Reading {
  const { statistic } = limit
  if (limit.metric === 'latency') return readLatency(limit, window)
  if (limit.metric === 'throughput') {
    return { kind: 'value', value: (1000 * window.completed) / window.durationMs, statistic }
  }
  const value = shareOf(limit.metric, window)
  return value === undefined ? { kind: 'idle' } : { kind: 'value', value, statistic }
}

/** Percent of the iterations that ended; of those that were due, for dropped ones. `undefined` = there were none. */
export function shareOf(
  metric: 'errors' | 'rejected' | 'dropped',
  { scheduled, completed, failed, rejected, dropped }: Counts,
): number | undefined {
  const part = { errors: failed, rejected, dropped }[metric]
  const all = metric === 'dropped' ? scheduled : completed + failed + rejected
  return all > 0 ? (100 * part) / all : undefined
}

/** Whether a reading is beyond its limit. */
export function isBeyond({ limit, floor }: LoadLimit, reading: Reading): boolean {
  if (reading.kind !== 'value') return reading.kind === 'silent'
  return floor ? reading.value < limit : reading.value > limit
}

/** Whether a reading says that the limit holds: a lower statistic within the limit does not. */
export function isWithin(limit: LoadLimit, reading: Reading): boolean {
  return (
    reading.kind === 'value' && reading.statistic === limit.statistic && !isBeyond(limit, reading)
  )
}

function readLatency({ statistic, limit }: LoadLimit, window: JudgedWindow): Reading {
  const { latency, scheduled, durationMs } = window
  if (latency !== undefined) return { kind: 'value', ...statisticOf(latency, statistic) }
  return scheduled > 0 && durationMs * 1e6 > limit ? { kind: 'silent' } : { kind: 'idle' }
}

/** A percentile that so few samples do not give is at least as high as the next one that they give. */
function statisticOf(
  latency: Histogram,
  statistic: string,
): { readonly value: number; readonly statistic: string } {
  const given = supported(statistic, latency.count)
  const quantile = QUANTILES[given]
  if (quantile !== undefined) return { value: latency.quantile(quantile), statistic: given }
  return {
    value: given === 'mean' ? latency.mean() : latency[given === 'min' ? 'min' : 'max'],
    statistic,
  }
}

const QUANTILES: Readonly<Record<string, number>> = {
  p50: 0.5,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
  p999: 0.999,
}

/** The same fewest as everywhere (docs/statistics.md). */
function supported(statistic: string, samples: number): string {
  if (statistic === 'p999' && samples < FEWEST_FOR_P999) return supported('p99', samples)
  return statistic === 'p99' && samples < FEWEST_FOR_P99 ? 'p95' : statistic
}

/** Samples that a statistic needs. */
export const samplesFor = (statistic: string): number =>
  statistic === 'p999' ? FEWEST_FOR_P999 : statistic === 'p99' ? FEWEST_FOR_P99 : 1
