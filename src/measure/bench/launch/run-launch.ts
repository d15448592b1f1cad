import { killGroup, startChild } from '../../../processes/child.ts'
import type { ErrorCount } from '../../../model/run.ts'
import { describeDeath, describeFailure, describeTimeOut } from './failures.ts'
import type { LaunchMeasurement, LaunchMessage, LaunchOrder, LaunchStep } from './protocol.ts'

/** How one launch's process ended. */
export type LaunchEnd =
  | { readonly status: 'measured'; readonly measurement: LaunchMeasurement }
  | { readonly status: 'failed'; readonly error: ErrorCount }
  | { readonly status: 'aborted' }

/** How to supervise a launch. */
export interface LaunchOptions {
  readonly cwd: string
  /** For each step, beyond the time that the step was given to measure. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** What the scenario prints. */
  readonly onOutput: (text: string) => void
}

/** A process gets this long to start Node and the loader, on top of the time-out. */
const START_UP_MS = 30_000

/** How much of what a launch printed is kept, for telling how it died. */
const OUTPUT_KEPT = 8_192

/** Runs one launch in a fresh process and waits for its end. The process, and all it started, is gone then. */
export function runLaunch(order: LaunchOrder, options: LaunchOptions): Promise<LaunchEnd> {
  const child = startChild({
    main: new URL('./main', import.meta.url),
    cwd: options.cwd,
    loader: 'tsx',
    serialization: 'advanced',
  })
  return new Promise((resolve) => {
    let step: LaunchStep = 'load'
    let reported: LaunchEnd | undefined
    let output = ''
    let timer = setTimeout(() => giveUp(), options.timeoutMs + START_UP_MS)

    const end = (how: LaunchEnd): void => {
      reported ??= how
      killGroup(child)
    }
    const giveUp = (): void =>
      end({ status: 'failed', error: describeTimeOut(step, options.timeoutMs) })
    const abort = (): void => end({ status: 'aborted' })
    const onText = (chunk: Buffer): void => {
      const text = chunk.toString()
      output = (output + text).slice(-OUTPUT_KEPT)
      options.onOutput(text)
    }

    options.signal.addEventListener('abort', abort, { once: true })
    child.stdout?.on('data', onText)
    child.stderr?.on('data', onText)
    child.on('message', (message: LaunchMessage) => {
      if (message.kind === 'ready') child.send(order)
      if (message.kind === 'measured')
        reported ??= { status: 'measured', measurement: message.measurement }
      if (message.kind === 'failed') {
        reported ??= { status: 'failed', error: describeFailure(message, options.cwd) }
      }
      if (message.kind !== 'alive') return
      step = message.step
      clearTimeout(timer)
      timer = setTimeout(() => giveUp(), limitOf(step, order, options))
    })
    child.on('error', (cause) => {
      reported ??= {
        status: 'failed',
        error: { code: 'LAUNCH_NOT_STARTED', count: 1, example: cause.message },
      }
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      options.signal.removeEventListener('abort', abort)
      killGroup(child)
      resolve(
        reported ?? { status: 'failed', error: describeDeath({ step, code, signal, output }) },
      )
    })
    if (options.signal.aborted) abort()
  })
}

/** A step may take the time-out, and what it was given to measure. */
function limitOf(step: LaunchStep, order: LaunchOrder, options: LaunchOptions): number {
  const given = {
    load: 0,
    setup: 0,
    'warm-up': order.warmUpMs,
    measure: 5 * order.timeMs,
    teardown: 0,
  }
  return options.timeoutMs + given[step]
}
