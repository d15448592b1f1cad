import { PerformanceObserver } from 'node:perf_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { getHeapStatistics } from 'node:v8'

/** Counts garbage collections. Entries arrive as the event loop turns: {@link GcWatcher.delivered} waits for them. */
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

  /** Collections delivered so far, and the time they took. */
  get totals(): { readonly count: number; readonly ms: number } {
    return { count: this.#count, ms: this.#ms }
  }

  /** Resolves once every collection so far is counted: Node makes the entry in one turn and hands it over in the next. */
  async delivered(): Promise<void> {
    await nextTurn()
    await nextTurn()
  }

  [Symbol.dispose](): void {
    this.#observer.disconnect()
  }
}

/** Bytes in use on the heap (about 250 ns a call). */
export const heapUsedBytes = (): number => getHeapStatistics().used_heap_size
