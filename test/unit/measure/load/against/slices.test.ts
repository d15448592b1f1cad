import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../../../../src/kernel/random.ts'
import { type SlicedLoad, sliceLoad } from '../../../../../src/measure/load/against/slices.ts'
import { arrivalTimes } from '../../../../../src/measure/load/schedule/arrivals.ts'
import { scheduleDurationMs } from '../../../../../src/measure/load/schedule/describe.ts'
import { WHOLE_LOAD } from '../../../../../src/measure/load/schedule/share.ts'
import { usersAt } from '../../../../../src/measure/load/schedule/users.ts'
import type { Side } from '../../../../../src/model/duet.ts'
import type { LoadSchedule, PhasedSchedule } from '../../../../../src/model/load.ts'

const unphased = (schedule: LoadSchedule): PhasedSchedule => ({ schedule, phases: [] })

const sliced = (asked: PhasedSchedule, sliceMs: number, seed = 1): SlicedLoad =>
  sliceLoad(asked, { sliceMs, random: createRandom(seed) })

function arrivalsOf(schedule: LoadSchedule): readonly number[] {
  if (schedule.kind === 'closed') throw new TypeError('users have no arrivals')
  const times = arrivalTimes(schedule, { random: createRandom(7), share: WHOLE_LOAD })
  const all: number[] = []
  for (let at = times.next(); at < Number.POSITIVE_INFINITY; at = times.next()) all.push(at)
  return all
}

/** A side's arrivals, at the times that were asked for. */
function askedTimes({ schedules, pairs }: SlicedLoad, side: Side): readonly number[] {
  return arrivalsOf(schedules[side].schedule).map((atMs) => {
    const pair = pairs.findLast(({ startMs }) => startMs[side] <= atMs + 1e-6)
    return (pair?.asked.fromMs ?? 0) + atMs - (pair?.startMs[side] ?? 0)
  })
}

