import type { LoadSchedule, RateStage } from '../../../model/load.ts'
import type { TimedSchedule } from './arrivals.ts'
import { ratePieces, totalCount } from './rate-line.ts'

/** What a schedule comes to. */

/** A stretch's end is not part of it, and the last of recorded arrivals is to be: so long after it a replay ends. */
const BEHIND_LAST_MS = 1

/** Its length; a replay ends right behind its last arrival. */
export function scheduleDurationMs(schedule: LoadSchedule): number {
  if (schedule.kind === 'replay') return (schedule.arrivalsMs.at(-1) ?? 0) + BEHIND_LAST_MS
  return schedule.stages.reduce((sum, stage) => sum + stage.durationMs, 0)
}

/** How many iterations it starts: exactly; with Poisson arrivals, on average. */
export function expectedCount(schedule: TimedSchedule): number {
  if (schedule.kind === 'replay') return schedule.arrivalsMs.length
  const total = totalCount(ratePieces(schedule.stages))
  return schedule.arrivals === 'uniform' ? Math.ceil(total) : total
}

/** Arrivals per second that are asked for at a time; where one stage ends, those of the next. 0 outside. */
export function rateAt(stages: readonly RateStage[], atMs: number): number {
  let startMs = 0
  for (const stage of stages) {
    const elapsedMs = atMs - startMs
    if (elapsedMs >= 0 && elapsedMs < stage.durationMs) {
      const { fromPerSecond, toPerSecond } = stage
      return fromPerSecond + ((toPerSecond - fromPerSecond) * elapsedMs) / stage.durationMs
    }
    startMs += stage.durationMs
  }
  return 0
}
