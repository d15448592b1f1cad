import { createRandom } from '../../../kernel/random.ts'
import type { ExchangeOutcome } from '../../../model/load.ts'
import { closeWindow } from './close-window.ts'
import { Iteration } from './iteration.ts'
import { type LoadWindow, storedWindow } from './load-window.ts'
import { type WorkerReading, type WorkerWindow, WINDOW_MS } from './parts.ts'
import type { ResolvedPlan } from './plan.ts'
import { Recorder } from './recorder.ts'
import { Totals } from './totals.ts'
import { lineOf } from './window-lines.ts'
import { WorkerWindows } from './worker-windows.ts'

/**
 * Before time 0, windows of made-up iterations are recorded, told, added up and described. What runs once a second is
 * interpreted for its first seconds, and a first window took 60 ms then, of a CPU that the iterations of the second one
 * needed: they were late, and the run invalid (bench:load-invalid).
 */
const WINDOWS = 8
const ITERATIONS = 250

const SEED = 1
const SHORTEST_NS = 50e3
const OCTAVES = 12

/** In a worker: recording, and handing over. */
export function rehearseRecording(): readonly WorkerWindow[] {
  const told: WorkerWindow[] = []
  const windows = new WorkerWindows({
    startNs: 0,
    read: () => READING,
    onWindow: (window) => told.push(window),
    later: () => undefined,
  })
  const recorder = new Recorder({
    lane: 0,
    windows,
    startNs: 0,
    phases: [],
    lateBeyondNs: SHORTEST_NS,
    observations: undefined,
    own: undefined,
  })
  const random = createRandom(SEED)
  const gapNs = (WINDOW_MS * 1e6) / ITERATIONS
  for (let number = 0; number < WINDOWS * ITERATIONS; number++) {
    const lagNs = SHORTEST_NS * random.float()
    recordOne(recorder, number * gapNs, lagNs, SHORTEST_NS * 2 ** (OCTAVES * random.float()))
  }
  windows.finish(WINDOWS * WINDOW_MS * 1e6)
  return told
}

/**
 * Where workers are supervised: everything up to what is kept.
 * @param onWindow gets each, in the place of the plan's first lane, for what is done with windows elsewhere
 */
export function rehearseWindows(plan: ResolvedPlan, onWindow: (window: LoadWindow) => void): void {
  const [lane] = plan.lanes
  if (lane === undefined) return
  const alone: ResolvedPlan = { ...plan, lanes: [lane] }
  const totals = new Totals()
  for (const window of structuredClone(rehearseRecording())) {
    for (const each of window.lanes) totals.addWorker(0, each)
    const surroundings = { machine: { stolenCores: 0, foreignCores: 0 }, sources: [] }
    for (const closed of closeWindow([window], alone, surroundings)) {
      totals.addWindow(closed)
      lineOf(storedWindow(closed))
      onWindow(closed)
    }
  }
}

function recordOne(recorder: Recorder, intendedNs: number, lagNs: number, tookNs: number): void {
  const iteration = new Iteration()
  iteration.intendedNs = intendedNs
  iteration.handedNs = intendedNs + lagNs
  iteration.steady = recorder.due(intendedNs, iteration.handedNs)
  recorder.started(iteration.steady)
  recorder.ended(iteration, endedAfter(iteration.handedNs, tookNs))
}

const endedAfter = (sentNs: number, tookNs: number): ExchangeOutcome => ({
  kind: 'ok',
  code: '',
  example: '',
  sentNs,
  firstByteNs: sentNs + tookNs / 2,
  endedNs: sentNs + tookNs,
  bytesOut: 0,
  bytesIn: 0,
})

const READING: WorkerReading = {
  wallMs: WINDOW_MS,
  eventLoopUtilization: 0,
  eventLoopDelayMs: 0,
  ticks: 0,
  lateTicks: 0,
  gcMs: 0,
  cpuMs: 0,
  cpuWaitMs: 0,
}
