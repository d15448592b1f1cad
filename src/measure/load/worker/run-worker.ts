import type { ChildProcess } from 'node:child_process'
import type { Calibration, ErrorCount } from '../../../model/run.ts'
import { killGroup, startChild } from '../../../processes/child.ts'
import { describeDeath, describeFailure, describeTimeOut } from '../../bench/launch/failures.ts'
import { READY } from '../../bench/launch/protocol.ts'
import type { RunFailure } from '../engine/lane-failures.ts'
import type { WorkerWindow } from '../engine/parts.ts'
import type { FromWorker, LoadOrder, ToWorker, WorkerStep } from './protocol.ts'

/** How a worker's process ended. */
export type WorkerEnd =
  | { readonly status: 'done' }
  | ({ readonly status: 'failed' } & RunFailure)
  | { readonly status: 'stopped' }

/** How to supervise a worker. */
export interface WorkerOptions {
  readonly cwd: string
  readonly onWindow: (window: WorkerWindow) => void
  /** What the scenario prints. */
  readonly onOutput: (text: string) => void
}

/** A process gets this long to start Node and the loader, on top of the time-out. */
const START_UP_MS = 30_000

/** A worker says something every second; one that is silent for so much longer than the time-out hangs. */
const SILENCE_MS = 30_000

/**
 * Half of V8's usual size for what is new: connections by the thousand leave much behind while they are made, and the
 * room once taken for that is kept. It costs iterations no time (bench:load-memory, bench:load-http). All of it from the
 * start: each collection delays an arrival by some 0.5 ms, and there are fewer then (bench:load-pacing). One thread to
 * help: a worker is one core's share of the load, and helpers would take that core from it.
 */
const V8_FLAGS = ['--max-semi-space-size=8', '--min-semi-space-size=8', '--v8-pool-size=1']

/** After a process has ended, what it wrote arrives within this time. */
const OUTPUT_GRACE_MS = 2_000

/** How much of what a worker printed is kept, for telling how it died. */
const OUTPUT_KEPT = 8_192

/** One worker's process, from its start to its end. It is gone, with all it started, once {@link end} has resolved. */
export class LoadWorker {
  /** Resolves as it is ready to start; never, when it ends before. */
  readonly ready: Promise<Calibration>
  readonly end: Promise<WorkerEnd>
  readonly #child: ChildProcess
  readonly #order: LoadOrder
  readonly #options: WorkerOptions
  readonly #ready = Promise.withResolvers<Calibration>()
  readonly #closed = Promise.withResolvers<WorkerEnd>()
  #step: WorkerStep = 'load'
  /** What is known of its end; the first word counts. */
  #reported: WorkerEnd | undefined
  #output = ''
  #ordered = false
  #timer: NodeJS.Timeout | undefined

  constructor(order: LoadOrder, options: WorkerOptions) {
    this.#order = order
    this.#options = options
    this.ready = this.#ready.promise
    this.end = this.#closed.promise
    this.#child = startChild({
      main: new URL('./main', import.meta.url),
      cwd: options.cwd,
      loader: 'tsx',
      flags: V8_FLAGS,
      serialization: 'advanced',
    })
    this.#listen()
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** Lets it start at this time of the monotonic clock. */
  start(startNs: number): void {
    this.#say({ kind: 'start', startNs })
    this.#limit()
  }

  /** Lets it start no more. */
  drain(): void {
    this.#say({ kind: 'drain' })
  }

  /** Ends it at once, with all that it started. */
  stop(): void {
    this.#finish({ status: 'stopped' })
  }

  #listen(): void {
    const child = this.#child
    this.#limit()
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#read(text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#read(text))
    child.on('message', (message: unknown) => this.#hear(message))
    child.on('error', ({ message }) => {
      this.#report(failedBy({ code: 'WORKER_NOT_STARTED', count: 1, example: message }))
    })
    child.on('exit', () => {
      // What it started may hold its output open, which `close` waits for.
      killGroup(child)
      this.#wait(OUTPUT_GRACE_MS, () => {
        child.stdout?.destroy()
        child.stderr?.destroy()
      })
    })
    child.on('close', (code, signal) => {
      clearTimeout(this.#timer)
      this.#closed.resolve(this.#reported ?? this.#died(code, signal))
    })
  }

  /** The scenario itself may send anything at all: only what carries the order's token is the worker's own word. */
  #hear(said: unknown): void {
    if (said === READY && !this.#ordered) {
      this.#ordered = true
      this.#say(this.#order)
    }
    if (!isFromWorker(said, this.#order.token)) return
    if (said.kind === 'ready') {
      // What it waits for now is the others.
      clearTimeout(this.#timer)
      this.#ready.resolve(said.calibration)
      return
    }
    if (said.kind === 'alive') this.#step = said.step
    else if (said.kind === 'window') this.#options.onWindow(said.window)
    else if (said.kind === 'done') this.#report({ status: 'done' })
    else this.#report(this.#failed(said))
    this.#limit()
  }

  #say(message: ToWorker): void {
    // One that has ended meanwhile tells so itself.
    if (this.#child.connected) this.#child.send(message, () => undefined)
  }

  #read(text: string): void {
    this.#output = (this.#output + text).slice(-OUTPUT_KEPT)
    this.#options.onOutput(text)
  }

  #report(end: WorkerEnd): void {
    this.#reported ??= end
  }

  #finish(end: WorkerEnd): void {
    this.#report(end)
    killGroup(this.#child)
  }

  /** Getting ready may take the time-out; later it is heard of every second. */
  #limit(): void {
    const { timeoutMs } = this.#order
    const limitMs = timeoutMs + (this.#step === 'measure' ? SILENCE_MS : START_UP_MS)
    const error = describeTimeOut(this.#step, limitMs)
    this.#wait(limitMs, () => this.#finish(failedBy(error)))
  }

  /** One thing at a time is waited for. */
  #wait(limitMs: number, then: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(then, limitMs)
  }

  #failed(said: Extract<FromWorker, { readonly kind: 'failed' }>): WorkerEnd {
    const { lane } = said
    const failed = failedBy(describeFailure(said, this.#options.cwd))
    return lane === undefined ? failed : { ...failed, lane }
  }

  #died(code: number | null, signal: NodeJS.Signals | null): WorkerEnd {
    return failedBy(describeDeath({ step: this.#step, code, signal, output: this.#output }))
  }
}

function isFromWorker(said: unknown, token: string): said is FromWorker {
  return typeof said === 'object' && said !== null && Reflect.get(said, 'token') === token
}

const failedBy = (error: ErrorCount): { readonly status: 'failed' } & RunFailure => ({
  status: 'failed',
  error,
})
