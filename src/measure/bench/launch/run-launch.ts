import type { ChildProcess } from 'node:child_process'
import { killGroup, startChild } from '../../../processes/child.ts'
import type { Side } from '../../../model/duet.ts'
import type { ErrorCount } from '../../../model/run.ts'
import { describeDeath, describeFailure, describeTimeOut } from './failures.ts'
import {
  type DuetMeasured,
  type DuetOrder,
  type LaunchMeasurement,
  type LaunchMessage,
  type LaunchStep,
  type Order,
  READY,
} from './protocol.ts'

/** How one launch's process ended. */
export type LaunchEnd<M = LaunchMeasurement> =
  | { readonly status: 'measured'; readonly measurement: M }
  | { readonly status: 'failed'; readonly error: ErrorCount; readonly side?: Side | undefined }
  | { readonly status: 'aborted' }

/** What an order's process measures. */
type MeasuredBy<O extends Order> = O extends DuetOrder ? DuetMeasured : LaunchMeasurement

/** How to supervise a launch. */
export interface LaunchOptions {
  readonly cwd: string
  /** For each step, beyond the time that the step was given to measure. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Variables of the process, beside this one's own. */
  readonly env?: Readonly<Record<string, string>>
  /** What the scenario prints. */
  readonly onOutput: (text: string) => void
}

/** A process gets this long to start Node and the loader, on top of the time-out. */
const START_UP_MS = 30_000

/** After a process has ended, what it wrote arrives within this time. */
const OUTPUT_GRACE_MS = 2_000

/** How much of what a launch printed is kept, for telling how it died. */
const OUTPUT_KEPT = 8_192

/**
 * Runs one launch in a fresh process and waits for its end. The process, and all it started, is gone then, except what the
 * scenario started in a process group of its own (`detached: true`), which is not reached.
 */
export function runLaunch<O extends Order>(
  order: O,
  options: LaunchOptions,
): Promise<LaunchEnd<MeasuredBy<O>>> {
  const child = startChild({
    main: new URL('./main', import.meta.url),
    cwd: options.cwd,
    ...(options.env === undefined ? {} : { env: { ...process.env, ...options.env } }),
    loader: 'tsx',
    serialization: 'advanced',
  })
  return new Supervision<MeasuredBy<O>>(child, order, options).end
}

/** Watches one launch's process, limits each of its steps, and says how it ended. */
class Supervision<M> {
  readonly end: Promise<LaunchEnd<M>>
  readonly #child: ChildProcess
  readonly #order: Order
  readonly #options: LaunchOptions
  #step: LaunchStep = 'load'
  /** What is known of its end; the first word counts. */
  #reported: LaunchEnd<M> | undefined
  #output = ''
  #ordered = false
  #timer: NodeJS.Timeout | undefined

  constructor(child: ChildProcess, order: Order, options: LaunchOptions) {
    this.#child = child
    this.#order = order
    this.#options = options
    this.end = this.#supervise()
  }

  async #supervise(): Promise<LaunchEnd<M>> {
    const child = this.#child
    const { signal, timeoutMs } = this.#options
    const abort = (): void => this.#stop({ status: 'aborted' })
    const { promise: closed, resolve } = Promise.withResolvers<LaunchEnd<M>>()
    this.#limit(timeoutMs + START_UP_MS)
    signal.addEventListener('abort', abort, { once: true })
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#read(text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#read(text))
    child.on('message', (message: unknown) => this.#hear(message))
    child.on('error', ({ message }) => {
      this.#report(failedBy({ code: 'LAUNCH_NOT_STARTED', count: 1, example: message }))
    })
    child.on('exit', () => {
      // What it started may hold its output open, which `close` waits for.
      killGroup(child)
      this.#wait(OUTPUT_GRACE_MS, () => letGo(child))
    })
    child.on('close', (code, killedBy) => resolve(this.#reported ?? this.#died(code, killedBy)))
    if (signal.aborted) abort()
    try {
      return await closed
    } finally {
      clearTimeout(this.#timer)
      signal.removeEventListener('abort', abort)
    }
  }

  /** The scenario itself may send anything at all: only what carries the order's token is the launch's own word. */
  #hear(said: unknown): void {
    if (said === READY && !this.#ordered) {
      this.#ordered = true
      this.#child.send(this.#order)
    }
    if (!isFromLaunch(said, this.#order.token)) return
    // The order says which of the two it is.
    if (said.kind === 'measured' || said.kind === 'dueted')
      this.#report({ status: 'measured', measurement: said.measurement as M })
    if (said.kind === 'failed') {
      const error = describeFailure(said, this.#options.cwd)
      this.#report({ status: 'failed', error, side: said.side })
    }
    if (said.kind !== 'alive') return
    this.#step = said.step
    this.#limit(limitOf(said.step, this.#order, this.#options))
  }

  #read(text: string): void {
    this.#output = (this.#output + text).slice(-OUTPUT_KEPT)
    this.#options.onOutput(text)
  }

  #report(end: LaunchEnd<M>): void {
    this.#reported ??= end
  }

  #stop(end: LaunchEnd<M>): void {
    this.#report(end)
    killGroup(this.#child)
  }

  #limit(limitMs: number): void {
    this.#wait(limitMs, () =>
      this.#stop(failedBy(describeTimeOut(this.#step, this.#options.timeoutMs))),
    )
  }

  /** One thing at a time is waited for. */
  #wait(limitMs: number, then: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(then, limitMs)
  }

  #died(code: number | null, signal: NodeJS.Signals | null): LaunchEnd<M> {
    return failedBy(describeDeath({ step: this.#step, code, signal, output: this.#output }))
  }
}

function isFromLaunch(said: unknown, token: string): said is LaunchMessage {
  return typeof said === 'object' && said !== null && Reflect.get(said, 'token') === token
}

const failedBy = (error: ErrorCount): LaunchEnd<never> => ({ status: 'failed', error })

/** Stops listening to a process that has ended; something outside its group still holds its output. */
function letGo(child: ChildProcess): void {
  child.stdout?.destroy()
  child.stderr?.destroy()
}

/** A step may take the time-out, and what it was given to measure. */
function limitOf(step: LaunchStep, order: Order, options: LaunchOptions): number {
  const given = {
    load: 0,
    setup: 0,
    'warm-up': order.warmUpMs,
    measure: 5 * order.timeMs,
    teardown: 0,
  }
  return options.timeoutMs + given[step]
}
