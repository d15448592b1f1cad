import type { LoadLimit, WindowLimit } from '../../model/load-limits.ts'
import type { Unit } from '../../model/run.ts'
import { quantityText } from '../words.ts'
import type { Reading } from './reading.ts'
import type { JudgedWindow } from './sliding.ts'

/** Limits of load tests in words. */

/** `p99`, `errors`, `throughput`. */
export function limitedWord({
  metric,
  statistic,
}: Pick<LoadLimit, 'metric' | 'statistic'>): string {
  return metric === 'latency' ? statistic : metric
}

/** `errors were`, `p99 was`. */
export const verbOf = ({ statistic }: Pick<LoadLimit, 'statistic'>): string =>
  statistic === 'share' ? 'were' : 'was'

/** Shares are often small: `0.04 %`. */
export function amountText(value: number, unit: Unit): string {
  return unit === 'percent' && Math.abs(value) < 1
    ? `${Number(value.toPrecision(2))} %`
    : quantityText(value, unit)
}

/** `the limit of 20 ms`, `the floor of 450/s`. */
export const boundText = ({ limit, unit, floor }: LoadLimit): string =>
  `the ${floor ? 'floor' : 'limit'} of ${amountText(limit, unit)}`

/** `from 12 s to 22 s`. */
function spanText({ startMs, durationMs }: Pick<JudgedWindow, 'startMs' | 'durationMs'>): string {
  return `from ${secondsText(startMs)} to ${secondsText(startMs + durationMs)}`
}

/** `12.5 s`. */
export const secondsText = (timeMs: number): string => `${Number((timeMs / 1000).toFixed(1))} s`

/** `p99 was 23.1 ms from 12 s to 22 s`. */
export function readingText(limit: WindowLimit, reading: Reading, window: JudgedWindow): string {
  const span = spanText(window)
  if (reading.kind === 'silent') return `nothing completed ${span}`
  if (reading.kind === 'idle') return `nothing was due ${span}`
  const amount = amountText(reading.value, limit.unit)
  const isLower = reading.statistic !== limit.statistic
  const what = isLower ? `already ${reading.statistic}` : limitedWord(limit)
  return `${what} ${verbOf(limit)} ${amount} ${span}`
}

/** `8 of 21 windows`. */
export const partText = (part: number, of: number): string =>
  part === of ? `all ${of} windows` : `${part} of ${of} windows`
