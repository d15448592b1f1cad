import type { LoadWindow } from '../../../../../src/measure/load/engine/load-window.ts'
import { MergedTally } from '../../../../../src/measure/load/engine/merged-tally.ts'
import type {
  LaneWindow,
  TallyParts,
  WorkerWindow,
} from '../../../../../src/measure/load/engine/parts.ts'
import { createHistogram, encodeHistogram } from '../../../../../src/stats/index.ts'
import { QUIET } from './rig.ts'

/** Windows made of given latencies. */

export function histogramOf(values: readonly number[]): Uint8Array {
  const histogram = createHistogram()
  for (const value of values) histogram.record(value)
  return encodeHistogram(histogram)
}

/** Completed iterations with these latencies, in ns. */
export function tallyOf(latencies: readonly number[]): TallyParts {
  const count = latencies.length
  return {
    counts: {
      scheduled: count,
      started: count,
      completed: count,
      failed: 0,
      rejected: 0,
      late: 0,
      dropped: 0,
    },
    bytesOut: count,
    bytesIn: count * 2,
    errors: [],
    histograms: {
      latency: histogramOf(latencies),
      sendLag: histogramOf(latencies.map(() => 0)),
    },
    stages: [{ name: 'send', calls: count, histogram: histogramOf(latencies) }],
    own: [],
  }
}

export function laneWindow(latencies: readonly number[], lane = 0): LaneWindow {
  return {
    lane,
    steady: latencies.length === 0 ? undefined : tallyOf(latencies),
    other: undefined,
    slowest: [],
    examples: [],
    troubles: [],
  }
}

/** Of a worker with one lane. */
export function workerWindow(index: number, latencies: readonly number[]): WorkerWindow {
  return { index, durationMs: 1000, lanes: [laneWindow(latencies)], reading: QUIET }
}

export function loadWindow(index: number, latencies: readonly number[]): LoadWindow {
  return {
    startMs: index * 1000,
    durationMs: 1000,
    steady: true,
    tally: new MergedTally().add(tallyOf(latencies)),
    ticks: { ticks: 50, lateTicks: 0 },
    health: {
      generator: 'ok',
      sendLagP99Ms: index % 7,
      eventLoopUtilization: 0.1,
      eventLoopDelayMs: 1,
      gcMs: 2,
      ownCpuCores: index % 2,
      cpuWaitShare: null,
      stolenCores: 0,
      foreignCores: 1,
    },
  }
}
