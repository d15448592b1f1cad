import { killGroup, startChild } from '../../../processes/child.ts'
import type { HostMessage, HostOrder } from './protocol.ts'

/** How the process of Vitest ended. */
export type HostEnd =
  | { readonly status: 'done' }
  /** Nothing was heard of it for so long. */
  | { readonly status: 'timed-out'; readonly limitMs: number }
  | {
      readonly status: 'died'
      readonly code: number | null
      readonly signal: NodeJS.Signals | null
      /** The last that it printed. */
      readonly output: string
    }
  | { readonly status: 'aborted' }

/** How to supervise it. */
export interface HostOptions {
  readonly signal: AbortSignal
  readonly onMessage: (message: HostMessage) => void
  /** What Vitest and the tests print. */
  readonly onOutput: (text: string) => void
}

/** Vitest gets this long to start, on top of the time-out. */
const START_UP_MS = 30_000

/** A test that ran into its own time-out gets this long to say so. */
const GRACE_MS = 5_000

/** A longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** How much of what was printed is kept. */
const OUTPUT_KEPT = 8_192

/** Has one order carried out in a fresh process and waits for its end. The process, and all it started, is gone then. */
export function runHost(order: HostOrder, options: HostOptions): Promise<HostEnd> {
  const child = startChild({
    main: new URL('./host', import.meta.url),
    cwd: order.cwd,
    env: ownEnvironment(),
    loader: 'none',
    serialization: 'advanced',
  })
  return new Promise((resolve) => {
    let end: HostEnd | undefined
    let output = ''
    let timer: NodeJS.Timeout | undefined
    // What the test that is running may take.
    let testMs = order.timeoutMs

    const finish = (how: HostEnd): void => {
      end ??= how
      killGroup(child)
    }
    const wait = (ms: number): void => {
      const limitMs = Math.min(ms, LONGEST_TIMER_MS)
      clearTimeout(timer)
      timer = setTimeout(() => finish({ status: 'timed-out', limitMs }), limitMs)
    }
    const abort = (): void => finish({ status: 'aborted' })
    const onText = (chunk: Buffer): void => {
      const text = chunk.toString()
      output = (output + text).slice(-OUTPUT_KEPT)
      options.onOutput(text)
    }

    wait(order.timeoutMs + START_UP_MS)
    options.signal.addEventListener('abort', abort, { once: true })
    child.stdout?.on('data', onText)
    child.stderr?.on('data', onText)
    child.on('message', (message: HostMessage) => {
      if (end !== undefined) return
      if (message.kind === 'ready') child.send(order)
      else if (message.kind === 'done') finish({ status: 'done' })
      else {
        if (message.kind === 'test-started') testMs = message.timeoutMs || order.timeoutMs
        if (message.kind === 'test-finished') testMs = order.timeoutMs
        wait(testMs + GRACE_MS)
        options.onMessage(message)
      }
    })
    child.on('error', (cause) => {
      output += cause.message
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      options.signal.removeEventListener('abort', abort)
      killGroup(child)
      resolve(end ?? { status: 'died', code, signal, output })
    })
    if (options.signal.aborted) abort()
  })
}

/** Without what an outer Vitest says of itself, when plimsoll is called from a test. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^VITEST(?:_|$)/.test(name))
  return Object.fromEntries(kept)
}
