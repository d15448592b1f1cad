import { performance } from 'node:perf_hooks'
import type { Reader, Values } from './reader.ts'

/** Largest share of the time that counting may take: with 10,000 sockets one count is some 0.5 ms. */
const DEAREST_SHARE = 1e-4

/** What keeps the process alive: sockets, timers, requests to the system. Counted less often when there are many. */
export class HandleReader implements Reader {
  #nextMs = 0

  read(values: Values): void {
    const startedMs = performance.now()
    if (startedMs < this.#nextMs) return
    values['activeHandles'] = process.getActiveResourcesInfo().length
    this.#nextMs = startedMs + (performance.now() - startedMs) / DEAREST_SHARE
  }

  stop(): void {
    // It was only ever asked.
  }
}
