import { setTimeout as delay } from 'node:timers/promises'
import type { Readiness } from '../../../model/target.ts'
import type { ServiceLog } from '../log.ts'
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
      const asked = async (signal: AbortSignal): Promise<boolean> =>
        (await statusOf(question, signal)) === wanted
      return untilTrue(asked, starting.signal)
    }
  }
}

/** In words, for the error of a service that never was. */
export function readinessText(ready: Readiness): string {
  switch (ready.kind) {
    case 'started':
      return 'started'
    case 'log':
      return `a line that matches ${String(ready.pattern)}`
    case 'tcp':
      return 'a connection accepted on its port'
    case 'http':
      return `GET ${ready.path} answered with ${ready.status ?? 200}`
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
