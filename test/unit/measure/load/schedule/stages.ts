import fc from 'fast-check'
import { createRandom } from '../../../../../src/kernel/random.ts'
import type { RateStage, UserStage } from '../../../../../src/model/load.ts'
import {
  type ArrivalTimes,
  arrivalTimes,
  type TimedSchedule,
} from '../../../../../src/measure/load/schedule/arrivals.ts'
import { type LoadShare, WHOLE_LOAD } from '../../../../../src/measure/load/schedule/share.ts'

/** Schedules of a few stages, made up by fast-check, and the arrivals of any as a list. */

const rate = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 400 }),
  fc.double({ min: 0, max: 400, noNaN: true }),
)

/** Up to five stages, with jumps, rates of 0 and lengths of 0 among them. */
export const rateStages: fc.Arbitrary<RateStage[]> = fc.array(
  fc.record({
    durationMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2_000 })),
    fromPerSecond: rate,
    toPerSecond: rate,
  }),
  { minLength: 1, maxLength: 5 },
)

const users = fc.integer({ min: 0, max: 12 })

/** The same of users. */
export const userStages: fc.Arbitrary<UserStage[]> = fc.array(
  fc.record({
    durationMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2_000 })),
    fromUsers: users,
    toUsers: users,
  }),
  { minLength: 1, maxLength: 5 },
)

/** One rate all the time. */
export const constant = (perSecond: number, durationMs: number): RateStage => ({
  durationMs,
  fromPerSecond: perSecond,
  toPerSecond: perSecond,
})

/** All that is left of an iterator. */
function drain(times: ArrivalTimes): number[] {
  const all: number[] = []
  for (let timeMs = times.next(); timeMs !== Number.POSITIVE_INFINITY; timeMs = times.next()) {
    all.push(timeMs)
  }
  return all
}

/** A worker's arrivals as a list; without a share, everyone's. */
export function listOf(
  schedule: TimedSchedule,
  { seed = 1, share = WHOLE_LOAD }: { seed?: number; share?: LoadShare } = {},
): number[] {
  return drain(arrivalTimes(schedule, { random: createRandom(seed), share }))
}
