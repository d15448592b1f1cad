import { randomUUID } from 'node:crypto'
import type { Calibration, ErrorCount } from '../../../model/run.ts'
import { closeWindow } from '../engine/close-window.ts'
import { monotonicNs } from '../transports/exchanging/monotonic.ts'
import type { LoadWindow } from '../engine/load-window.ts'
import { MachineMeter } from '../engine/machine-meter.ts'
import type { WorkerWindow } from '../engine/parts.ts'
import type { ResolvedPlan } from '../engine/plan.ts'
import { Totals } from '../engine/totals.ts'
import { WindowMerge } from '../engine/window-merge.ts'
import { shareOf } from '../schedule/share.ts'
import type { LoadOrder } from './protocol.ts'
import { LoadWorker, type WorkerEnd } from './run-worker.ts'

/** Time for the word to reach every worker before the schedule begins. */
const START_LEAD_MS = 250

/** What iterations count under of which nobody can tell the end. */
const LOST_WITH_WORKER = 'WORKER_DIED'
const LOST_BY_STOP = 'STOPPED'

/** How to supervise a run. */
export interface LoadRunOptions {
  readonly signal: AbortSignal
  readonly stop: AbortSignal
  readonly onWindow: (window: LoadWindow) => void
  /** The schedule is over, or was interrupted, and so many iterations are in flight. */
  readonly onDraining: (running: number) => void
  readonly onOutput: (text: string) => void
}

/** What the workers told, added up. */
export interface LoadRunEnd {
  readonly totals: Totals
  /** What ended it before its time. */
  readonly failures: readonly ErrorCount[]
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
  readonly #totals = new Totals()
  readonly #machine = new MachineMeter()
  readonly #merge: WindowMerge
  readonly #workers: readonly LoadWorker[]
  readonly #failures: ErrorCount[] = []
  #cpu = process.cpuUsage()
  #hasStarted = false
  #aborted = false
  #stopped = false

  constructor(plan: ResolvedPlan, options: LoadRunOptions) {
    this.#plan = plan
    this.#options = options
    this.#merge = new WindowMerge(plan.workers, (windows) => this.#close(windows))
    this.#workers = Array.from({ length: plan.workers }, (_, worker) => this.#startWorker(worker))
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
    const { totals, failures, aborted } = this.#end()
    return { totals, failures, aborted, calibrations }
  }

  #end(): Omit<LoadRunEnd, 'calibrations'> {
    return { totals: this.#totals, failures: this.#failures, aborted: this.#aborted }
  }

  /** Waits until all are ready, and lets them start together; nothing is started when they ended before. */
  async #begin(allEnded: Promise<unknown>): Promise<readonly Calibration[]> {
    const allReady = Promise.all(this.#workers.map(({ ready }) => ready))
    const calibrations = await Promise.race([allReady, allEnded.then(() => undefined)])
    if (calibrations === undefined || this.#aborted || this.#failures.length > 0) return []
    this.#hasStarted = true
    // Whole, so that the schedule's whole milliseconds stay exact on it.
    const startNs = Math.round(monotonicNs() + START_LEAD_MS * 1e6)
    for (const worker of this.#workers) worker.start(startNs)
    return calibrations
  }

  #startWorker(worker: number): LoadWorker {
    return new LoadWorker(this.#orderOf(worker), {
      cwd: this.#plan.cwd,
      onOutput: this.#options.onOutput,
      onWindow: (window) => {
        this.#totals.addWorker(worker, window)
        this.#merge.add(worker, window)
      },
    })
  }

  #orderOf(worker: number): LoadOrder {
    const { schedule, phases, work, pipelining, timeoutMs, lateBeyondMs, seed } = this.#plan
    const share = { worker, workers: this.#plan.workers }
    return {
      kind: 'order',
      token: randomUUID(),
      share,
      schedule,
      phases,
      work,
      connections: shareOf(this.#plan.connections, share),
      pipelining,
      maxInFlight: Math.max(1, shareOf(this.#plan.maxInFlight, share)),
      timeoutMs,
      lateBeyondMs,
      seed,
    }
  }

  #close(windows: readonly [WorkerWindow, ...WorkerWindow[]]): void {
    const cpu = process.cpuUsage(this.#cpu)
    this.#cpu = process.cpuUsage()
    const workersMs = windows.reduce((sum, { reading }) => sum + reading.cpuMs, 0)
    const machine = this.#machine.read(workersMs + (cpu.user + cpu.system) / 1e3)
    const window = closeWindow(windows, this.#plan, machine)
    this.#totals.addWindow(window)
    this.#options.onWindow(window)
    const isOver = this.#aborted || window.startMs + window.durationMs >= this.#plan.durationMs
    if (isOver && this.#totals.inFlight > 0) this.#options.onDraining(this.#totals.inFlight)
  }

  #ended(index: number, end: WorkerEnd): void {
    this.#merge.end(index)
    if (end.status !== 'failed') return
    this.#failures.push(end.error)
    // A share of the load is missing from now on: what the others measure is something else than was asked for.
    if (this.#hasStarted) for (const worker of this.#workers) worker.drain()
    else for (const worker of this.#workers) worker.stop()
  }

  #drain(): void {
    this.#aborted = true
    if (!this.#hasStarted) this.#stop()
    else for (const worker of this.#workers) worker.drain()
  }

  #stop(): void {
    this.#aborted = true
    this.#stopped = true
    for (const worker of this.#workers) worker.stop()
  }

  /** Iterations of a worker that ended before it could tell what became of them. */
  #countLost(): void {
    const code = this.#stopped ? LOST_BY_STOP : LOST_WITH_WORKER
    const { tally, examples } = this.#totals
    if (tally.inFlight > 0) {
      examples.set(code, 'was in flight when its worker ended; nobody knows what became of it')
    }
    tally.failInFlight(code)
  }
}
