import { SHORTEST_MS } from './zoom.ts'

/** Ticks of time, from the start of a run. */

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const STEPS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((each) => each * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((each) => each * MINUTE),
  ...[1, 2, 3, 6, 12].map((each) => each * HOUR),
  ...[1, 2, 5, 10, 30, 100, 300, 1000].map((each) => each * DAY),
]

/** Round moments, at most so many. */
export function timeTicksWithin(fromMs: number, toMs: number, most: number): readonly number[] {
  const stepMs = STEPS_MS.find((each) => (toMs - fromMs) / each <= most) ?? STEPS_MS.at(-1) ?? DAY
  const [first, last] = [Math.ceil(fromMs / stepMs - 1e-9), Math.floor(toMs / stepMs + 1e-9)]
  return Array.from(
    { length: Math.max(0, last - first + 1) },
    (_, index) => (first + index) * stepMs,
  )
}

/** Each as a clock would say it, as exactly as they are apart: `45 s`, `1:30`, `1:00:00`. */
export function timeTickTexts(ticks: readonly number[]): readonly string[] {
  const stepMs = (ticks[1] ?? SHORTEST_MS) - (ticks[0] ?? 0)
  const most = ticks.at(-1) ?? 0
  return ticks.map((tick) => momentText(tick, { isFine: stepMs < SECOND, mostMs: most }))
}

/** A moment by itself: `34 s`, `34.5 s`, `12:34`, `1:02:03`. */
export const timeText = (atMs: number): string =>
  momentText(atMs, { isFine: Math.round(atMs) % SECOND !== 0, mostMs: atMs })

function momentText(
  atMs: number,
  { isFine, mostMs }: { readonly isFine: boolean; readonly mostMs: number },
): string {
  if (atMs === 0) return '0'
  const seconds = isFine ? Number((atMs / SECOND).toFixed(2)) : Math.round(atMs / SECOND)
  if (mostMs < 2 * MINUTE) return `${seconds} s`
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60]
  const tail = isFine ? rest.toFixed(1).padStart(4, '0') : two(rest)
  if (mostMs < HOUR) return `${minutes}:${tail}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${tail}`
}

const two = (value: number): string => String(value).padStart(2, '0')
