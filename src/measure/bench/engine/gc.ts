import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'

/** Counts garbage collections. Entries arrive when the event loop turns, so whoever samples must yield now and then. */
export class GcWatcher implements Disposable {
  #count = 0
  #ms = 0
  readonly #observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      this.#count++
      this.#ms += entry.duration
    }
  })

  constructor() {
    this.#observer.observe({ entryTypes: ['gc'] })
  }

  /** Collections since the last `clear`, and the time they took. */
  get totals(): { readonly count: number; readonly ms: number } {
    return { count: this.#count, ms: this.#ms }
  }

  clear(): void {
    this.#count = 0
    this.#ms = 0
  }

  [Symbol.dispose](): void {
    this.#observer.disconnect()
  }
}

/** Bytes in use on the heap (about 250 ns a call). */
export const heapUsedBytes = (): number => getHeapStatistics().used_heap_size
