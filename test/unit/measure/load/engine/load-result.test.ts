import { describe, expect, test } from 'vitest'
import { closeWindow } from '../../../../../src/measure/load/engine/close-window.ts'
import { loadResult } from '../../../../../src/measure/load/engine/load-result.ts'
import type {
  LaneWindow,
  TallyParts,
  WorkerWindow,
} from '../../../../../src/measure/load/engine/parts.ts'
import {
  type LoadLane,
  type LoadPlan,
  resolvePlan,
  type ResolvedPlan,
} from '../../../../../src/measure/load/engine/plan.ts'
import { Totals } from '../../../../../src/measure/load/engine/totals.ts'
import type { Counts, ErrorCount, Result } from '../../../../../src/model/run.ts'
import { resultSchema } from '../../../../../src/model/schema/result.ts'
import { packHistogram } from '../../../../../src/record/histogram-text.ts'
import { QUIET } from './rig.ts'
import { histogramOf, laneWindow, tallyOf, workerWindow } from './windows.ts'

const LANE: LoadLane = {
  identity: { key: 'home', name: 'home', category: 'load', tags: [], params: {}, file: '' },
  budget: {},
  profile: 'sustained',
  schedule: {
    kind: 'open',
    arrivals: 'uniform',
    stages: [{ durationMs: 2000, fromPerSecond: 100, toPerSecond: 100 }],
  },
  phases: [],
  work: {
    kind: 'exchange',
    transport: { url: 'file:///x.ts', exportName: 'x' },
    plan: {},
    feed: undefined,
  },
  connections: 10,
  pipelining: 1,
}

const PLAN: LoadPlan = {
  lanes: [LANE],
  workers: 2,
  maxInFlight: 100,
  timeoutMs: 1000,
  lateBeyondMs: 10,
  seed: 1,
  cwd: '/project',
}

const UNREAD = { machine: { stolenCores: null, foreignCores: null }, sources: [] }

/** A plan of one lane. */
const planWith = (change: Partial<LoadLane>, workers = 2): ResolvedPlan =>
  resolvePlan({ ...PLAN, workers, lanes: [{ ...LANE, ...change }] })

/** What the windows of one worker come to. */
function resultOf(
  windows: readonly WorkerWindow[],
  change: Partial<LoadLane> = {},
  failures: readonly ErrorCount[] = [],
): Result {
  const plan = planWith(change)
  const [lane] = plan.lanes
  if (lane === undefined) throw new Error('no lane')
  const totals = new Totals()
  for (const window of windows) {
    for (const part of window.lanes) totals.addWorker(0, part)
    for (const closed of closeWindow([window], plan, UNREAD)) totals.addWindow(closed)
  }
  const result = loadResult({
    plan,
    lane,
    totals,
    timeline: [],
    notes: [],
    failures,
    marks: [],
    pack: packHistogram,
  })
  resultSchema.parse(result)
  return result
}

/** A window of one lane, changed. */
const windowWith = (
  change: Partial<LaneWindow>,
  latencies: readonly number[] = [],
): WorkerWindow => ({
  ...workerWindow(0, []),
  lanes: [{ ...laneWindow(latencies), ...change }],
})

const withCounts = (parts: TallyParts, counts: Partial<Counts>): TallyParts => ({
  ...parts,
  counts: { ...parts.counts, ...counts },
})

