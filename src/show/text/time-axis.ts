/** A time axis from 0, with as many ticks as have room. */

interface TimeUnit {
  readonly ms: number
  readonly symbol: string
  /** Distances of ticks that read well, in this unit, ascending. */
  readonly steps: readonly number[]
}

const DAY_MS = 86_400_000
const UNITS: readonly TimeUnit[] = [
  { ms: 1, symbol: 'ms', steps: [1, 2, 5, 10, 20, 50, 100, 200, 500] },
  { ms: 1_000, symbol: 's', steps: [1, 2, 5, 10, 15, 30] },
  { ms: 60_000, symbol: 'min', steps: [1, 2, 5, 10, 15, 30] },
  { ms: 3_600_000, symbol: 'h', steps: [1, 2, 3, 6, 12] },
  { ms: DAY_MS, symbol: 'd', steps: [1, 2, 5, 10, 30, 100, 300, 1000] },
]

/** A moment on the axis. */
export interface Tick {
  /** From 0. */
  readonly column: number
  readonly label: string
}

/** Columns for one tick and its label, at least. */
const TICK_COLUMNS = 12

/** Ticks at round times, all in one unit; their labels don't touch when each begins (the last: ends) at its tick. */
export function timeTicks(durationMs: number, columns: number): readonly Tick[] {
  const most = Math.max(2, Math.floor(columns / TICK_COLUMNS))
  const choices = UNITS.flatMap((unit) =>
    unit.steps.map((step) => ({ unit, stepMs: step * unit.ms })),
  )
  const chosen = choices.find(({ stepMs }) => durationMs / stepMs <= most) ?? choices.at(-1)
  if (chosen === undefined || !(durationMs > 0)) return [{ column: 0, label: '0' }]
  const { unit, stepMs } = chosen
  const count = Math.floor(durationMs / stepMs + 1e-9)
  return Array.from({ length: count + 1 }, (_, index) => ({
    column: Math.min(columns - 1, Math.floor((index * stepMs * columns) / durationMs + 1e-9)),
    label: index === 0 ? '0' : `${(index * stepMs) / unit.ms} ${unit.symbol}`,
  }))
}

/** A length of time in words: `90 s` is `1.5 min`. */
export function lengthText(lengthMs: number): string {
  const unit = UNITS.findLast(({ ms }) => Number((lengthMs / ms).toPrecision(3)) >= 1) ?? UNITS[0]
  if (unit === undefined) return `${lengthMs} ms`
  return `${Number((lengthMs / unit.ms).toPrecision(3))} ${unit.symbol}`
}
