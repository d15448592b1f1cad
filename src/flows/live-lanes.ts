import type { Clock } from '../kernel/clock.ts'
import type { JournalLane } from '../model/live-journal.ts'
import type { RecordedSchedule } from '../model/run.ts'
import { type LaneEvent, type LoadLane, recordedSchedule, shareOfMix } from '../measure/index.ts'
import type { ClosedWindow } from '../record/index.ts'

/**
 * The lanes of a run, each on one time axis. A search loads one scenario again and again, each time from time 0: seen
 * live, its tries follow one another, with the pauses between them.
 */
export class LiveLanes {
  readonly #clock: Clock
  readonly #axes = new Map<string, Axis>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Lanes that are going to be loaded now; what was loaded before goes on. */
  begin(lanes: readonly LoadLane[]): readonly JournalLane[] {
    const nowMs = this.#clock.now() / 1e6
    return lanes.map((lane) => {
      const { key } = lane.identity
      const before = this.#axes.get(key)
      const axis = before === undefined ? first(lane, nowMs) : goneOn(before, lane, nowMs)
      this.#axes.set(key, axis)
      return axis.lane
    })
  }

  /** A window at its place on the lane's axis. */
  readonly closed = ({ key, window, merged }: LaneEvent): ClosedWindow => {
    const originMs = this.#axes.get(key)?.originMs ?? 0
    return {
      key,
      window: originMs === 0 ? window : { ...window, startMs: window.startMs + originMs },
      latency: merged.tally.histograms.get('latency'),
    }
  }
}

interface Axis {
  readonly lane: JournalLane
  /** By a monotonic clock. */
  readonly beganMs: number
  /** Where time 0 of what is loaded now lies. */
  readonly originMs: number
}

const first = (lane: LoadLane, nowMs: number): Axis => ({
  lane: laneOf(lane),
  beganMs: nowMs,
  originMs: 0,
})

function goneOn({ lane: before, beganMs }: Axis, next: LoadLane, nowMs: number): Axis {
  const lane = laneOf(next)
  const { phases } = before
  const last = phases.at(-1)
  const endMs = last === undefined ? 0 : last.startMs + last.durationMs
  const originMs = Math.max(endMs, nowMs - beganMs)
  const pauseMs = originMs - endMs
  const pause = { name: 'pause', startMs: endMs, durationMs: pauseMs, steady: false }
  return {
    beganMs,
    originMs,
    lane: {
      ...lane,
      schedule: joined(before.schedule, lane.schedule, pauseMs),
      phases: [
        ...phases,
        ...(pauseMs > 0 ? [pause] : []),
        ...lane.phases.map((phase) => ({ ...phase, startMs: phase.startMs + originMs })),
      ],
    },
  }
}

/** Only rates are searched for. */
function joined(
  before: RecordedSchedule,
  next: RecordedSchedule,
  pauseMs: number,
): RecordedSchedule {
  if (before.kind !== 'open' || next.kind !== 'open') return next
  const pause = { durationMs: pauseMs, fromPerSecond: 0, toPerSecond: 0 }
  return { ...next, stages: [...before.stages, ...(pauseMs > 0 ? [pause] : []), ...next.stages] }
}

const laneOf = ({ identity, schedule, phases, mix }: LoadLane): JournalLane => ({
  scenario: identity,
  schedule: recordedSchedule(schedule),
  phases,
  ...(mix === undefined ? {} : { share: shareOfMix(mix) }),
})
