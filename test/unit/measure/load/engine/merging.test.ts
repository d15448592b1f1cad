import { describe, expect, test } from 'vitest'
import { MergedTally } from '../../../../../src/measure/load/engine/merged-tally.ts'
import { MachineMeter } from '../../../../../src/measure/load/engine/machine-meter.ts'
import type { WorkerWindow } from '../../../../../src/measure/load/engine/parts.ts'
import {
  isWhollySteady,
  steadyMs,
  steadyTimes,
} from '../../../../../src/measure/load/engine/steady.ts'
import { WindowMerge } from '../../../../../src/measure/load/engine/window-merge.ts'
import { encodeHistogram } from '../../../../../src/stats/index.ts'
import { histogramOf, tallyOf, workerWindow } from './windows.ts'

describe('windows of several workers', () => {
  test('come out together, once every worker has closed them', () => {
    const out: (readonly [number, number])[] = []
    const merge = new WindowMerge(2, (windows) => out.push([windows[0].index, windows.length]))
    merge.add(0, workerWindow(0, [1]))
    merge.add(0, workerWindow(1, [1]))
    expect(out).toEqual([])
    merge.add(1, workerWindow(0, [1]))
    expect(out).toEqual([[0, 2]])
    // It has ended, and is waited for no longer.
    merge.end(1)
    expect(out).toEqual([
      [0, 2],
      [1, 1],
    ])
    merge.add(0, workerWindow(2, [1]))
    merge.end(0)
    expect(out.at(-1)).toEqual([2, 1])
  })

  test('a worker that ended before it closed any holds nothing up', () => {
    const out: WorkerWindow[] = []
    const merge = new WindowMerge(3, (windows) => out.push(...windows))
    merge.end(2)
    merge.add(0, workerWindow(0, [1]))
    merge.add(1, workerWindow(0, [2]))
    expect(out).toHaveLength(2)
  })

  test('add up exactly', () => {
    const merged = new MergedTally().add(tallyOf([1e6, 2e6])).add(tallyOf([3e6, 5e9]))
    expect(merged.counts).toMatchObject({ scheduled: 4, completed: 4 })
    expect(merged.bytes).toEqual({ bytesOut: 4, bytesIn: 8 })
    expect(new MergedTally().bytes).toEqual({})
    const latency = merged.histograms.get('latency')
    if (latency === undefined) throw new Error('no latency')
    expect(encodeHistogram(latency)).toEqual(histogramOf([1e6, 2e6, 3e6, 5e9]))
    expect(merged.stages.get('send')?.calls).toBe(4)
  })

  test('iterations of a worker that died have failed', () => {
    const parts = tallyOf([1e6])
    const merged = new MergedTally().add({
      ...parts,
      counts: { ...parts.counts, scheduled: 5, started: 4, dropped: 1 },
    })
    merged.failInFlight('WORKER_DIED')
    expect(merged.counts).toMatchObject({ started: 4, completed: 1, failed: 3 })
    expect(merged.errors.get('WORKER_DIED')).toBe(3)
    expect(merged.inFlight).toBe(0)
  })
})

describe('the steady state', () => {
  const phases = [
    { name: 'warm-up', startMs: 0, durationMs: 1500, steady: false },
    { name: 'base', startMs: 1500, durationMs: 1000, steady: true },
    { name: 'burst', startMs: 2500, durationMs: 1000, steady: true },
    { name: 'ramp-down', startMs: 3500, durationMs: 500, steady: false },
  ]

  test('is told by time, its end excluded', () => {
    const isSteady = steadyTimes(phases)
    expect([0, 1499, 1500, 2500, 3499, 3500, 9000].map(isSteady)).toEqual([
      false,
      false,
      true,
      true,
      true,
      false,
      false,
    ])
    expect(steadyTimes([])(1e9)).toBe(true)
  })

  test('windows across two steady phases are wholly in it', () => {
    const schedule = { phases, durationMs: 4000 }
    const at = (startMs: number): boolean => isWhollySteady(schedule, { startMs, durationMs: 1000 })
    expect([0, 1000, 2000, 3000].map(at)).toEqual([false, false, true, false])
    expect(steadyMs(schedule, 4000)).toBe(2000)
  })

  test('without phases is the schedule; what drains behind it is not', () => {
    const schedule = { phases: [], durationMs: 2000 }
    expect(isWhollySteady(schedule, { startMs: 1000, durationMs: 1000 })).toBe(true)
    expect(isWhollySteady(schedule, { startMs: 2000, durationMs: 300 })).toBe(false)
    expect(steadyMs(schedule, 2300)).toBe(2000)
    expect(steadyMs(schedule, 700)).toBe(700)
  })
})

describe('the rest of the machine', () => {
  test('is what neither the generator used nor the hypervisor took', () => {
    const readings = [
      { atMs: 0, busyMs: 1000, stealMs: 10 },
      { atMs: 1000, busyMs: 2500, stealMs: 60 },
      { atMs: 1100, busyMs: 2600, stealMs: 60 },
    ]
    const meter = new MachineMeter(() => readings.shift())
    expect(meter.read(500)).toEqual({ foreignCores: 1, stolenCores: 0.05 })
    // Too soon after the last to say anything new.
    expect(meter.read(0)).toEqual({ foreignCores: 1, stolenCores: 0.05 })
    expect(new MachineMeter(() => undefined).read(1)).toEqual({
      foreignCores: null,
      stolenCores: null,
    })
  })
})
