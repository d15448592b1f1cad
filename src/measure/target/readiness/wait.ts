import { setTimeout as delay } from 'node:timers/promises'
import type { Readiness } from '../../../model/target.ts'
import type { ServiceLog } from '../log.ts'
import { LOCAL_HOST } from '../ports.ts'
import { statusOf } from './http.ts'
import { acceptsConnections } from './tcp.ts'

/** Nothing tells when a port is listened on: it is asked again and again. */
const ASK_EVERY_MS = 25

/** One answer may take so long; a service that is starting up may never answer the first question. */
const ANSWER_TIMEOUT_MS = 2_000

/** What is known of a service that has been started. */
export interface Starting {
  readonly ports: Readonly<Record<string, number>>
  readonly log: ServiceLog
  /** Ends the waiting. */
  readonly signal: AbortSignal
  /** Called with the status of each answer that was not the one that is waited for. */
  readonly onOtherStatus?: (status: number) => void
}

/** Resolves when a service can be used. @throws what the signal says */
export function untilReady(ready: Readiness, starting: Starting): Promise<void> {
  switch (ready.kind) {
    case 'started':
      return Promise.resolve()
    case 'log':
      return starting.log.until(ready.pattern, starting.signal)
    case 'tcp': {
      const port = portOf(ready.port, starting)
      return untilTrue((signal) => acceptsConnections(port, signal), starting.signal)
    }
    case 'http': {
      const question = { port: portOf(ready.port, starting), path: ready.path }
      const wanted = ready.status ?? 200
      const asked = async (signal: AbortSignal): Promise<boolean> => {
        const status = await statusOf(question, signal)
        if (status !== undefined && status !== wanted) starting.onOtherStatus?.(status)
        return status === wanted
      }
      return untilTrue(asked, starting.signal)
    }
  }
}

/**
 * What a service lacked that never could be used, in words.
 * @param lastStatus what it last answered, if it did
 */
export function lackText(ready: Readiness, lastStatus: number | undefined): string {
  switch (ready.kind) {
    case 'started':
      return 'it was not started'
    case 'log':
      return `it wrote no line that matches ${String(ready.pattern)}`
    case 'tcp':
      return `it accepted no connection on its port at ${LOCAL_HOST}`
    case 'http':
      return lastStatus === undefined
        ? `it did not answer GET ${ready.path}`
        : `it answered GET ${ready.path} with ${lastStatus}, and not with ${ready.status ?? 200}`
  }
}

async function untilTrue(
  ask: (signal: AbortSignal) => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const patience = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)])
    if (await ask(patience)) return
    // Aborting rejects with an error of its own: what the signal says is thrown above.
    await delay(ASK_EVERY_MS, undefined, { signal }).catch(() => {})
  }
}

function portOf(name: string | undefined, { ports }: Starting): number {
  return ports[name ?? Object.keys(ports)[0] ?? ''] ?? 0
}
