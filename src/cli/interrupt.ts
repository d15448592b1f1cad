import { ExitCode } from '../kernel/errors.ts'
import type { Io } from './io.ts'

/** Turns Ctrl-C and termination into an abort. */
export interface Interrupts extends Disposable {
  readonly signal: AbortSignal
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * The first signal aborts, and what was measured is kept; the second ends the process at once. A command that has
 * nothing to keep is left to the system, which ends it at the first: a handler here would wait for a busy loop.
 */
export function catchInterrupts(io: Io, keeps: boolean): Interrupts {
  const controller = new AbortController()
  if (!keeps) return { signal: controller.signal, [Symbol.dispose]: () => undefined }
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(ExitCode.interrupted)
    io.err('\nplimsoll: interrupted; keeping what was measured (once more to stop at once)\n')
    controller.abort()
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal)
    },
  }
}
