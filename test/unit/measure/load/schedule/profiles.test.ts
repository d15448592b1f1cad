import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scheduleProblems } from '../../../../../src/measure/load/schedule/check.ts'
import {
  expectedCount,
  scheduleDurationMs,
} from '../../../../../src/measure/load/schedule/describe.ts'
import {
  type Drive,
  phaseAt,
  planProfile,
  planReplay,
} from '../../../../../src/measure/load/schedule/profiles/plan.ts'
import { resolveNumbers } from '../../../../../src/measure/load/schedule/profiles/resolve.ts'
import { DEFAULT_LEVEL, PROFILES } from '../../../../../src/measure/load/schedule/profiles/table.ts'
import {
  LOAD_PROFILES,
  type LoadProfileName,
  type PhasedSchedule,
} from '../../../../../src/model/load.ts'

const OPEN: Drive = { kind: 'open', arrivals: 'uniform' }
const CLOSED: Drive = { kind: 'closed', thinkTimeMs: 5, pacingMs: 0 }

interface Asked {
  readonly level?: number
  readonly drive?: Drive
  readonly numbers?: Record<string, number>
}

const plan = (name: LoadProfileName, { level = 100, drive = OPEN, numbers = {} }: Asked = {}) =>
  planProfile({ profile: PROFILES[name], level, drive, numbers })

/** `base 0-4000: 100` and so on; a ramp has both of its ends. */
function legs({ schedule, phases }: PhasedSchedule): string[] {
  if (schedule.kind === 'replay') return []
  return schedule.stages.map((stage, index) => {
    const [from, to] =
      'fromUsers' in stage
        ? [stage.fromUsers, stage.toUsers]
        : [stage.fromPerSecond, stage.toPerSecond]
    const { name = '', steady } = phases[index] ?? {}
    const level = from === to ? `${from}` : `${from}→${to}`
    return `${name}: ${stage.durationMs} ms at ${level}${steady === true ? '' : ', not steady'}`
  })
}

describe('profiles by their defaults', () => {
  it('are sustained and soak: one level', () => {
    expect(legs(plan('sustained'))).toEqual(['base: 10000 ms at 100'])
    expect(legs(plan('soak'))).toEqual([
      'ramp-up: 60000 ms at 0→100, not steady',
      'base: 3600000 ms at 100',
      'ramp-down: 10000 ms at 100→0, not steady',
    ])
  })

  it('are mixed: one level after a ramp', () => {
    expect(legs(plan('mixed'))).toEqual([
      'ramp-up: 5000 ms at 0→100, not steady',
      'base: 60000 ms at 100',
    ])
  })

  it('are ramp: a rise and its top', () => {
    expect(legs(plan('ramp'))).toEqual([
      'rise: 45000 ms at 10→100, not steady',
      'top: 15000 ms at 100',
    ])
  })

  it('are burst: bursts over a base', () => {
    expect(legs(plan('burst', { numbers: { bursts: 2, durationMs: 20_000 } }))).toEqual([
      'base: 4000 ms at 100',
      'burst 1: 2000 ms at 500',
      'base: 8000 ms at 100',
      'burst 2: 2000 ms at 500',
      'base: 4000 ms at 100',
    ])
  })

  it('are spike: one, with time to recover', () => {
    expect(legs(plan('spike'))).toEqual([
      'base: 18000 ms at 100',
      'spike: 6000 ms at 1000',
      'recovery: 36000 ms at 100',
    ])
  })

  it('are stress: a staircase through the level', () => {
    expect(legs(plan('stress'))).toEqual(
      [25, 50, 75, 100, 125, 150, 175, 200].map(
        (rate, index) => `step ${index + 1}: 15000 ms at ${rate}`,
      ),
    )
  })

  it('are breakpoint: what it tries while all holds, up to the highest', () => {
    const numbers = { highestPerSecond: 700 }
    expect(legs(plan('breakpoint', { numbers }))).toEqual(
      [100, 200, 400, 700].map((rate, index) => `try ${index + 1}: 10000 ms at ${rate}`),
    )
  })
})

