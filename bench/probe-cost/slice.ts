import { setTimeout as delay } from 'node:timers/promises'
import { CONNECTIONS, type Instance } from './instance.ts'

/** What one slice of traffic cost. */
export interface Slice {
  readonly cpuNsPerRequest: number
}

/** How often what is due is sent. */
const EVERY_MS = 2

/**
 * Sends so many requests a second, evenly, and waits for all of their answers. What finds no free connection waits for one:
 * where the service is slow the slice takes longer, and has as many requests.
 */
export async function takeSlice(
  instance: Instance,
  plan: { readonly perSecond: number; readonly seconds: number },
): Promise<Slice> {
  const { perSecond, seconds } = plan
  const wanted = Math.round(perSecond * seconds)
  const cpuBeforeNs = instance.cpuNs()
  const startedMs = performance.now()
  const traffic = new Traffic(instance)
  while (traffic.answered < wanted) {
    const due = ((performance.now() - startedMs) / 1e3) * perSecond
    traffic.sendUpTo(Math.min(wanted, due))
    await delay(EVERY_MS)
  }
  // A line of the probe for every second, wherever the slice began.
  await delay(Math.max(0, startedMs + seconds * 1e3 - performance.now()))
  return { cpuNsPerRequest: (instance.cpuNs() - cpuBeforeNs) / wanted }
}

class Traffic {
  answered = 0
  #sent = 0
  readonly #instance: Instance

  constructor(instance: Instance) {
    this.#instance = instance
  }

  sendUpTo(due: number): void {
    for (; this.#sent < due && this.#sent - this.answered < CONNECTIONS; this.#sent++) {
      void this.#instance.pool.get().then(() => this.answered++)
    }
  }
}
