import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createRandom, type Random } from '../../src/kernel/random.ts'
import { closeWindow } from '../../src/measure/load/engine/close-window.ts'
import { Iteration } from '../../src/measure/load/engine/iteration.ts'
import { MadeOutcome } from '../../src/measure/load/engine/outcomes.ts'
import { type WorkerReading, WINDOW_MS } from '../../src/measure/load/engine/parts.ts'
import { type ResolvedPlan, resolvePlan } from '../../src/measure/load/engine/plan.ts'
import { recordTimeline } from '../../src/measure/load/engine/record-timeline.ts'
import { Recorder } from '../../src/measure/load/engine/recorder.ts'
import { Timeline } from '../../src/measure/load/engine/timeline.ts'
import { Totals } from '../../src/measure/load/engine/totals.ts'
import { WorkerWindows } from '../../src/measure/load/engine/worker-windows.ts'
import { arrivalTimes, type TimedSchedule } from '../../src/measure/load/schedule/arrivals.ts'
import { WHOLE_LOAD } from '../../src/measure/load/schedule/share.ts'
import { packHistogram } from '../../src/record/index.ts'
import { httpPlan } from './plans.ts'

/** What a load test of some length takes. */
export interface Lasting {
  readonly arrivals: number
  /** The largest that was seen after a collection, while it went on. */
  readonly heapMB: number
  /** Outside the heap, buffers above all; likewise. */
  readonly externalMB: number
  readonly rssMB: number
  /** Of the timeline, in the record. */
  readonly windows: number
  readonly recordMB: number
}

/** Heaps are looked at so often. */
const LOOK_EVERY_WINDOWS = 600

/** At most so many windows wait for the disk. */
const KEPT_UP_EVERY_WINDOWS = 10

/** Rates of a day: a night, a morning that rises, a noon, an evening that falls. Per second. */
const LEVELS = [5, 30, 40, 10]

/**
 * A load test in compressed time: every arrival of its schedule is recorded, every window is closed, handed over as
 * between processes, added up and kept on disk, as in a real one; only nobody waits for the time to pass.
 * Prints {@link Lasting}. Needs `--expose-gc`.
 */
export async function last(seconds: number): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'))
  const schedule = dayOf(seconds * 1000)
  const plan = resolvePlan(httpPlan('http://127.0.0.1/', schedule, { cwd }))
  const timeline = await Timeline.open(cwd)
  const kept = await drive(plan, schedule, timeline)
  const { windows } = await recordTimeline(timeline, packHistogram)
  const recordMB = JSON.stringify(windows).length / 1e6
  await timeline[Symbol.asyncDispose]()
  rmSync(cwd, { recursive: true })
  const lasting: Lasting = { ...kept, windows: windows.length, recordMB }
  process.stdout.write(`${JSON.stringify(lasting)}\n`)
}

function dayOf(durationMs: number): TimedSchedule {
  const stages = LEVELS.map((fromPerSecond, index) => ({
    durationMs: durationMs / LEVELS.length,
    fromPerSecond,
    toPerSecond: LEVELS[(index + 1) % LEVELS.length] ?? fromPerSecond,
  }))
  return { kind: 'open', arrivals: 'poisson', stages }
}

const READING: WorkerReading = {
  wallMs: WINDOW_MS,
  eventLoopUtilization: 0.1,
  eventLoopDelayMs: 1,
  ticks: 50,
  lateTicks: 0,
  gcMs: 1,
  cpuMs: 100,
  cpuWaitMs: 1,
}

const MACHINE = { stolenCores: 0, foreignCores: 0.5 }

async function drive(
  plan: ResolvedPlan,
  schedule: TimedSchedule,
  timeline: Timeline,
): Promise<Pick<Lasting, keyof Most | 'arrivals'>> {
  const totals = new Totals()
  let closed = 0
  const windows = new WorkerWindows({
    startNs: 0,
    read: () => READING,
    later: (step) => step(),
    onWindow: (window) => {
      const received = structuredClone(window)
      for (const lane of received.lanes) totals.addWorker(0, lane)
      const [whole] = closeWindow([received], plan, { machine: MACHINE, sources: [] })
      if (whole !== undefined) {
        totals.addWindow(whole)
        timeline.append(whole)
      }
      closed++
    },
  })
  const recorder = recorderIn(windows, plan)
  const random = createRandom(1)
  const times = arrivalTimes(schedule, { random, share: WHOLE_LOAD })
  const latencies = random.split('latencies')
  const most: Most = { heapMB: 0, externalMB: 0, rssMB: 0 }
  let [arrivals, looked] = [0, 0]
  const iteration = new Iteration()
  for (let atMs = times.next(); atMs < Number.POSITIVE_INFINITY; atMs = times.next()) {
    arrivals++
    record(recorder, iteration, { atNs: atMs * 1e6, random: latencies })
    if (closed === looked) continue
    looked = closed
    // In real time a second lies between two windows, and the disk keeps up.
    if (closed % KEPT_UP_EVERY_WINDOWS === 0) await keptUp(timeline)
    if (closed % LOOK_EVERY_WINDOWS === 0) await look(most)
  }
  windows.finish(plan.durationMs * 1e6)
  await keptUp(timeline)
  await look(most)
  return { arrivals, ...most }
}

function recorderIn(windows: WorkerWindows, { lateBeyondMs }: ResolvedPlan): Recorder {
  return new Recorder({
    lane: 0,
    windows,
    startNs: 0,
    phases: [],
    lateBeyondNs: lateBeyondMs * 1e6,
    observations: undefined,
    own: undefined,
  })
}

/** Answered at once, as the recorder takes it: what is in flight takes memory for as long as it is, here as anywhere. */
function record(
  recorder: Recorder,
  iteration: Iteration,
  { atNs, random }: { readonly atNs: number; readonly random: Random },
): void {
  const steady = recorder.due(atNs, atNs + random.float() * 1e5)
  recorder.started(steady)
  iteration.intendedNs = atNs
  iteration.steady = steady
  iteration.sequence++
  const endedNs = atNs + 1e6 * Math.exp(1 + 2 * random.float() ** 4)
  const isFailed = random.float() < 0.001
  const parts = isFailed
    ? ({ kind: 'failed', code: 'HTTP_500', example: () => 'answered 500' } as const)
    : ({ kind: 'ok', code: '', example: () => '' } as const)
  recorder.ended(iteration, new MadeOutcome({ ...parts, sentNs: atNs + 1e5, endedNs }))
}

async function keptUp(timeline: Timeline): Promise<void> {
  for await (const _ of timeline.read(timeline.spanMs)) break
}

interface Most {
  heapMB: number
  externalMB: number
  rssMB: number
}

async function look(most: Most): Promise<void> {
  globalThis.gc?.()
  // Buffers are given back beside the collection, a little later.
  await delay(20)
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  most.externalMB = Math.max(most.externalMB, external / 1e6)
  most.heapMB = Math.max(most.heapMB, heapUsed / 1e6)
  most.rssMB = Math.max(most.rssMB, rss / 1e6)
}
