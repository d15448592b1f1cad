import type { TimedSchedule } from '../schedule/arrivals.ts'

/** A load test of a server that is known through and through, as data. */
export interface SelfTestPlan {
  readonly ratePerSecond: number
  readonly durationMs: number
  /** What the server takes for an answer, as it was told; what it really takes is read from its own log. */
  readonly serviceMs: number
  /** More than come during a freeze, so that none waits for one. */
  readonly connections: number
  /** In their order. */
  readonly freezes: readonly Freeze[]
}

/** A stretch in which the whole server stands still. */
export interface Freeze {
  /** From the start of the schedule. */
  readonly startMs: number
  readonly durationMs: number
}

/** Usual length: long enough for a p99.9, three freezes included. */
export const SELF_TEST_MS = 30_000
/** Shorter, a freeze would hold too few arrivals to move a percentile. */
export const SHORTEST_SELF_TEST_MS = 3_000

const RATE_PER_SECOND = 500
const SERVICE_MS = 5
const FREEZES = 3
/** Of the whole time, each: 1 s of 30. */
const FREEZE_SHARE = 1 / 30
/** More connections than arrivals in the longest freeze that is usual. */
const SPARE = 1.2

/** Three freezes, each in the middle of its third: at 5, 15 and 25 s for 1 s when it is as long as usual. */
export function selfTestPlan(durationMs: number = SELF_TEST_MS): SelfTestPlan {
  const freezeMs = durationMs * FREEZE_SHARE
  return {
    ratePerSecond: RATE_PER_SECOND,
    durationMs,
    serviceMs: SERVICE_MS,
    connections: Math.ceil(((freezeMs * RATE_PER_SECOND) / 1000) * SPARE),
    freezes: Array.from({ length: FREEZES }, (_, index) => ({
      startMs: (durationMs * (2 * index + 1)) / (2 * FREEZES),
      durationMs: freezeMs,
    })),
  }
}

/** When iterations are due. */
export function scheduleOf({ ratePerSecond, durationMs }: SelfTestPlan): TimedSchedule {
  const stage = { durationMs, fromPerSecond: ratePerSecond, toPerSecond: ratePerSecond }
  return { kind: 'open', stages: [stage], arrivals: 'uniform' }
}
