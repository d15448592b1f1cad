import type { SourceReading, WindowHealth } from '../../../model/run.ts'
import { MergedTally } from './merged-tally.ts'
import type { TallyParts, WorkerReading } from './parts.ts'
import { joinSources } from './sources.ts'

/** A window of one lane, of all workers together. */
export interface LoadWindow extends WindowFrame {
  readonly tally: MergedTally
}

/** The same as plain data, as it is kept on disk. */
export interface StoredWindow extends WindowFrame {
  readonly tally: TallyParts
}

/** What a window is, beside what was counted in it. */
export interface WindowFrame {
  /** From the start of the schedule. */
  readonly startMs: number
  readonly durationMs: number
  /** Whether all of it is of the steady state. */
  readonly steady: boolean
  readonly health: WindowHealth
  /** Ticks of the clocks beside the iterations, of all workers. */
  readonly ticks: Ticks
  /** What was watched beside the load; absent = nothing. */
  readonly sources?: readonly SourceReading[]
}

/** How many there were, and how many the generators got to too late. */
export type Ticks = Pick<WorkerReading, 'ticks' | 'lateTicks'>

/** Added up. */
export function sumTicks(all: readonly Ticks[]): Ticks {
  return {
    ticks: all.reduce((sum, { ticks }) => sum + ticks, 0),
    lateTicks: all.reduce((sum, { lateTicks }) => sum + lateTicks, 0),
  }
}

/** As plain data. */
export const storedWindow = (window: LoadWindow): StoredWindow => ({
  ...window,
  tally: window.tally.parts(),
})

/** Windows that follow one another as one: counts and histograms exactly; of the health, the worst or the mean. */
export function joinWindows(windows: readonly [StoredWindow, ...StoredWindow[]]): LoadWindow {
  const tally = new MergedTally()
  for (const window of windows) tally.add(window.tally)
  const sources = joinSources(windows)
  return {
    startMs: windows[0].startMs,
    durationMs: windows.reduce((sum, { durationMs }) => sum + durationMs, 0),
    steady: windows.every(({ steady }) => steady),
    tally,
    health: windows.length === 1 ? windows[0].health : joinHealth(windows),
    ticks: sumTicks(windows.map(({ ticks }) => ticks)),
    ...(sources.length === 0 ? {} : { sources }),
  }
}

/** Lag, use and delay of the loop are the worst second's: one bad second must not be averaged away. CPU times are means. */
function joinHealth(windows: readonly WindowFrame[]): WindowHealth {
  const all = windows.map(({ health }) => health)
  const mean = (read: (health: WindowHealth) => number | null): number | null => {
    const known = windows.flatMap(({ health, durationMs }) => {
      const value = read(health)
      return value === null ? [] : [{ value, durationMs }]
    })
    const totalMs = known.reduce((sum, { durationMs }) => sum + durationMs, 0)
    if (totalMs === 0) return null
    return known.reduce((sum, { value, durationMs }) => sum + value * durationMs, 0) / totalMs
  }
  return {
    generator: all.some(({ generator }) => generator === 'saturated') ? 'saturated' : 'ok',
    sendLagP99Ms: Math.max(...all.map(({ sendLagP99Ms }) => sendLagP99Ms)),
    eventLoopUtilization: Math.max(...all.map(({ eventLoopUtilization }) => eventLoopUtilization)),
    eventLoopDelayMs: Math.max(...all.map(({ eventLoopDelayMs }) => eventLoopDelayMs)),
    gcMs: all.reduce((sum, { gcMs }) => sum + gcMs, 0),
    ownCpuCores: mean(({ ownCpuCores }) => ownCpuCores) ?? 0,
    cpuWaitShare: mean(({ cpuWaitShare }) => cpuWaitShare),
    stolenCores: mean(({ stolenCores }) => stolenCores),
    foreignCores: mean(({ foreignCores }) => foreignCores),
  }
}
