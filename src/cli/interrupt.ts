import { ExitCode } from '../kernel/errors.ts'
import type { Io } from './io.ts'

/** Turns Ctrl-C and termination into an abort. */
export interface Interrupts extends Disposable {
  readonly signal: AbortSignal
  /**
   * Asked for by who ends at once by itself, and keeps what it has: aborted by the second signal, which ends the process
   * where nobody asked.
   */
  stopSignal(): AbortSignal
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * The first signal aborts, and what was measured is kept; the second ends the process at once, unless the command does
 * that by itself ({@link Interrupts.stopSignal}): then the third does. A command that has
 * nothing to keep is left to the system, which ends it at the first: a handler here would wait for a busy loop.
 *
 * @param said at the first signal; `undefined` = the command has nothing to keep
 */
export function catchInterrupts(io: Io, said: string | undefined): Interrupts {
  const controller = new AbortController()
  const stop = new AbortController()
  let isHeeded = false
  const signals = {
    signal: controller.signal,
    stopSignal: () => {
      isHeeded = true
      return stop.signal
    },
  }
  if (said === undefined) return { ...signals, [Symbol.dispose]: () => undefined }
  const onSignal = (): void => {
    if (controller.signal.aborted) {
      if (!isHeeded || stop.signal.aborted) process.exit(ExitCode.interrupted)
      io.err('\nplimsoll: stopping at once\n')
      stop.abort()
      return
    }
    io.err(`\nplimsoll: ${said}\n`)
    controller.abort()
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return {
    ...signals,
    [Symbol.dispose]: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal)
    },
  }
}
