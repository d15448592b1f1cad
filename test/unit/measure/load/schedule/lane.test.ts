import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../../src/kernel/random.ts'
import type { TimedSchedule } from '../../../../../src/measure/load/schedule/arrivals.ts'
import {
  laneArrivals,
  laneUsers,
  requireMix,
} from '../../../../../src/measure/load/schedule/lane.ts'
import { WHOLE_LOAD } from '../../../../../src/measure/load/schedule/share.ts'
import { mostUsers } from '../../../../../src/measure/load/schedule/users.ts'
import { rateStages, userStages } from './stages.ts'

const weights = fc
  .array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 5 })
  .filter((each) => each.some((weight) => weight > 0))

const shares = (workers: number): { readonly worker: number; readonly workers: number }[] =>
  Array.from({ length: workers }, (_, worker) => ({ worker, workers }))

/** Of all lanes and workers together, ascending. */
function together(
  schedule: TimedSchedule,
  { mix, workers, seed }: { mix: readonly number[]; workers: number; seed: number },
): readonly number[] {
  const times: number[] = []
  for (const [index, weight] of mix.entries()) {
    if (weight === 0) continue
    for (const share of shares(workers)) {
      const random = createRandom(seed).split('schedule')
      const arrivals = laneArrivals(schedule, { weights: mix, index }, { random, share })
      for (let next = arrivals.next(); next !== Infinity; next = arrivals.next()) times.push(next)
    }
  }
  return times.toSorted((a, b) => a - b)
}

function whole(schedule: TimedSchedule, seed: number): readonly number[] {
  const random = createRandom(seed).split('schedule')
  const arrivals = laneArrivals(schedule, undefined, { random, share: WHOLE_LOAD })
  const times: number[] = []
  for (let next = arrivals.next(); next !== Infinity; next = arrivals.next()) times.push(next)
  return times
}

describe('lanes of one mix', () => {
  it('together start exactly what the schedule does, however many workers share it', () => {
    const schedules = fc.record({
      kind: fc.constant('open' as const),
      stages: rateStages,
      arrivals: fc.constantFrom('uniform' as const, 'poisson' as const),
    })
    const shared = fc.record({
      mix: weights,
      workers: fc.integer({ min: 1, max: 4 }),
      seed: fc.nat(),
    })
    fc.assert(
      fc.property(schedules, shared, (schedule, by) => {
        expect(together(schedule, by)).toEqual(whole(schedule, by.seed))
      }),
      { numRuns: 50 },
    )
  })

  it('likewise of a replay', () => {
    const schedule = { kind: 'replay', arrivalsMs: [0, 5, 5, 7, 100] } as const
    expect(together(schedule, { mix: [2, 0, 1], workers: 2, seed: 4 })).toEqual([0, 5, 5, 7, 100])
  })

  it('divide the users among them, each user once', () => {
    fc.assert(
      fc.property(userStages, weights, fc.integer({ min: 1, max: 4 }), (stages, mix, workers) => {
        const users = mix.flatMap((weight, index) =>
          weight === 0
            ? []
            : shares(workers).flatMap((share) => laneUsers(stages, { weights: mix, index }, share)),
        )
        const all = Array.from({ length: mostUsers(stages) }, (_, user) => user)
        expect(users.toSorted((a, b) => a - b)).toEqual(all)
      }),
    )
  })

  it('deal a lane’s users out evenly: each worker has as many as its connections are for', () => {
    const stages = [{ durationMs: 1000, fromUsers: 8, toUsers: 8 }]
    const mix = { weights: [1, 1], index: 0 }
    const dealt = shares(2).map((share) => laneUsers(stages, mix, share))
    expect(dealt).toEqual([
      [0, 4],
      [2, 6],
    ])
  })

  it('a kind without weight is none', () => {
    expect(() => requireMix({ weights: [1, 0], index: 1 })).toThrow(RangeError)
    expect(() => requireMix({ weights: [1, Number.NaN], index: 0 })).toThrow(/weights are numbers/)
  })
})
