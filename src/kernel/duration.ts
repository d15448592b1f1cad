/** Durations as users write them: `500ms`, `2s`, `30d`, or a plain number of milliseconds. */

const MS_PER_UNIT: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/

/** A duration → milliseconds; `undefined` when it is none. */
export function parseDurationMs(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined
  if (typeof value !== 'string') return undefined
  const match = DURATION.exec(value.trim())
  if (match === null) return undefined
  return Number(match[1]) * (MS_PER_UNIT[match[2] ?? 'ms'] ?? 1)
}

/** Milliseconds → the shortest exact way to write them: 2000 → `2s`. */
export function formatDurationMs(durationMs: number): string {
  const units = Object.entries(MS_PER_UNIT).toReversed()
  const [unit, size] = units.find(([, ms]) => durationMs >= ms && durationMs % ms === 0) ?? [
    'ms',
    1,
  ]
  return `${durationMs / size}${unit}`
}
