import { judgeGenerator } from './health.ts'
import { type LoadWindow, sumTicks } from './load-window.ts'
import type { MachineShares } from './machine-meter.ts'
import { MergedTally } from './merged-tally.ts'
import { type WorkerReading, type WorkerWindow, WINDOW_MS } from './parts.ts'
import type { SourceReading } from '../../../model/run.ts'
import type { ResolvedLane, ResolvedPlan } from './plan.ts'
import { isWhollySteady } from './steady.ts'

/** What was read of others than the workers while the window was open. */
export interface WindowSurroundings {
  readonly machine: MachineShares
  /** What was watched beside the load; empty = nothing. */
  readonly sources: readonly SourceReading[]
}

/** One window of all workers, lane by lane: added up exactly, and the generator judged by how it served each. */
export function closeWindow(
  windows: readonly [WorkerWindow, ...WorkerWindow[]],
  plan: ResolvedPlan,
  { machine, sources }: WindowSurroundings,
): readonly LoadWindow[] {
  const [{ index }] = windows
  const startMs = index * WINDOW_MS
  const durationMs = Math.max(...windows.map((window) => window.durationMs))
  const readings = windows.map(({ reading }) => reading)
  return plan.lanes.map((lane, place) => {
    const tally = tallyOf(windows, place)
    return {
      startMs,
      durationMs,
      steady: isWhollySteady(lane, { startMs, durationMs }),
      tally,
      ticks: sumTicks(readings),
      health: healthOf({ tally, readings, durationMs, machine }, lane, plan.lateBeyondMs),
      ...(sources.length === 0 ? {} : { sources }),
    }
  })
}

/** Of the lane at this place in the plan. */
function tallyOf(windows: readonly WorkerWindow[], place: number): MergedTally {
  const tally = new MergedTally()
  for (const { lane, steady, other } of windows.flatMap(({ lanes }) => lanes)) {
    if (lane !== place) continue
    if (steady !== undefined) tally.add(steady)
    if (other !== undefined) tally.add(other)
  }
  return tally
}

interface Read {
  readonly tally: MergedTally
  readonly readings: readonly WorkerReading[]
  readonly durationMs: number
  readonly machine: MachineShares
}

function healthOf(
  { tally, readings, durationMs, machine }: Read,
  { isPaced }: ResolvedLane,
  lateBeyondMs: number,
): LoadWindow['health'] {
  const worst = {
    sendLagP99Ms: p99Ms(tally, 'sendLag') ?? 0,
    eventLoopUtilization: Math.max(...readings.map((each) => each.eventLoopUtilization)),
    eventLoopDelayMs: Math.max(...readings.map((each) => each.eventLoopDelayMs)),
    gcMs: Math.max(...readings.map(({ gcMs }) => gcMs)),
    cpuWaitShare: largest(readings.map(cpuWaitShareOf)),
    ...machine,
  }
  const { generator } = judgeGenerator({
    ...worst,
    ...sumTicks(readings),
    isPaced,
    scheduled: tally.counts.scheduled,
    late: tally.counts.late,
    lateBeyondMs,
    latencyP99Ms: p99Ms(tally, 'latency'),
    wallMs: durationMs,
  })
  const ownCpuCores = readings.reduce((sum, { cpuMs, wallMs }) => sum + cpuMs / (wallMs || 1), 0)
  return { generator, ...worst, ownCpuCores }
}

/** The 99th percentile of a time, in ms; `undefined` when there is none. */
export function p99Ms(tally: MergedTally, metric: string): number | undefined {
  const p99Ns = tally.histograms.get(metric)?.quantile(0.99)
  return p99Ns === undefined ? undefined : p99Ns / 1e6
}

const cpuWaitShareOf = ({ cpuWaitMs, wallMs }: WorkerReading): number | null =>
  cpuWaitMs === null ? null : cpuWaitMs / (wallMs || 1)

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : Math.max(...known)
}
