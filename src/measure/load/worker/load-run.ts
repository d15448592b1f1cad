import { messageOf } from '../../../kernel/errors.ts'
import type { Calibration, Note, SourceReading } from '../../../model/run.ts'
import { closeWindow } from '../engine/close-window.ts'
import { monotonicNs } from '../transports/exchanging/monotonic.ts'
import type { RunFailure } from '../engine/lane-failures.ts'
import type { LoadWindow } from '../engine/load-window.ts'
import { MachineMeter } from '../engine/machine-meter.ts'
import { endMark, type LoadMark } from '../engine/marks.ts'
import { type WorkerWindow, WINDOW_MS } from '../engine/parts.ts'
import type { ResolvedPlan } from '../engine/plan.ts'
import { Totals } from '../engine/totals.ts'
import { WindowMerge } from '../engine/window-merge.ts'
import { ordersOf } from './orders.ts'
import type { LoadOrder } from './protocol.ts'
import { LoadWorker, type WorkerEnd } from './run-worker.ts'

/** Time for the word to reach every worker before the schedule begins. */
const START_LEAD_MS = 250

/** What iterations count under of which nobody can tell the end. */
const LOST_WITH_WORKER = 'WORKER_DIED'
const LOST_BY_STOP = 'STOPPED'
const LOST = 'was in flight when its worker ended; nobody knows what became of it'

/** What was watched beside the load between two times of the monotonic clock; `undefined` = nothing. */
export type ObserveSources = (fromNs: number, toNs: number) => readonly SourceReading[] | undefined

/** How to supervise a run. */
export interface LoadRunOptions {
  readonly signal: AbortSignal
  readonly stop: AbortSignal
  /** Asked as a window of all workers closes. */
  readonly observe: ObserveSources
  /** The time at which the schedule is going to begin has been agreed on. */
  readonly onStart: (startNs: number) => void
  /** A window of all workers has closed: of each lane, in the plan's order. */
  readonly onWindow: (lanes: readonly LoadWindow[]) => void
  /** The schedule is over, or was interrupted, and so many iterations are in flight. */
  readonly onDraining: (running: number) => void
  readonly onOutput: (text: string) => void
}

/** What the workers told, added up. */
export interface LoadRunEnd {
  /** Of each lane, in the plan's order. */
  readonly totals: readonly Totals[]
  /** What ended it before its time. */
  readonly failures: readonly RunFailure[]
  /** Time 0 of the schedule, on the monotonic clock; `undefined` = it never began. */
  readonly startNs: number | undefined
  /** What a reader should know of how it was observed. */
  readonly notes: readonly Note[]
  /** The interrupt or abort, if there was one. */
  readonly marks: readonly LoadMark[]
  readonly aborted: boolean
  readonly calibrations: readonly Calibration[]
}

/**
 * The workers of one load test, side by side.
 *
 *   start ─▶ all ready ─▶ time 0 for all ─▶ windows of each ─▶ merged ─▶ onWindow
 *              │ one fails: all stop          │ one dies: the others drain      │ signal: all drain
 */
export class LoadRun implements AsyncDisposable {
  readonly end: Promise<LoadRunEnd>
  readonly #plan: ResolvedPlan
  readonly #options: LoadRunOptions
  readonly #totals: readonly Totals[]
  readonly #machine = new MachineMeter()
  readonly #merge: WindowMerge
  readonly #workers: readonly LoadWorker[]
  readonly #failures: RunFailure[] = []
  readonly #marks: LoadMark[] = []
  readonly #notes: Note[] = []
  #cpu = process.cpuUsage()
  #startNs: number | undefined
  #aborted = false
  #stopped = false

  constructor(plan: ResolvedPlan, options: LoadRunOptions) {
    this.#plan = plan
    this.#options = options
    this.#totals = plan.lanes.map(() => new Totals())
    this.#merge = new WindowMerge(plan.workers, (windows) => this.#close(windows))
    this.#workers = ordersOf(plan).map((order, worker) => this.#startWorker(order, worker))
    this.end = this.#supervise()
  }

