import type { LoadObservations, LoadPhase } from '../../../../../src/model/load.ts'
import type { Alarm } from '../../../../../src/measure/load/engine/pacing/alarm.ts'
import type { Iteration } from '../../../../../src/measure/load/engine/iteration.ts'
import { MergedTally } from '../../../../../src/measure/load/engine/merged-tally.ts'
import { MadeOutcome } from '../../../../../src/measure/load/engine/outcomes.ts'
import type {
  LaneWindow,
  WorkerReading,
  WorkerWindow,
} from '../../../../../src/measure/load/engine/parts.ts'
import { Recorder } from '../../../../../src/measure/load/engine/recorder.ts'
import { WorkerWindows } from '../../../../../src/measure/load/engine/worker-windows.ts'
import { NOBODY, type Work, type WorkEvents } from '../../../../../src/measure/load/engine/work.ts'

/** Time 0 of schedules in these tests: not 0, so that a time that was not made relative is seen. */
export const START_NS = 5e12

/** Time that passes only from one thing that is due to the next: an alarm, and what a target does by itself. */
export class VirtualClock implements Alarm {
  onRing: () => void = () => undefined
  nowNs: number = START_NS
  /** How late the alarm rings. */
  lateNs = 0
  #alarmNs = Number.POSITIVE_INFINITY
  readonly #planned: { readonly atNs: number; readonly act: () => void }[] = []

  readonly now = (): number => this.nowNs

  set(atNs: number): void {
    this.#alarmNs = atNs
  }

  /** Something that happens by itself, so long from now. */
  after(ns: number, act: () => void): void {
    this.#planned.push({ atNs: this.nowNs + ns, act })
    this.#planned.sort((a, b) => a.atNs - b.atNs)
  }

  /** Lets time pass until so many ms from the start. */
  runTo(atMs: number): void {
    const untilNs = START_NS + atMs * 1e6
    for (;;) {
      const plannedNs = this.#planned[0]?.atNs ?? Number.POSITIVE_INFINITY
      const alarmNs = Math.max(this.#alarmNs + this.lateNs, this.nowNs)
      if (Math.min(plannedNs, alarmNs) > untilNs) break
      this.nowNs = Math.max(this.nowNs, Math.min(plannedNs, alarmNs))
      if (plannedNs <= alarmNs) this.#planned.shift()?.act()
      else this.#ring()
    }
    this.nowNs = untilNs
  }

  #ring(): void {
    this.#alarmNs = Number.POSITIVE_INFINITY
    this.onRing()
  }
}

/** A target with so many connections, that answers after a time which the test may change. */
export class Target implements Work {
  events: WorkEvents = NOBODY
  serviceMs = 1
  /** No answer ends before. */
  frozenUntilMs = 0
  readonly begun: Iteration[] = []
  #free: number
  readonly #clock: VirtualClock

  constructor(clock: VirtualClock, connections: number) {
    this.#clock = clock
    this.#free = connections
  }

  prepare(): void {}

  start(iteration: Iteration): boolean {
    if (this.#free === 0) return false
    this.#free--
    this.begun.push(iteration)
    const sentNs = this.#clock.nowNs
    const thawNs = START_NS + this.frozenUntilMs * 1e6 - sentNs
    this.#clock.after(Math.max(this.serviceMs * 1e6, thawNs), () => this.#end(iteration, sentNs))
    return true
  }

  /** All connections are gone. */
  break(): void {
    this.#free = 0
    this.events.onTrouble({ code: 'ECONNREFUSED', example: 'refused' }, true)
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #end(iteration: Iteration, sentNs: number): void {
    this.#free++
    const endedNs = this.#clock.nowNs
    const parts = { kind: 'ok', code: '', example: () => '', sentNs, endedNs } as const
    this.events.onEnded(iteration, new MadeOutcome(parts))
    this.events.onReleased(iteration)
  }
}

/** A worker's window, and what its only lane did in it. */
export type RecordedWindow = Pick<WorkerWindow, 'index' | 'durationMs'> & LaneWindow

/** A recorder, and the windows that it closed. */
export interface Recording {
  readonly recorder: Recorder
  readonly windows: readonly RecordedWindow[]
  /** Closes every window that has ended by then, and the one that is open. */
  finish(nowNs: number): void
  /** Everything so far, added up; closes the window that is open. */
  total(which?: 'steady' | 'other'): MergedTally
}

export function recording(
  clock: VirtualClock,
  phases: readonly LoadPhase[] = [],
  observations?: LoadObservations,
): Recording {
  const windows: RecordedWindow[] = []
  const all = new WorkerWindows({
    startNs: START_NS,
    read: () => QUIET,
    onWindow: ({ index, durationMs, lanes }) => {
      windows.push(...lanes.map((lane) => ({ index, durationMs, ...lane })))
    },
    later: (step) => step(),
  })
  const recorder = new Recorder({
    lane: 0,
    windows: all,
    startNs: START_NS,
    phases,
    lateBeyondNs: 10e6,
    observations,
    own: undefined,
  })
  const finish = (nowNs: number): void => all.finish(nowNs)
  const total = (which: 'steady' | 'other' = 'steady'): MergedTally => {
    finish(clock.nowNs)
    const sum = new MergedTally()
    for (const window of windows) {
      const parts = window[which]
      if (parts !== undefined) sum.add(parts)
    }
    return sum
  }
  return { recorder, windows, finish, total }
}

/** Of a generator that has nothing to complain of. */
export const QUIET: WorkerReading = {
  wallMs: 1000,
  eventLoopUtilization: 0.1,
  eventLoopDelayMs: 1,
  ticks: 50,
  lateTicks: 0,
  gcMs: 2,
  cpuMs: 100,
  cpuWaitMs: 0,
}
