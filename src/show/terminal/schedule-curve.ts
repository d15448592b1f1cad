import type { LoadSchedule, RateStage, UserStage } from '../../model/load.ts'

/** A schedule as so many columns of equal time. */

/** What a chart draws. */
export interface ScheduleCurve {
  readonly durationMs: number
  /** Arrivals per second or users: of each column the most, so that no burst is too short to be seen. */
  readonly levels: readonly number[]
}

/** A straight line of one stage. */
interface Line {
  readonly durationMs: number
  readonly from: number
  readonly to: number
}

/** Draws a schedule into columns. */
export function scheduleCurve(schedule: LoadSchedule, columns: number): ScheduleCurve {
  if (schedule.kind === 'replay') return replayCurve(schedule.arrivalsMs, columns)
  const lines =
    schedule.kind === 'open' ? schedule.stages.map(rateLine) : schedule.stages.map(userLine)
  const durationMs = lines.reduce((sum, line) => sum + line.durationMs, 0)
  return { durationMs, levels: mostOf(lines, durationMs / columns, columns) }
}

const rateLine = ({ durationMs, fromPerSecond, toPerSecond }: RateStage): Line => ({
  durationMs,
  from: fromPerSecond,
  to: toPerSecond,
})

const userLine = ({ durationMs, fromUsers, toUsers }: UserStage): Line => ({
  durationMs,
  from: fromUsers,
  to: toUsers,
})

/** Bounds of columns and stages that are less apart than this share of a column are the same. */
const SAME = 1e-6

function mostOf(lines: readonly Line[], columnMs: number, columns: number): readonly number[] {
  const most = new Array<number>(columns).fill(0)
  let startMs = 0
  for (const line of lines) {
    const first = Math.floor(startMs / columnMs + SAME)
    const end = Math.min(columns, Math.ceil((startMs + line.durationMs) / columnMs - SAME))
    for (let column = first; column < end; column++) {
      const left = levelAt(line, column * columnMs - startMs)
      const right = levelAt(line, (column + 1) * columnMs - startMs)
      most[column] = Math.max(most[column] ?? 0, left, right)
    }
    startMs += line.durationMs
  }
  return most
}

function levelAt({ durationMs, from, to }: Line, elapsedMs: number): number {
  const share = Math.min(1, Math.max(0, elapsedMs / durationMs))
  return from + (to - from) * share
}

/** Arrivals of each column by its time. */
function replayCurve(arrivalsMs: readonly number[], columns: number): ScheduleCurve {
  const durationMs = arrivalsMs.at(-1) ?? 0
  const columnMs = Math.max(durationMs, 1) / columns
  const counts = new Array<number>(columns).fill(0)
  for (const atMs of arrivalsMs) {
    const column = Math.min(columns - 1, Math.floor(atMs / columnMs))
    counts[column] = (counts[column] ?? 0) + 1
  }
  return { durationMs, levels: counts.map((count) => (count * 1000) / columnMs) }
}
