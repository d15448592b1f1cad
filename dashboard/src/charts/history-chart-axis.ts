import { localTimeText } from '../parts/time-text.ts'

/** Ticks of the axis of a history: dates, whichever way its runs are spaced. */

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const STEPS_MS: readonly number[] = [
  ...[1, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 28, 91, 182, 364, 728].map((days) => days * DAY_MS),
]

/** Round moments of the reader's own time, at most so many. @param offsetMs of that time from UTC */
export function dateTicks(
  [fromMs, toMs]: readonly [number, number],
  most: number,
  offsetMs: number = -new Date(fromMs).getTimezoneOffset() * 60_000,
): readonly number[] {
  const stepMs = STEPS_MS.find((step) => (toMs - fromMs) / step <= most) ?? 1456 * DAY_MS
  const first = Math.ceil((fromMs + offsetMs) / stepMs) * stepMs - offsetMs
  const count = Math.max(0, Math.floor((toMs - first) / stepMs) + 1)
  return Array.from({ length: count }, (_, index) => first + index * stepMs)
}

/** Positions of runs, at round distances, at most so many. */
export function runTicks([from, to]: readonly [number, number], most: number): readonly number[] {
  const distance = Math.max(1, to - from) / Math.max(1, most)
  const power = 10 ** Math.max(0, Math.floor(Math.log10(distance)))
  const step = Math.max(1, ([1, 2, 5, 10].find((digit) => digit * power >= distance) ?? 10) * power)
  const first = Math.max(0, Math.ceil(from / step) * step)
  const count = Math.max(0, Math.floor((to - first) / step) + 1)
  return Array.from({ length: count }, (_, index) => first + index * step)
}

/** Days, and hours where ticks are closer; the year where it begins: `2026-11-02`, `11-09`, `15:00`. Each minute once. */
export function dateTexts(timesMs: readonly number[]): readonly string[] {
  const texts = timesMs.map((time) => localTimeText(new Date(time).toISOString()))
  return texts.map((text, index) => {
    const previous = texts[index - 1]
    if (text === previous) return ''
    const [day = '', hour = ''] = text.split(' ')
    if (previous === undefined || previous.slice(0, 4) !== day.slice(0, 4)) return day
    return previous.startsWith(day) ? hour : day.slice(5)
  })
}
