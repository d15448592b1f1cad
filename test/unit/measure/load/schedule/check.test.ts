import { describe, expect, it } from 'vitest'
import {
  requireSchedule,
  scheduleProblems,
} from '../../../../../src/measure/load/schedule/check.ts'
import type { LoadSchedule, RateStage } from '../../../../../src/model/load.ts'
import { constant } from './stages.ts'

const open = (...stages: RateStage[]): LoadSchedule => ({
  kind: 'open',
  arrivals: 'uniform',
  stages,
})
const closed = (users: number, thinkTimeMs = 0): LoadSchedule => ({
  kind: 'closed',
  stages: [{ durationMs: 1_000, fromUsers: users, toUsers: users }],
  thinkTimeMs,
  pacingMs: 0,
})

describe('a schedule', () => {
  it('is fine when something is to be started', () => {
    const good = [open(constant(0, 10), constant(0.5, 10)), closed(1), closed(3, 20)]
    for (const schedule of good) expect(scheduleProblems(schedule)).toEqual([])
    expect(scheduleProblems({ kind: 'replay', arrivalsMs: [0, 0, 4] })).toEqual([])
  })

  it.each([
    [open(), 'a schedule needs at least one stage'],
    [open(constant(0, 1_000)), 'the schedule starts nothing: its rate is 0, or it takes no time'],
    [open(constant(5, 0)), 'the schedule starts nothing: its rate is 0, or it takes no time'],
    [open(constant(-1, 10)), 'stage 1: a rate is from 0 to 10,000,000/s, got -1'],
    [open(constant(1e12, 10)), 'stage 1: a rate is from 0 to 10,000,000/s, got 1000000000000'],
    [open(constant(Number.NaN, 10)), 'stage 1: a rate is from 0 to 10,000,000/s, got NaN'],
    [
      open(constant(1, Infinity)),
      'stage 1: a duration is a number of ms of at least 0, got Infinity',
    ],
    [closed(0), 'the schedule starts nothing: it has no users, or it takes no time'],
    [closed(2.5), 'stage 1: users are whole, 0 to 1,000,000, got 2.5'],
    [closed(1, -1), 'think time: a duration is a number of ms of at least 0, got -1'],
    [{ kind: 'replay', arrivalsMs: [] } as const, 'a replay needs at least one arrival'],
    [
      { kind: 'replay', arrivalsMs: [0, 5, 4] } as const,
      'arrival 3 of the replay: times ascend from 0, got 4',
    ],
  ])('%j is not', (schedule, problem) => {
    expect(scheduleProblems(schedule)).toEqual([problem])
    expect(() => requireSchedule(schedule)).toThrow(
      expect.objectContaining({ code: 'SCHEDULE_INVALID', message: problem, exitCode: 2 }),
    )
  })

  it('tells everything that is wrong at once', () => {
    const schedule = open(constant(-1, 10), { durationMs: -5, fromPerSecond: 1, toPerSecond: 2e7 })
    expect(scheduleProblems(schedule)).toHaveLength(3)
    expect(() => requireSchedule(schedule)).toThrow('the schedule has 3 problems')
  })
})
