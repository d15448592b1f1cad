import type { RecordedSchedule } from '../../../../src/model/run.ts'

/** A schedule as a line: what the load was to be, between the windows too. */

/** Moments and levels; a jump is two points at one moment. */
export type SchedulePoints = readonly (readonly [atMs: number, level: number])[]

/** Arrivals a second, or users. @param share the scenario's part of it, 0–1. Empty of recorded arrivals: only their number is kept. */
export function schedulePoints(schedule: RecordedSchedule, share = 1): SchedulePoints {
  if (schedule.kind === 'replay') return []
  const stages =
    schedule.kind === 'open'
      ? schedule.stages.map(
          (each) => [each.durationMs, each.fromPerSecond, each.toPerSecond] as const,
        )
      : schedule.stages.map((each) => [each.durationMs, each.fromUsers, each.toUsers] as const)
  let atMs = 0
  return stages.flatMap(([durationMs, from, to]) => {
    const startMs = atMs
    atMs += durationMs
    return [[startMs, from * share] as const, [atMs, to * share] as const]
  })
}