describe('the result of a load test', () => {
  test('has every metric, and throughput by the second', () => {
    const result = resultOf([
      workerWindow(0, [1e6, 2e6, 3e6]),
      workerWindow(1, [4e6]),
      // What drains after the schedule's end is no throughput of it.
      workerWindow(2, [5e6]),
    ])
    expect(result.status).toBe('ok')
    expect(result.metrics['latency']).toMatchObject({ unit: 'ns', count: 5, samples: 5 })
    expect(result.metrics['throughput']).toMatchObject({ count: 5, samples: 2, min: 1 })
    expect(result.metrics['throughput']?.max).toBeCloseTo(3, 2)
    expect(result.stages).toMatchObject([{ name: 'send', calls: 5 }])
    expect(result.launches).toEqual([])
    expect(result).toMatchObject({ bytesOut: 5, bytesIn: 10 })
  })

  test('of less than a second has its rate from all of it', () => {
    const stages = [{ durationMs: 500, fromPerSecond: 100, toPerSecond: 100 }]
    const schedule = { kind: 'open', arrivals: 'uniform', stages } as const
    const short = { ...workerWindow(0, [1e6, 1e6]), durationMs: 510 }
    expect(resultOf([short], { schedule }).metrics['throughput']?.p50).toBeCloseTo(4, 2)
  })

  test('that ended in its first second has its rate from what there was', () => {
    const ended = { ...workerWindow(0, [1e6, 1e6]), durationMs: 200 }
    expect(resultOf([ended]).metrics['throughput']?.mean).toBeCloseTo(10, 1)
  })

  test('what is left of a second is none of its seconds', () => {
    const rest = { ...workerWindow(1, [1e6]), durationMs: 4 }
    const { metrics } = resultOf([workerWindow(0, [1e6, 1e6]), rest])
    expect(metrics['throughput']).toMatchObject({ samples: 1, max: 2 })
  })

  test('without a completed iteration has failed', () => {
    const failed = withCounts(tallyOf([]), { scheduled: 2, started: 2, failed: 2 })
    const errors = [
      { code: 'HTTP_500', count: 1 },
      { code: 'TIMEOUT', count: 4 },
    ]
    const examples = [{ code: 'TIMEOUT', example: 'too long' }]
    const steady = { ...failed, histograms: {}, stages: [], errors }
    const result = resultOf([windowWith({ steady, examples })])
    expect(result.status).toBe('failed')
    expect(result.metrics).toEqual({})
    expect(result.errors).toEqual([
      { code: 'TIMEOUT', count: 4, example: 'too long' },
      { code: 'HTTP_500', count: 1, example: '' },
    ])
    expect(resultOf([]).status).toBe('failed')
  })

  test('of which nothing was due has failed, and says that nothing did', () => {
    const [idle, early] = [2000, 0].map((durationMs) =>
      resultOf([{ ...workerWindow(0, []), durationMs }]),
    )
    expect(idle).toMatchObject({ status: 'failed', errors: [] })
    expect(idle?.notes).toEqual([
      {
        code: 'NOTHING_DUE',
        message: expect.stringMatching(/^nothing was due in the 2\.00 s that count/),
      },
    ])
    expect(early?.notes.map(({ message }) => message)).toEqual([
      'it ended before the time that counts began: nothing was measured',
    ])
    expect(resultOf([windowWith({}, [1e6])]).notes).toEqual([])
  })

  test('of which all was refused has failed, and says why', () => {
    const counts = { scheduled: 3, started: 3, rejected: 3, completed: 0 }
    const steady = { ...withCounts(tallyOf([]), counts), histograms: {}, stages: [] }
    const { status, errors, notes } = resultOf([windowWith({ steady })])
    expect({ status, errors }).toEqual({ status: 'failed', errors: [] })
    expect(notes).toMatchObject([{ code: 'ALL_REJECTED' }])
  })

  test('whose generator was the limit is invalid, unless it failed', () => {
    const lag = histogramOf(Array.from({ length: 100 }, () => 50e6))
    const parts = tallyOf(Array.from({ length: 100 }, () => 60e6))
    const late = {
      ...withCounts(parts, { late: 100 }),
      histograms: { ...parts.histograms, sendLag: lag },
    }
    const window = windowWith({ steady: late })
    const result = resultOf([window])
    expect(result.status).toBe('invalid')
    expect(result.health.sendLagP99Ms).toBeCloseTo(50, 0)
    expect(result.health.notes).toHaveLength(2)
    const died = { code: 'SCENARIO_KILLED', count: 1, example: 'was killed' }
    expect(resultOf([window], {}, [died])).toMatchObject({ status: 'failed', errors: [died] })
  })

  test('tells of connections in trouble', () => {
    const troubles = [{ code: 'ECONNRESET', count: 2, example: 'reset by peer' }]
    const windows = [0, 1].map((index) => ({ ...windowWith({ troubles }, [1e6]), index }))
    expect(resultOf(windows).notes).toEqual([
      {
        code: 'CONNECTION_TROUBLE',
        message:
          'connections were in trouble between iterations 4 times with ECONNRESET: reset by peer',
      },
    ])
  })

  test('keeps the number of recorded arrivals, not all of them', () => {
    const schedule = { kind: 'replay', arrivalsMs: [0, 1, 5] } as const
    expect(resultOf([workerWindow(0, [1e6])], { schedule }).profile).toMatchObject({
      schedule: { kind: 'replay', arrivals: 3 },
      timeMs: 6,
    })
  })
})

describe('a plan', () => {
  test('starts no worker that would have nothing to do', () => {
    expect(planWith({ connections: 3 }, 8).workers).toBe(3)
    const stages = [{ durationMs: 100, fromUsers: 2, toUsers: 2 }]
    const pauses = { thinkTimeMs: 0, pacingMs: 0 }
    const schedule = { kind: 'closed', stages, ...pauses } as const
    expect(planWith({ schedule }, 8)).toMatchObject({
      workers: 2,
      durationMs: 100,
      lanes: [{ workers: 2, isPaced: false, durationMs: 100 }],
    })
    const paced = planWith({ schedule: { ...schedule, pacingMs: 5 } })
    expect(paced.lanes[0]?.isPaced).toBe(true)
  })
})

describe('a window of several workers', () => {
  test('has the worst of their health, and the sum of their CPU', () => {
    const busy = { ...QUIET, eventLoopUtilization: 0.9, cpuMs: 900, cpuWaitMs: 500, gcMs: 50 }
    const windows: [WorkerWindow, ...WorkerWindow[]] = [
      workerWindow(0, [1e6]),
      { ...workerWindow(0, [3e6]), reading: busy },
    ]
    const [closed] = closeWindow(windows, resolvePlan(PLAN), UNREAD)
    expect(closed?.tally.counts.completed).toBe(2)
    expect(closed?.health).toMatchObject({
      generator: 'ok',
      eventLoopUtilization: 0.9,
      gcMs: 50,
      ownCpuCores: 1,
      cpuWaitShare: 0.5,
      stolenCores: null,
    })
  })
})
