import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../../src/kernel/random.ts'
import {
  arrivalTimes,
  type TimedSchedule,
} from '../../../../../src/measure/load/schedule/arrivals.ts'
import {
  expectedCount,
  rateAt,
  scheduleDurationMs,
} from '../../../../../src/measure/load/schedule/describe.ts'
import {
  countAt,
  RateCursor,
  ratePieces,
} from '../../../../../src/measure/load/schedule/rate-line.ts'
import { WHOLE_LOAD } from '../../../../../src/measure/load/schedule/share.ts'
import type { RateStage } from '../../../../../src/model/load.ts'
import { constant, listOf, rateStages } from './stages.ts'

const uniform = (...stages: RateStage[]): TimedSchedule => ({
  kind: 'open',
  arrivals: 'uniform',
  stages,
})
const poisson = (...stages: RateStage[]): TimedSchedule => ({
  kind: 'open',
  arrivals: 'poisson',
  stages,
})
const ramp = (fromPerSecond: number, toPerSecond: number, durationMs: number): RateStage => ({
  durationMs,
  fromPerSecond,
  toPerSecond,
})

/** The integral of the rate, summed in small steps of the rate that a schedule shows. */
function naiveCount(stages: readonly RateStage[], untilMs: number, steps = 20_000): number {
  const stepMs = untilMs / steps
  let sum = 0
  for (let step = 0; step < steps; step++) sum += rateAt(stages, (step + 0.5) * stepMs)
  return (sum * stepMs) / 1000
}

/** Variance ÷ mean of how many fall into each window: 1 of a Poisson process, 0 of an even one. */
function dispersion(timesMs: readonly number[], windowMs: number, durationMs: number): number {
  const counts = new Array<number>(Math.floor(durationMs / windowMs)).fill(0)
  for (const timeMs of timesMs) {
    const window = Math.floor(timeMs / windowMs)
    counts[window] = (counts[window] ?? 0) + 1
  }
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1) / mean
}

