import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextStartMs } from '../../../../../src/measure/load/schedule/pacing.ts'
import { shareOf } from '../../../../../src/measure/load/schedule/share.ts'
import {
  mostUsers,
  usersAt,
  userSpans,
  usersOf,
  workerUsersAt,
} from '../../../../../src/measure/load/schedule/users.ts'
import type { UserStage } from '../../../../../src/model/load.ts'
import { userStages } from './stages.ts'

const stage = (fromUsers: number, toUsers: number, durationMs: number): UserStage => ({
  durationMs,
  fromUsers,
  toUsers,
})

const upAndDown = [stage(0, 10, 10_000), stage(10, 10, 5_000), stage(10, 0, 10_000)]

describe('virtual users', () => {
  it('start one after the other on a ramp, the first at once, and the last is the first to end', () => {
    expect(userSpans(upAndDown, 0)).toEqual([{ startMs: 0, endMs: 25_000 }])
    expect(userSpans(upAndDown, 1)).toEqual([{ startMs: 1_000, endMs: 24_000 }])
    expect(userSpans(upAndDown, 9)).toEqual([{ startMs: 9_000, endMs: 16_000 }])
    expect(userSpans(upAndDown, 10)).toEqual([])
  })

  it('come back when they are wanted again', () => {
    const bursts = [stage(2, 2, 1_000), stage(5, 5, 500), stage(2, 2, 1_000), stage(5, 5, 500)]
    expect(userSpans(bursts, 1)).toEqual([{ startMs: 0, endMs: 3_000 }])
    expect(userSpans(bursts, 4)).toEqual([
      { startMs: 1_000, endMs: 1_500 },
      { startMs: 2_500, endMs: 3_000 },
    ])
  })

  it('are as many as are wanted, at any time', () => {
    const time = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(userStages, time, (stages, share) => {
        const atMs = share * stages.reduce((sum, each) => sum + each.durationMs, 0)
        const all = usersOf(stages, { worker: 0, workers: 1 })
        const spans = all.map((user) => userSpans(stages, user))
        const edges = spans.flat().flatMap(({ startMs, endMs }) => [startMs, endMs])
        // At the very moment of a change rounding decides.
        fc.pre(edges.every((edgeMs) => Math.abs(edgeMs - atMs) > 1e-6))
        const running = spans.filter((own) =>
          own.some(({ startMs, endMs }) => startMs <= atMs && atMs < endMs),
        )
        expect(running).toHaveLength(usersAt(stages, atMs))
        expect(usersAt(stages, atMs)).toBeLessThanOrEqual(mostUsers(stages))
      }),
      { numRuns: 500 },
    )
  })

  it('are shared among workers without one too many or too few', () => {
    fc.assert(
      fc.property(
        userStages,
        fc.integer({ min: 1, max: 5 }),
        fc.nat({ max: 9_000 }),
        (stages, workers, atMs) => {
          const shares = Array.from({ length: workers }, (_, worker) => ({ worker, workers }))
          const numbers = shares.flatMap((share) => usersOf(stages, share))
          expect(numbers.toSorted((a, b) => a - b)).toEqual(
            Array.from({ length: mostUsers(stages) }, (_, user) => user),
          )
          const running = shares.reduce((sum, share) => sum + workerUsersAt(stages, atMs, share), 0)
          expect(running).toBe(usersAt(stages, atMs))
        },
      ),
    )
  })

  it('are nobody outside the schedule', () => {
    expect([-1, 25_000].map((atMs) => usersAt(upAndDown, atMs))).toEqual([0, 0])
    expect(shareOf(2, { worker: 3, workers: 4 })).toBe(0)
  })
})

describe('a user starts again', () => {
  it('when it has thought, and its pacing allows', () => {
    const none = { thinkTimeMs: 0, pacingMs: 0 }
    expect(nextStartMs({ intendedMs: 100, endedMs: 130 }, none)).toBe(130)
    expect(nextStartMs({ intendedMs: 100, endedMs: 130 }, { ...none, thinkTimeMs: 20 })).toBe(150)
    expect(nextStartMs({ intendedMs: 100, endedMs: 130 }, { ...none, pacingMs: 1_000 })).toBe(1_100)
    expect(nextStartMs({ intendedMs: 100, endedMs: 1_500 }, { ...none, pacingMs: 1_000 })).toBe(
      1_500,
    )
  })

  it('on an absolute timeline: answers of any length below the pacing move no start', () => {
    let intendedMs = 0
    for (const tookMs of [3, 900, 999.5, 0.1]) {
      intendedMs = nextStartMs(
        { intendedMs, endedMs: intendedMs + tookMs },
        { thinkTimeMs: 0, pacingMs: 1_000 },
      )
    }
    expect(intendedMs).toBe(4_000)
  })
})
