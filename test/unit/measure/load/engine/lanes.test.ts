import { describe, expect, test } from 'vitest'
import { laneFailures } from '../../../../../src/measure/load/engine/lane-failures.ts'
import { endMark, LoadAbort, recordedMarks } from '../../../../../src/measure/load/engine/marks.ts'
import { shareAlarm } from '../../../../../src/measure/load/engine/pacing/shared-alarm.ts'
import type { LaneWindow, WorkerWindow } from '../../../../../src/measure/load/engine/parts.ts'
import type { LoadLane } from '../../../../../src/measure/load/engine/plan.ts'
import { joinSources } from '../../../../../src/measure/load/engine/sources.ts'
import {
  type HandingOver,
  WorkerWindows,
} from '../../../../../src/measure/load/engine/worker-windows.ts'
import { QUIET, START_NS, VirtualClock } from './rig.ts'
import { laneWindow } from './windows.ts'

describe('an alarm that several lanes share', () => {
  test('rings for each at its own time, and for none before', () => {
    const clock = new VirtualClock()
    const rung: [number, number][] = []
    const lanes = shareAlarm(clock, 3, clock.now)
    for (const [lane, everyMs] of [10, 15, 40].entries()) {
      const alarm = lanes[lane]
      if (alarm === undefined) throw new Error('no alarm')
      let nextMs = everyMs
      alarm.onRing = () => {
        rung.push([lane, (clock.nowNs - START_NS) / 1e6])
        nextMs += everyMs
        alarm.set(START_NS + nextMs * 1e6)
      }
      alarm.set(START_NS + nextMs * 1e6)
    }
    clock.runTo(45)
    expect(rung).toEqual([
      [0, 10],
      [1, 15],
      [0, 20],
      [0, 30],
      [1, 30],
      [0, 40],
      [2, 40],
      [1, 45],
    ])
  })

  test('what a lane set before is forgotten', () => {
    const clock = new VirtualClock()
    const [first, second] = shareAlarm(clock, 2, clock.now)
    const rung: number[] = []
    first.onRing = () => rung.push((clock.nowNs - START_NS) / 1e6)
    first.set(START_NS + 10e6)
    second?.set(START_NS + 20e6)
    first.set(START_NS + 30e6)
    clock.runTo(50)
    expect(rung).toEqual([30])
  })

  test('a single lane has it to itself', () => {
    const clock = new VirtualClock()
    expect(shareAlarm(clock, 1, clock.now)).toEqual([clock])
  })
})

/** One step, and then it is handed over. */
function* stepsTo(window: LaneWindow): HandingOver {
  yield
  return window
}

describe('the windows of a worker with several lanes', () => {
  test('are closed together, whichever of them saw the time pass', () => {
    const closed: WorkerWindow[] = []
    const windows = new WorkerWindows({
      startNs: START_NS,
      read: () => QUIET,
      onWindow: (window) => closed.push(window),
      later: (step) => step(),
    })
    const spans: number[][] = [[], []]
    for (const [lane, seen] of spans.entries()) {
      windows.add({
        cut: (fromNs, untilNs) => {
          seen.push((fromNs - START_NS) / 1e6, (untilNs - START_NS) / 1e6)
          return stepsTo(laneWindow([], lane))
        },
      })
    }
    windows.advance(START_NS + 2100e6)
    windows.finish(START_NS + 2300e6)
    expect(spans[0]).toEqual([0, 1000, 1000, 2000, 2000, 2300])
    expect(spans[1]).toEqual(spans[0])
    expect(closed.map(({ lanes }) => lanes.map(({ lane }) => lane))).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ])
  })

  test('are handed over a step a turn, and whole before the next one is cut', () => {
    const closed: number[] = []
    const turns: (() => void)[] = []
    const windows = new WorkerWindows({
      startNs: START_NS,
      read: () => QUIET,
      onWindow: ({ index }) => closed.push(index),
      later: (step) => turns.push(step),
    })
    let steps = 0
    windows.add({
      *cut() {
        for (let step = 0; step < 3; step++) {
          steps++
          yield
        }
        return laneWindow([])
      },
    })
    windows.advance(START_NS + 1000e6)
    expect(steps).toBe(0)
    for (let turn = 0; turn < 3; turn++) turns[turn]?.()
    expect([steps, closed]).toEqual([2, []])
    windows.advance(START_NS + 2000e6)
    expect([steps, closed]).toEqual([3, [0]])
    windows.finish(START_NS + 2000e6)
    expect([steps, closed]).toEqual([6, [0, 1]])
    for (const turn of turns) turn()
    expect(closed).toEqual([0, 1])
  })
})

describe('what was watched, in longer windows', () => {
  const watched = (durationMs: number, values: Record<string, number>, source = 'bot') => ({
    durationMs,
    sources: [{ source, kind: 'node' as const, values }],
  })

  test('is the mean by time, and the largest of what is named so', () => {
    const joined = joinSources([
      watched(1000, { cpuCores: 1, eventLoopDelayMaxMs: 5, gcMaxMs: 1, poolMaxBusy: 2, climax: 4 }),
      watched(500, { cpuCores: 4, eventLoopDelayMaxMs: 80, gcMaxMs: 0, poolMaxBusy: 1, climax: 1 }),
    ])
    const values = { cpuCores: 2, eventLoopDelayMaxMs: 80, gcMaxMs: 1, poolMaxBusy: 2, climax: 3 }
    expect(joined).toEqual([{ source: 'bot', kind: 'node', values }])
  })

  test('of a series or source that was not always there: of the time that it was', () => {
    const joined = joinSources([
      watched(1000, { rssBytes: 10 }),
      watched(1000, { heapUsedBytes: 7 }),
      watched(1000, { rssBytes: 20 }, 'bot 2'),
      { durationMs: 1000 },
    ])
    expect(joined).toEqual([
      { source: 'bot', kind: 'node', values: { rssBytes: 10, heapUsedBytes: 7 } },
      { source: 'bot 2', kind: 'node', values: { rssBytes: 20 } },
    ])
    expect(joinSources([{ durationMs: 1000 }])).toEqual([])
  })
})

describe('marks', () => {
  test('lie on the schedule’s axis, in order', () => {
    const marks = [
      { atNs: START_NS + 2500e6, kind: 'death', text: 'bot ended' },
      { atNs: START_NS - 5e6, kind: 'death', text: 'cache ended' },
    ] as const
    expect(recordedMarks(marks, START_NS)).toEqual([
      { atMs: 0, kind: 'death', text: 'cache ended' },
      { atMs: 2500, kind: 'death', text: 'bot ended' },
    ])
  })

  test('tell an abort from an interrupt', () => {
    const interrupted = AbortSignal.abort()
    const aborted = AbortSignal.abort(new LoadAbort('p99 was above 10 ms'))
    expect(endMark(interrupted, 1)).toEqual({ atNs: 1, kind: 'interrupt', text: 'interrupted' })
    expect(endMark(aborted, 2)).toEqual({ atNs: 2, kind: 'abort', text: 'p99 was above 10 ms' })
  })
})

describe('a failure', () => {
  test('is in every lane’s result, and those beside it say whose it was', () => {
    const lanes = ['home', 'search'].map((key) => ({ identity: { key } }) as LoadLane)
    const error = { code: 'ECONNREFUSED', count: 1, example: 'in setup: no database' }
    const failures = [{ error, lane: 1 }, { error }]
    expect(laneFailures(failures, lanes, 1)).toEqual([error, error])
    expect(laneFailures(failures, lanes, 0)).toEqual([
      { ...error, example: 'search: in setup: no database' },
      error,
    ])
  })
})