describe('uniform arrivals', () => {
  it('lie on one absolute timeline, the first at once', () => {
    expect(listOf(uniform(constant(4, 1_000)))).toEqual([0, 250, 500, 750])
    expect(listOf(uniform(constant(500, 30_000)))).toHaveLength(15_000)
    expect(listOf(uniform(constant(500, 30_000))).at(-1)).toBe(29_998)
  })

  it('go with the square root of their number on a ramp from 0', () => {
    const times = listOf(uniform(ramp(0, 100, 10_000)))
    expect(times).toHaveLength(500)
    for (const [number, timeMs] of times.entries()) {
      expect(timeMs).toBeCloseTo(1000 * Math.sqrt(number / 5), 8)
    }
  })

  it('mirror themselves on the way down: what is left goes with the square root', () => {
    const times = listOf(uniform(ramp(100, 0, 10_000)))
    expect(times).toHaveLength(500)
    for (const [number, timeMs] of times.entries()) {
      expect(timeMs).toBeCloseTo(10_000 - 1000 * Math.sqrt((500 - number) / 5), 7)
    }
  })

  it('pause where the rate is 0, and go on when it is not', () => {
    const stages = [constant(0, 3_000), constant(2, 1_000), constant(0, 500), constant(2, 1_000)]
    expect(listOf(uniform(...stages))).toEqual([3_000, 3_500, 4_500, 5_000])
  })

  it('carry a part of an arrival from one stage to the next', () => {
    // 1.5 arrivals, then the other half at 10/s: the third is 50 ms into the second stage.
    expect(listOf(uniform(constant(1.5, 1_000), constant(10, 100)))).toEqual([0, 1000 / 1.5, 1_050])
  })

  it('do not add up rounding: no arrival more or less', () => {
    // Ten times 0.7 is 7.000000000000001.
    const tenths = Array.from({ length: 10 }, () => constant(0.7, 1_000))
    expect(listOf(uniform(...tenths))).toHaveLength(7)
    expect(expectedCount(uniform(...tenths))).toBe(7)
    const thirds = Array.from({ length: 3_000 }, () => constant(100 / 3, 1_000))
    expect(listOf(uniform(...thirds))).toHaveLength(100_000)
    expect(expectedCount(uniform(...thirds))).toBe(100_000)
  })

  it('are exact to the last of a day at 10,000/s', () => {
    const cursor = new RateCursor(ratePieces([constant(10_000, 86_400_000)]))
    expect(cursor.timeOf(863_999_999)).toBeCloseTo(86_399_999.9, 6)
    expect(cursor.timeOf(864_000_000)).toBe(Number.POSITIVE_INFINITY)
  })

  it('come as the rate that is shown says, whatever the stages', () => {
    fc.assert(
      fc.property(rateStages, (stages) => {
        const times = listOf(uniform(...stages))
        expect(times).toHaveLength(expectedCount(uniform(...stages)))
        const picked = times.filter((_, place) => place % Math.ceil(times.length / 3) === 0)
        for (const timeMs of picked) {
          const number = times.indexOf(timeMs)
          expect(Math.abs(naiveCount(stages, timeMs) - number)).toBeLessThan(0.1)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('solve the integral that counts them', () => {
    fc.assert(
      fc.property(rateStages, (stages) => {
        const pieces = ratePieces(stages)
        for (const [number, timeMs] of listOf(uniform(...stages)).entries()) {
          expect(Math.abs(countAt(pieces, timeMs) - number)).toBeLessThan(1e-6)
        }
      }),
    )
  })

  it('are even: variance ÷ mean of counts per 10 ms is far below 0.1', () => {
    const times = listOf(uniform(constant(1_000, 20_000)))
    expect(dispersion(times, 10, 20_000)).toBeLessThan(0.1)
  })
})

describe('Poisson arrivals', () => {
  it('are a contract: these are the first of seed 1, on every machine and in every version', () => {
    expect(listOf(poisson(constant(1_000, 1_000))).slice(0, 5)).toEqual(FIRST_OF_1)
  })

  it.each([1, 2, 3])('have variance ÷ mean of counts per 10 ms near 1 (seed %i)', (seed) => {
    const times = listOf(poisson(constant(1_000, 100_000)), { seed })
    // Of 10,000 windows its standard error is √(2 ÷ 10,000), 0.014.
    expect(Math.abs(dispersion(times, 10, 100_000) - 1)).toBeLessThan(0.05)
  })

  it.each([1, 2, 3])('have exponential gaps (seed %i)', (seed) => {
    const times = listOf(poisson(constant(1_000, 20_000)), { seed })
    const gaps = times
      .map((timeMs, place) => timeMs - (times[place - 1] ?? 0))
      .toSorted((a, b) => a - b)
    // Kolmogorov's D: √n·D passes 1.63 once in a hundred seeds.
    const distance = Math.max(
      ...gaps.map((gapMs, place) => Math.abs(1 - Math.exp(-gapMs) - (place + 0.5) / gaps.length)),
    )
    expect(Math.sqrt(gaps.length) * distance).toBeLessThan(1.63)
  })

  it('follow a ramp as thinning does', () => {
    const stages = [ramp(0, 400, 20_000), constant(0, 5_000), ramp(400, 100, 10_000)]
    const windows = 35
    const counts = countsIn(listOf(poisson(...stages), { seed: 5 }), windows)
    const oracle = new Array<number>(windows).fill(0)
    const random = createRandom(6)
    const repeats = 50
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const [window, count] of countsIn(thinned(stages, 400, random), windows).entries()) {
        oracle[window] = (oracle[window] ?? 0) + count / repeats
      }
    }
    const filled = oracle.map((mean, window) => ({ mean, count: counts[window] ?? 0 }))
    const chiSquare = filled
      .filter(({ mean }) => mean > 5)
      .reduce((sum, { mean, count }) => sum + (count - mean) ** 2 / (mean * (1 + 1 / repeats)), 0)
    // χ² with 30 degrees of freedom: 59.7 is passed once in a thousand seeds.
    expect(chiSquare).toBeLessThan(59.7)
    expect(counts.slice(20, 25)).toEqual([0, 0, 0, 0, 0])
  })

  it('are as many as expected, on average', () => {
    const schedule = poisson(ramp(0, 100, 10_000), constant(100, 5_000))
    expect(expectedCount(schedule)).toBe(1_000)
    const runs = Array.from({ length: 100 }, (_, seed) => listOf(schedule, { seed }).length)
    const mean = runs.reduce((sum, count) => sum + count, 0) / runs.length
    // The standard error of a mean of 100 is √(1000 ÷ 100).
    expect(Math.abs(mean - 1_000)).toBeLessThan(3.5 * Math.sqrt(10))
  })

  it('differ by seed only', () => {
    const schedule = poisson(constant(50, 1_000))
    expect(listOf(schedule, { seed: 9 })).toEqual(listOf(schedule, { seed: 9 }))
    expect(listOf(schedule, { seed: 9 })).not.toEqual(listOf(schedule, { seed: 10 }))
    const drawn = createRandom(9)
    drawn.float()
    const first = arrivalTimes(schedule, { random: drawn, share: WHOLE_LOAD }).next()
    expect(first).toBe(listOf(schedule, { seed: 9 })[0])
  })
})

describe('any arrivals', () => {
  const schedules = fc.oneof(
    rateStages.map((stages) => uniform(...stages)),
    rateStages.map((stages) => poisson(...stages)),
    fc.array(fc.nat({ max: 5_000 }), { minLength: 1, maxLength: 50 }).map(
      (times): TimedSchedule => ({
        kind: 'replay',
        arrivalsMs: times.toSorted((a, b) => a - b),
      }),
    ),
  )

  it('are, shared among workers, the schedule to the last one', () => {
    fc.assert(
      fc.property(
        schedules,
        fc.integer({ min: 1, max: 7 }),
        fc.nat(),
        (schedule, workers, seed) => {
          const shares = Array.from({ length: workers }, (_, worker) =>
            listOf(schedule, { seed, share: { worker, workers } }),
          )
          const union = shares.flat().toSorted((a, b) => a - b)
          expect(union).toEqual(listOf(schedule, { seed }))
          const sizes = shares.map((share) => share.length)
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  it('ascend, within the time of the schedule, and stay at their end', () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        const times = listOf(schedule)
        expect(times).toEqual(times.toSorted((a, b) => a - b))
        const [first = 0, last = 0] = [times[0], times.at(-1)]
        expect(first).toBeGreaterThanOrEqual(0)
        expect(last).toBeLessThanOrEqual(scheduleDurationMs(schedule))
        const iterator = arrivalTimes(schedule, { random: createRandom(1), share: WHOLE_LOAD })
        for (const _ of times) iterator.next()
        expect([iterator.next(), iterator.next()]).toEqual([Infinity, Infinity])
      }),
    )
  })

  it('have no share that does not exist', () => {
    const schedule = uniform(constant(1, 1_000))
    expect(() => listOf(schedule, { share: { worker: 2, workers: 2 } })).toThrow(RangeError)
    expect(() => listOf(schedule, { share: { worker: 0, workers: 0 } })).toThrow(RangeError)
  })
})

describe('what a schedule comes to', () => {
  it('is the rate at any time: of the next stage where two meet, and 0 outside', () => {
    const stages = [ramp(0, 100, 1_000), constant(20, 0), constant(7, 1_000)]
    expect([-1, 0, 250, 1_000, 1_999, 2_000].map((atMs) => rateAt(stages, atMs))).toEqual([
      0, 0, 25, 7, 7, 0,
    ])
  })

  it('is the length of a recording and its count', () => {
    const replay: TimedSchedule = { kind: 'replay', arrivalsMs: [0, 3, 9] }
    expect([scheduleDurationMs(replay), expectedCount(replay)]).toEqual([10, 3])
    expect(listOf(replay)).toEqual([0, 3, 9])
  })
})

const FIRST_OF_1: readonly number[] = [
  0.1127064229630626, 0.7532863627722703, 1.213902245903929, 2.07294978701546, 2.1441944970476197,
]

function countsIn(timesMs: readonly number[], seconds: number): number[] {
  const counts = new Array<number>(seconds).fill(0)
  for (const timeMs of timesMs) {
    const second = Math.floor(timeMs / 1000)
    counts[second] = (counts[second] ?? 0) + 1
  }
  return counts
}

/** P. A. W. Lewis & G. S. Shedler, "Simulation of nonhomogeneous Poisson processes by thinning" (1979). */
function thinned(
  stages: readonly RateStage[],
  highest: number,
  random: ReturnType<typeof createRandom>,
): number[] {
  const untilMs = stages.reduce((sum, stage) => sum + stage.durationMs, 0)
  const times: number[] = []
  let timeMs = 0
  for (;;) {
    timeMs += (-Math.log(1 - random.float()) / highest) * 1000
    if (timeMs >= untilMs) return times
    if (random.float() * highest < rateAt(stages, timeMs)) times.push(timeMs)
  }
}
