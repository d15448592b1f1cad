import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LoadPhase, LoadSchedule, PhasedSchedule } from '../../../../src/model/load.ts'
import { renderScheduleChart } from '../../../../src/show/terminal/schedule-chart.ts'
import { scheduleCurve } from '../../../../src/show/terminal/schedule-curve.ts'
import { lengthText, timeTicks } from '../../../../src/show/text/time-axis.ts'
import { displayWidth } from '../../../../src/show/text/width.ts'

/** name, seconds, from, to, and whether it is steady. */
type Leg = readonly [name: string, seconds: number, from: number, to: number, steady?: 'steady']

function phasesOf(legs: readonly Leg[]): LoadPhase[] {
  let startMs = 0
  return legs.map(([name, seconds, , , steady]) => {
    const phase = { name, startMs, durationMs: seconds * 1000, steady: steady !== undefined }
    startMs += phase.durationMs
    return phase
  })
}

const open = (...legs: Leg[]): PhasedSchedule => ({
  phases: phasesOf(legs),
  schedule: {
    kind: 'open',
    arrivals: 'uniform',
    stages: legs.map(([, seconds, fromPerSecond, toPerSecond]) => ({
      durationMs: seconds * 1000,
      fromPerSecond,
      toPerSecond,
    })),
  },
})

const closed = (...legs: Leg[]): PhasedSchedule => ({
  phases: phasesOf(legs),
  schedule: {
    kind: 'closed',
    thinkTimeMs: 0,
    pacingMs: 0,
    stages: legs.map(([, seconds, fromUsers, toUsers]) => ({
      durationMs: seconds * 1000,
      fromUsers,
      toUsers,
    })),
  },
})

const plain = { width: 60, color: false }
const lines = (text: string): string[] => text.replace(/\n$/, '').split('\n')

describe('a schedule as a chart', () => {
  test('has ramps, levels, times and the names of its phases', () => {
    const plan = open(
      ['ramp-up', 10, 0, 500],
      ['base', 20, 500, 500, 'steady'],
      ['ramp-down', 10, 500, 0],
    )
    expect(lines(renderScheduleChart(plan, plain))).toEqual(RAMPS)
  })

  test('has bursts over their base, and lists phases whose names have no room', () => {
    const plan = open(
      ['base', 12, 200, 200, 'steady'],
      ['burst 1', 6, 1_000, 1_000, 'steady'],
      ['base', 24, 200, 200, 'steady'],
      ['burst 2', 6, 1_000, 1_000, 'steady'],
      ['base', 12, 200, 200, 'steady'],
    )
    expect(lines(renderScheduleChart(plan, plain))).toEqual(BURSTS)
  })

  test('has users in the closed model, and only ASCII where that is asked for', () => {
    const plan = closed(['ramp-up', 30, 0, 8], ['base', 60, 8, 8, 'steady'])
    const text = renderScheduleChart(plan, { ...plain, ascii: true })
    expect(lines(text)).toEqual(USERS)
    expect(text).toMatch(/^[ -~\n]*$/)
  })

  test('has the rate of a recording', () => {
    const arrivalsMs = Array.from({ length: 220 }, (_, index) =>
      index < 200 ? index * 5 : index * 10,
    )
    const schedule: LoadSchedule = { kind: 'replay', arrivalsMs }
    const phases = [{ name: 'replay', startMs: 0, durationMs: 2_190, steady: true }]
    const chart = lines(renderScheduleChart({ schedule, phases }, plain))
    expect(chart[0]).toMatch(/^ *20\d \/s ┤/)
    expect(chart[10]).toContain('replay')
  })

  test('is the same with colour, but for the colour; steady state stands out', () => {
    const plan = open(['ramp-up', 10, 0, 500], ['base', 20, 500, 500, 'steady'])
    const coloured = renderScheduleChart(plan, { ...plain, color: true })
    expect(stripVTControlCharacters(coloured)).toBe(renderScheduleChart(plan, plain))
    expect(coloured).toContain('\u001b[36m███')
    expect(coloured).toContain('\u001b[2m')
  })

  test('says what its heavy axis means only where not all of it is heavy', () => {
    const base: Leg = ['base', 10, 5, 5, 'steady']
    expect(renderScheduleChart(open(base), plain)).not.toContain('steady state')
    expect(renderScheduleChart(open(['warm-up', 1, 5, 5], base), plain)).toContain('━ steady state')
  })

  test('lists at most so many phases, and says how many more there are', () => {
    const steps = Array.from({ length: 40 }, (_, index): Leg => [`step ${index}`, 60, index, index])
    const text = renderScheduleChart(open(...steps), plain)
    expect(text.replace(/\s+/g, ' ')).toContain('step 11: 1 min, … 28 more')
  })

  test('lets no name act in the terminal', () => {
    const plan = open(['ba\u001b[31mse\n', 10, 5, 5, 'steady'])
    expect(renderScheduleChart(plan, plain)).not.toContain('\u001b')
    expect(lines(renderScheduleChart(plan, plain))).toHaveLength(11)
  })

  test('is drawn whatever is scheduled, never wider than the terminal', () => {
    const level = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e7, noNaN: true }))
    const leg = fc.tuple(fc.string({ maxLength: 30 }), fc.nat({ max: 1e6 }), level, level)
    const legs = fc.array(leg, { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(legs, fc.integer({ min: 0, max: 200 }), (given, width) => {
        const text = renderScheduleChart(open(...given), { width, color: false })
        for (const line of lines(text)) {
          expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(60, width))
        }
        expect(
          lines(text)
            .slice(0, 8)
            .every((line) => /[│┤]/.test(line)),
        ).toBe(true)
      }),
    )
  })
})