  /** Ends every process that is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const worker of this.#workers) worker.stop()
    await Promise.all(this.#workers.map(({ end }) => end))
  }

  async #supervise(): Promise<LoadRunEnd> {
    const { signal, stop } = this.#options
    const drain = (): void => this.#drain()
    const stopAll = (): void => this.#stop()
    signal.addEventListener('abort', drain, { once: true })
    stop.addEventListener('abort', stopAll, { once: true })
    if (signal.aborted) drain()
    if (stop.aborted) stopAll()
    const ends = this.#workers.map(({ end }, index) => end.then((how) => this.#ended(index, how)))
    const allEnded = Promise.all(ends)
    const calibrations = await this.#begin(allEnded)
    await allEnded
    signal.removeEventListener('abort', drain)
    stop.removeEventListener('abort', stopAll)
    this.#countLost()
    return this.#end(calibrations)
  }

  #end(calibrations: readonly Calibration[]): LoadRunEnd {
    return {
      totals: this.#totals,
      failures: this.#failures,
      startNs: this.#startNs,
      notes: this.#notes,
      marks: this.#marks,
      aborted: this.#aborted,
      calibrations,
    }
  }

  /** Waits until all are ready, and lets them start together; nothing is started when they ended before. */
  async #begin(allEnded: Promise<unknown>): Promise<readonly Calibration[]> {
    const allReady = Promise.all(this.#workers.map(({ ready }) => ready))
    const calibrations = await Promise.race([allReady, allEnded.then(() => undefined)])
    if (calibrations === undefined || this.#aborted || this.#failures.length > 0) return []
    // Whole, so that the schedule's whole milliseconds stay exact on it.
    const startNs = Math.round(monotonicNs() + START_LEAD_MS * 1e6)
    this.#startNs = startNs
    for (const worker of this.#workers) worker.start(startNs)
    this.#options.onStart(startNs)
    return calibrations
  }

  #startWorker(order: LoadOrder, worker: number): LoadWorker {
    return new LoadWorker(order, {
      cwd: this.#plan.cwd,
      onOutput: this.#options.onOutput,
      onWindow: (window) => {
        for (const lane of window.lanes) this.#totals[lane.lane]?.addWorker(worker, lane)
        this.#merge.add(worker, window)
      },
    })
  }

  #close(windows: readonly [WorkerWindow, ...WorkerWindow[]]): void {
    const cpu = process.cpuUsage(this.#cpu)
    this.#cpu = process.cpuUsage()
    const workersMs = windows.reduce((sum, { reading }) => sum + reading.cpuMs, 0)
    const machine = this.#machine.read(workersMs + (cpu.user + cpu.system) / 1e3)
    const sources = this.#observe(windows)
    const lanes = closeWindow(windows, this.#plan, { machine, sources })
    for (const [place, window] of lanes.entries()) this.#totals[place]?.addWindow(window)
    this.#options.onWindow(lanes)
    this.#tellDraining(windows)
  }

  #observe(windows: readonly [WorkerWindow, ...WorkerWindow[]]): readonly SourceReading[] {
    if (this.#startNs === undefined) return []
    const fromNs = this.#startNs + windows[0].index * WINDOW_MS * 1e6
    try {
      return this.#options.observe(fromNs, fromNs + longestMs(windows) * 1e6) ?? []
    } catch (thrown) {
      this.#noteLostSources(messageOf(thrown))
      return []
    }
  }

  /** A load goes on without what is watched beside it. */
  #noteLostSources(why: string): void {
    if (this.#notes.length > 0) return
    const message = `what was watched beside the load is not in all of its windows: ${why}`
    this.#notes.push({ code: 'SOURCES_LOST', message })
  }

  #tellDraining(windows: readonly [WorkerWindow, ...WorkerWindow[]]): void {
    const endMs = windows[0].index * WINDOW_MS + longestMs(windows)
    const running = this.#totals.reduce((sum, { inFlight }) => sum + inFlight, 0)
    const isOver = this.#aborted || endMs >= this.#plan.durationMs
    if (isOver && running > 0) this.#options.onDraining(running)
  }

  #ended(index: number, end: WorkerEnd): void {
    this.#merge.end(index)
    if (end.status !== 'failed') return
    this.#failures.push(end)
    // A share of the load is missing from now on: what the others measure is something else than was asked for.
    if (this.#startNs !== undefined) for (const worker of this.#workers) worker.drain()
    else for (const worker of this.#workers) worker.stop()
  }

  #drain(): void {
    this.#abort(this.#options.signal)
    if (this.#startNs === undefined) this.#stop()
    else for (const worker of this.#workers) worker.drain()
  }

  #stop(): void {
    this.#abort(this.#options.stop)
    this.#stopped = true
    for (const worker of this.#workers) worker.stop()
  }

  /** The first word counts. */
  #abort(signal: AbortSignal): void {
    if (!this.#aborted) this.#marks.push(endMark(signal, monotonicNs()))
    this.#aborted = true
  }

  /** Iterations of a worker that ended before it could tell what became of them. */
  #countLost(): void {
    const code = this.#stopped ? LOST_BY_STOP : LOST_WITH_WORKER
    for (const totals of this.#totals) totals.failInFlight(code, LOST)
  }
}

const longestMs = (windows: readonly WorkerWindow[]): number =>
  Math.max(...windows.map(({ durationMs }) => durationMs))
