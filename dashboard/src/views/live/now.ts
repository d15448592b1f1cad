import type { LiveLane } from '../../../../src/model/page.ts'
import type { Window } from '../../../../src/model/run.ts'
import { median, sorted } from '../../../../src/stats/index.ts'

/** How a lane has been doing just now. `null` = nothing was answered, or started. */
export interface LaneNow {
  readonly key: string
  /** Of the schedule, to the end of the newest window. */
  readonly atMs: number
  readonly perSecond: number
  /** Medians of the seconds' own. */
  readonly p50Ns: number | null
  readonly p95Ns: number | null
  /** Percent of what ended. */
  readonly errorPercent: number | null
  /** Seconds in which the generator was the bottleneck, of so many. */
  readonly saturated: number
  readonly seconds: number
}

/** Seconds that one looks back: one alone jumps. */
export const RECENT_WINDOWS = 10

/** `undefined` = it has not begun. */
export function laneNow({ scenario, windows }: LiveLane): LaneNow | undefined {
  const recent = windows.slice(-RECENT_WINDOWS)
  const last = recent.at(-1)
  if (last === undefined) return undefined
  const sum = (read: (window: Window) => number): number =>
    recent.reduce((total, window) => total + read(window), 0)
  const completed = sum((window) => window.completed)
  const failed = sum((window) => window.failed)
  return {
    key: scenario.key,
    atMs: last.startMs + last.durationMs,
    perSecond: (completed / sum((window) => window.durationMs)) * 1000,
    p50Ns: middle(recent.flatMap(({ metrics }) => metrics['latency']?.p50 ?? [])),
    p95Ns: middle(recent.flatMap(({ metrics }) => metrics['latency']?.p95 ?? [])),
    errorPercent: completed + failed === 0 ? null : (failed / (completed + failed)) * 100,
    saturated: recent.filter(({ health }) => health.generator === 'saturated').length,
    seconds: recent.length,
  }
}

const middle = (values: readonly number[]): number | null =>
  values.length === 0 ? null : median(sorted(values))

/** Where a lane's schedule ends. */
export const endOf = ({ phases }: LiveLane): number => {
  const last = phases.at(-1)
  return last === undefined ? 0 : last.startMs + last.durationMs
}