const open = fc.record({
  kind: fc.constant('open' as const),
  arrivals: fc.constantFrom('uniform' as const, 'poisson' as const),
  stages: fc.array(
    fc.record({
      durationMs: fc.integer({ min: 500, max: 4000 }),
      fromPerSecond: fc.integer({ min: 0, max: 300 }),
      toPerSecond: fc.integer({ min: 0, max: 300 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
})

describe('a load in slices', () => {
  test('gives each side the arrivals that were asked for, all of them', () => {
    fc.assert(
      fc.property(
        open,
        fc.integer({ min: 200, max: 1500 }),
        fc.nat(),
        (schedule, sliceMs, seed) => {
          const load = sliced(unphased(schedule), sliceMs, seed)
          const asked = arrivalsOf(schedule)
          for (const side of ['current', 'baseline'] as const) {
            const got = askedTimes(load, side)
            expect(got.length).toBe(asked.length)
            got.forEach((atMs, index) => expect(atMs).toBeCloseTo(asked[index] ?? Number.NaN, 3))
          }
        },
      ),
    )
  })

  test('never asks both sides at a time', () => {
    fc.assert(
      fc.property(
        open,
        fc.integer({ min: 200, max: 1500 }),
        fc.nat(),
        (schedule, sliceMs, seed) => {
          const { pairs } = sliced(unphased(schedule), sliceMs, seed)
          const turns = pairs
            .flatMap(({ startMs, durationMs }) => [
              { startMs: startMs.current, durationMs },
              { startMs: startMs.baseline, durationMs },
            ])
            .toSorted((one, other) => one.startMs - other.startMs)
          turns.slice(1).forEach(({ startMs }, index) => {
            const before = turns[index]
            expect(startMs).toBe((before?.startMs ?? 0) + (before?.durationMs ?? 0))
          })
          expect(turns.length).toBe(2 * pairs.length)
        },
      ),
    )
  })

  test('takes twice as long, and each side is first now and then', () => {
    const schedule = {
      kind: 'open',
      arrivals: 'uniform',
      stages: [{ durationMs: 20_500, fromPerSecond: 10, toPerSecond: 10 }],
    } as const
    const { schedules, pairs } = sliced(unphased(schedule), 1000)
    expect(scheduleDurationMs(schedules.current.schedule)).toBe(42_000)
    expect(scheduleDurationMs(schedules.baseline.schedule)).toBe(42_000)
    expect(pairs.at(-1)).toMatchObject({
      asked: { fromMs: 20_000, toMs: 20_500 },
      durationMs: 1000,
    })
    expect(new Set(pairs.map(({ first }) => first))).toEqual(new Set(['current', 'baseline']))
  })

  test('users take turns too', () => {
    const { schedules, pairs } = sliced(
      unphased({
        kind: 'closed',
        stages: [{ durationMs: 4000, fromUsers: 8, toUsers: 8 }],
        thinkTimeMs: 0,
        pacingMs: 0,
      }),
      1000,
    )
    for (const { startMs, durationMs } of pairs) {
      const { current, baseline } = schedules
      if (current.schedule.kind !== 'closed' || baseline.schedule.kind !== 'closed') {
        throw new TypeError('not the closed model')
      }
      const middle = startMs.current + durationMs / 2
      expect(usersAt(current.schedule.stages, middle)).toBe(8)
      expect(usersAt(baseline.schedule.stages, middle)).toBe(0)
    }
  })

  test('keeps every arrival of a replay, the last one too', () => {
    const arrivalsMs = [0, 10, 999, 1000, 1500, 2200]
    const load = sliced(unphased({ kind: 'replay', arrivalsMs }), 1000)
    expect(askedTimes(load, 'current')).toEqual(arrivalsMs)
    expect(askedTimes(load, 'baseline')).toEqual(arrivalsMs)
  })

  test('begins each slice with a window of the record', () => {
    fc.assert(
      fc.property(
        open,
        fc.integer({ min: 200, max: 2500 }),
        fc.nat(),
        (schedule, sliceMs, seed) => {
          for (const { startMs } of sliced(unphased(schedule), sliceMs, seed).pairs) {
            expect([startMs.current % 1000, startMs.baseline % 1000]).toEqual([0, 0])
          }
        },
      ),
    )
  })

  test('has something that counts, however long the slices are', () => {
    const { pairs } = sliced(
      {
        schedule: {
          kind: 'open',
          arrivals: 'uniform',
          stages: [{ durationMs: 7000, fromPerSecond: 5, toPerSecond: 5 }],
        },
        phases: [
          { name: 'warm-up', startMs: 0, durationMs: 2000, steady: false },
          { name: 'base', startMs: 2000, durationMs: 5000, steady: true },
        ],
      },
      8000,
    )
    expect(pairs.map(({ asked, steady }) => [asked.fromMs, asked.toMs, steady])).toEqual([
      [0, 2000, false],
      [2000, 7000, true],
    ])
  })

  test('counts only slices that are wholly of the steady state', () => {
    const asked: PhasedSchedule = {
      schedule: {
        kind: 'open',
        arrivals: 'uniform',
        stages: [{ durationMs: 4000, fromPerSecond: 10, toPerSecond: 10 }],
      },
      phases: [
        { name: 'warm-up', startMs: 0, durationMs: 1500, steady: false },
        { name: 'base', startMs: 1500, durationMs: 2500, steady: true },
      ],
    }
    const { pairs, schedules } = sliced(asked, 1000)
    expect(pairs.map(({ steady }) => steady)).toEqual([false, false, true, true, true])
    const phases = schedules.baseline.phases
    expect(phases.filter(({ steady }) => steady).map(({ name }) => name)).toEqual([
      'slice 3',
      'slice 4',
      'slice 5',
    ])
    phases.slice(1).forEach(({ startMs }, index) => {
      const before = phases[index]
      expect(startMs).toBe((before?.startMs ?? 0) + (before?.durationMs ?? 0))
    })
  })
})