describe('any profile', () => {
  const names = fc.constantFrom(...LOAD_PROFILES)
  const length = fc.integer({ min: 0, max: 60_000 })
  const edges = fc.record({ warmUpMs: length, rampUpMs: length, rampDownMs: length })

  it('is wrapped by a ramp up, a warm-up at its first level, and a ramp down', () => {
    const numbers = { durationMs: 1_000, rampUpMs: 100, warmUpMs: 200, rampDownMs: 300, bursts: 1 }
    expect(legs(plan('burst', { numbers }))).toEqual([
      'ramp-up: 100 ms at 0→100, not steady',
      'warm-up: 200 ms at 100, not steady',
      'base: 400 ms at 100',
      'burst 1: 200 ms at 500',
      'base: 400 ms at 100',
      'ramp-down: 300 ms at 100→0, not steady',
    ])
  })

  it('has phases that cover its schedule without gaps, and a schedule that can be run', () => {
    fc.assert(
      fc.property(names, edges, fc.integer({ min: 1, max: 5_000 }), (name, numbers, level) => {
        for (const model of PROFILES[name].models) {
          const { schedule, phases } = plan(name, {
            level,
            numbers,
            drive: model === 'open' ? OPEN : CLOSED,
          })
          expect(scheduleProblems(schedule)).toEqual([])
          const end = phases.reduce((atMs, phase) => {
            expect(phase.startMs).toBe(atMs)
            expect(phase.durationMs).toBeGreaterThan(0)
            return atMs + phase.durationMs
          }, 0)
          expect(end).toBeCloseTo(scheduleDurationMs(schedule), 6)
          expect(phases.some(({ steady }) => steady)).toBe(true)
        }
      }),
    )
  })

  it('lasts as long as it says, beside its edges, whatever its other numbers', () => {
    const timed = LOAD_PROFILES.filter((name) => name !== 'breakpoint')
    fc.assert(
      fc.property(
        fc.constantFrom(...timed),
        fc.integer({ min: 1, max: 1e6 }),
        (name, durationMs) => {
          const numbers = { durationMs, rampUpMs: 0, rampDownMs: 0 }
          expect(scheduleDurationMs(plan(name, { numbers }).schedule)).toBeCloseTo(durationMs, 4)
        },
      ),
    )
  })

  it('has whole users, and never none where some are asked for', () => {
    const closed = plan('stress', { level: 3, drive: CLOSED })
    expect(legs(closed).map((leg) => leg.split(' at ')[1])).toEqual([
      '1',
      '2',
      '2',
      '3',
      '4',
      '5',
      '5',
      '6',
    ])
    expect(closed.schedule).toMatchObject({ kind: 'closed', thinkTimeMs: 5 })
  })

  it('has one recording as its only phase, when it is a replay', () => {
    const { phases } = planReplay({ kind: 'replay', arrivalsMs: [0, 5, 90] })
    expect(phases).toEqual([{ name: 'replay', startMs: 0, durationMs: 91, steady: true }])
  })

  it('keeps the mean rate of its bursts', () => {
    const { schedule } = plan('burst')
    if (schedule.kind !== 'open') throw new Error('not open')
    expect(expectedCount(schedule)).toBe(60 * (0.8 * 100 + 0.2 * 500))
  })
})

describe('the phase of a moment', () => {
  const { phases } = plan('spike')

  it('is the next one where two meet, and none outside', () => {
    expect([0, 17_999, 18_000, 24_000].map((atMs) => phaseAt(phases, atMs)?.name)).toEqual([
      'base',
      'base',
      'spike',
      'recovery',
    ])
    expect([-1, 60_000].map((atMs) => phaseAt(phases, atMs))).toEqual([undefined, undefined])
  })
})

describe('the table of profiles', () => {
  it('says of each number its key, bounds and meaning, and has defaults within them', () => {
    for (const name of LOAD_PROFILES) {
      const profile = PROFILES[name]
      expect(profile.name).toBe(name)
      expect(profile.description).not.toBe('')
      for (const parameter of profile.parameters) {
        expect(parameter.key).toMatch(/^[a-z][A-Za-z]+$/)
        expect(parameter.key.endsWith('Ms')).toBe(false)
        expect(parameter.meaning).not.toBe('')
        expect(parameter.default).toBeGreaterThanOrEqual(parameter.least)
        expect(parameter.default).toBeLessThanOrEqual(parameter.most)
      }
      const keys = profile.parameters.map(({ key }) => key)
      expect(new Set(keys).size).toBe(keys.length)
    }
    expect(DEFAULT_LEVEL).toEqual({ open: 100, closed: 10 })
  })

  it('means the same by the same key, whatever the profile', () => {
    const units = new Map<string, string>()
    for (const { parameters } of Object.values(PROFILES)) {
      for (const { key, unit } of parameters) {
        expect(units.get(key) ?? unit).toBe(unit)
        units.set(key, unit)
      }
    }
  })
})

describe('numbers of a profile', () => {
  it('are those given, else the defaults', () => {
    const { numbers, problems } = resolveNumbers(PROFILES.burst, {
      bursts: 3,
      durationMs: undefined,
    })
    expect(problems).toEqual([])
    expect(numbers).toMatchObject({ bursts: 3, durationMs: 60_000, burstFactor: 5, rampUpMs: 0 })
  })

  it('are complained about all at once', () => {
    const given = { bursts: 1.5, durationMs: 0, burstPercent: Number.NaN, stepMs: 4 }
    const { numbers, problems } = resolveNumbers(PROFILES.burst, given)
    expect(problems).toEqual([
      'duration: expected a time in ms from 1 to 2592000000, got 0',
      'bursts: expected a whole number from 1 to 10000, got 1.5',
      'burstPercent: expected a number from 0.1 to 90, got NaN',
      'step: not a number of the profile burst, which has duration, bursts, burstFactor, burstPercent, warmUp, rampUp, rampDown',
    ])
    expect(numbers).toMatchObject({ bursts: 6, durationMs: 60_000 })
  })
})
