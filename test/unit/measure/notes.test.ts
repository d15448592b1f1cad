import { describe, expect, test } from 'vitest'
import { noteLaunches } from '../../../src/measure/bench/notes.ts'
import type { LaunchMeasurement } from '../../../src/measure/bench/launch/protocol.ts'
import type { Metric } from '../../../src/model/run.ts'
import { launchOf, launchParts } from './launches.ts'

interface Sketch {
  readonly wallNs: number
  readonly cpuNs?: number
  readonly mode?: 'sync' | 'async'
}

/** A launch of which only the typical times are known; without `cpuNs`, its CPU clock was too coarse. */
function sketch({ wallNs, cpuNs, mode = 'sync' }: Sketch): LaunchMeasurement {
  const parts = launchParts({ wall: [wallNs] })
  const measured = launchOf({
    wall: [wallNs],
    mode,
    main: { ...parts.main, cpu: Float64Array.of(cpuNs ?? 1) },
  })
  const { cpu, ...others } = measured.launch.metrics
  const metrics: Record<string, Metric> = { ...others }
  if (cpuNs !== undefined) metrics['cpu'] = { ...(cpu ?? others['latency']), mean: cpuNs } as Metric
  return { ...measured, launch: { ...measured.launch, metrics } }
}

const codes = (...launches: readonly Sketch[]): string[] =>
  noteLaunches(launches.map(sketch)).map(({ code }) => code)

const busy = (wallNs: number): Sketch => ({ wallNs, cpuNs: wallNs })

describe('modes', () => {
  test('launches in two tiers of the compiler', () => {
    const launches = [10e3, 10.1e3, 57e3, 57.5e3, 10.2e3].map(busy)
    const [note] = noteLaunches(launches.map(sketch))
    expect(note?.code).toBe('LAUNCHES_IN_MODES')
    expect(note?.message).toContain('60 % near 10.1 µs, 40 % near 57.2 µs')
  })

  test('launches that agree, or are too few, or took no time at all', () => {
    expect(codes(...[10, 10.1, 10.2, 10.3, 10.1].map(busy))).toEqual([])
    expect(codes(...[10, 60].map(busy))).toEqual([])
    expect(codes(...[0, 0, 5, 5, 5].map(busy))).not.toContain('LAUNCHES_IN_MODES')
  })
})

describe('waiting', () => {
  test.each([
    ['wall 1.5 × the CPU time', { wallNs: 1500, cpuNs: 1000 }, ['WALL_EXCEEDS_CPU']],
    ['wall 1.1 × the CPU time', { wallNs: 1100, cpuNs: 1000 }, []],
    ['asynchronous scenarios wait', { wallNs: 9000, cpuNs: 1000, mode: 'async' }, []],
  ] as const)('%s', (_, launch, expected) => {
    expect(codes(launch)).toEqual(expected)
  })

  test('is judged by the launch in the middle', () => {
    const disturbed = { wallNs: 5000, cpuNs: 1000 }
    expect(codes(busy(1000), busy(1000), disturbed)).toEqual([])
  })
})

describe('empty loop', () => {
  test.each([
    [[0.3, 0.31, 0.4], ['AS_FAST_AS_AN_EMPTY_LOOP']],
    [[0.3, 0.31, 0.7], []],
    [[5], []],
  ])('medians of %j ns', (medians, expected) => {
    expect(codes(...medians.map(busy))).toEqual(expected)
  })
})

describe('the CPU clock', () => {
  test('too coarse in every launch', () => {
    expect(codes({ wallNs: 10 }, { wallNs: 10 })).toEqual(['CPU_CLOCK_TOO_COARSE'])
    expect(codes({ wallNs: 10 }, busy(10))).toEqual([])
  })

  test('without launches nothing is known', () => {
    expect(codes()).toEqual([])
  })
})

test('what launches note themselves is said once, with how many noted it', () => {
  const notes = [{ code: 'WARM_UP_SHORT', message: 'too short' }]
  const warm = { iterationNs: 1, tookNs: 1, notes }
  const found = noteLaunches([
    launchOf({ wall: [5], warm }),
    launchOf({ wall: [5] }),
    launchOf({ wall: [5], warm }),
  ])
  expect(found).toEqual([{ code: 'WARM_UP_SHORT', message: 'in 2 of 3 launches: too short' }])
})
