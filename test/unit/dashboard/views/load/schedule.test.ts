import { describe, expect, test } from 'vitest'
import { schedulePoints } from '../../../../../dashboard/src/views/load/schedule.ts'

describe('a schedule as a line', () => {
  test('goes straight through each stage, and jumps between them', () => {
    const points = schedulePoints({
      kind: 'open',
      arrivals: 'uniform',
      stages: [
        { durationMs: 5000, fromPerSecond: 0, toPerSecond: 100 },
        { durationMs: 10_000, fromPerSecond: 100, toPerSecond: 100 },
        { durationMs: 2000, fromPerSecond: 400, toPerSecond: 400 },
      ],
    })
    expect(points).toEqual([
      [0, 0],
      [5000, 100],
      [5000, 100],
      [15_000, 100],
      [15_000, 400],
      [17_000, 400],
    ])
  })

  test('is a part of it for a scenario that shares one', () => {
    const stages = [{ durationMs: 1000, fromUsers: 8, toUsers: 8 }]
    const schedule = { kind: 'closed' as const, stages, thinkTimeMs: 0, pacingMs: 0 }
    expect(schedulePoints(schedule, 0.25)).toEqual([
      [0, 2],
      [1000, 2],
    ])
  })

  test('is not known of recorded arrivals', () => {
    expect(schedulePoints({ kind: 'replay', arrivals: 12 })).toEqual([])
  })
})
