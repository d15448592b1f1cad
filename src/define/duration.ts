/** Durations as users write them, for every definition. */
export { formatDurationMs, parseDurationMs } from '../kernel/duration.ts'