describe('the columns of a schedule', () => {
  test('show the most of their time, so that no burst is too short to be seen', () => {
    const { schedule } = open(['base', 122, 1, 1], ['spike', 0.01, 90, 90], ['base', 78, 1, 1])
    const { durationMs, levels } = scheduleCurve(schedule, 40)
    expect(durationMs).toBe(200_010)
    expect(levels.filter((each) => each === 90)).toHaveLength(1)
    expect(levels.filter((each) => each === 1)).toHaveLength(39)
  })

  test('go through every level of a ramp', () => {
    const { schedule } = open(['rise', 10, 0, 100])
    expect(scheduleCurve(schedule, 5).levels).toEqual([20, 40, 60, 80, 100])
  })

  test('count what was recorded', () => {
    const schedule: LoadSchedule = { kind: 'replay', arrivalsMs: [0, 0, 0, 500, 1_000] }
    expect(scheduleCurve(schedule, 2).levels).toEqual([6, 4])
    expect(scheduleCurve({ kind: 'replay', arrivalsMs: [0] }, 2).levels).toEqual([2_000, 0])
  })
})

describe('times on an axis', () => {
  test('are round, in one unit, and as many as have room', () => {
    const labels = (durationMs: number, columns = 60) =>
      timeTicks(durationMs, columns).map(({ label }) => label)
    expect(labels(90_000)).toEqual(['0', '30 s', '60 s', '90 s'])
    expect(labels(10_000)).toEqual(['0', '2 s', '4 s', '6 s', '8 s', '10 s'])
    expect(labels(3_600_000)).toEqual(['0', '15 min', '30 min', '45 min', '60 min'])
    expect(labels(86_400_000)).toEqual(['0', '6 h', '12 h', '18 h', '24 h'])
    expect(labels(3)).toEqual(['0', '1 ms', '2 ms', '3 ms'])
    expect(labels(0)).toEqual(['0'])
  })

  test('lie where they belong', () => {
    expect(timeTicks(40_000, 41).map(({ column }) => column)).toEqual([0, 15, 30])
  })

  test('are written with three digits', () => {
    expect([500, 1_000, 8_000, 90_000, 7_200_000, 172_800_000].map(lengthText)).toEqual([
      '500 ms',
      '1 s',
      '8 s',
      '1.5 min',
      '2 h',
      '2 d',
    ])
    expect([0, 0.25, 1_234.5, 999.9].map(lengthText)).toEqual(['0 ms', '0.25 ms', '1.23 s', '1 s'])
  })
})

const RAMPS: readonly string[] = [
  '500 /s ┤         ▂████████████████████████▂',
  '       │        ▄██████████████████████████▄',
  '       │      ▁▇████████████████████████████▇▁',
  '       │     ▃████████████████████████████████▃',
  '250 /s ┤    ▅██████████████████████████████████▅',
  '       │  ▁▇████████████████████████████████████▇▁',
  '       │ ▄████████████████████████████████████████▄',
  '       │▆██████████████████████████████████████████▆',
  '     0 └┬──────────━━━━━┯━━━━━━━━━━━━━━━━┬──────────',
  '        0               15 s             30 s',
  '        ramp-up    base                  ramp-down',
  '━ steady state',
]
const BURSTS: readonly string[] = [
  '1,000 /s ┤        ██████                ██████',
  '         │        ██████                ██████',
  '         │        ██████                ██████',
  '         │        ██████                ██████',
  '  500 /s ┤        ██████                ██████',
  '         │        ██████                ██████',
  '         │▅▅▅▅▅▅▅▅██████▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅██████▅▅▅▅▅▅▅▅',
  '         │████████████████████████████████████████████',
  '       0 └┯━━━━━━━━━━━━━━━━━━━━━┯━━━━━━━━━━━━━━━━━━━━┯',
  '          0                     30 s              60 s',
  '          base         base                  base',
  'base: 12 s, burst 1: 6 s, base: 24 s, burst 2: 6 s,',
  'base: 12 s',
]
const USERS: readonly string[] = [
  '8 users +             .##############################',
  '        |           .################################',
  '        |         .##################################',
  '        |       .####################################',
  '4 users +     .######################################',
  '        |    .#######################################',
  '        |  .#########################################',
  '        |.###########################################',
  '      0 ++-------------+==============+=============+',
  '         0             30 s           60 s       90 s',
  '         ramp-up        base',
  '= steady state',
]
