import { PerformanceObserver } from 'node:perf_hooks'
import type { Reader, Values } from './reader.ts'

/** Pauses for garbage collection. */
export class CollectionReader implements Reader {
  #count = 0
  #ms = 0
  #maxMs = 0
  readonly #observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      this.#count++
      this.#ms += duration
      if (duration > this.#maxMs) this.#maxMs = duration
    }
  })

  constructor() {
    this.#observer.observe({ entryTypes: ['gc'] })
  }

  /** Count and time are those of a second, however long it is since the last time. */
  read(values: Values, elapsedMs: number): void {
    values['gcCount'] = (this.#count / elapsedMs) * 1e3
    values['gcMs'] = (this.#ms / elapsedMs) * 1e3
    values['gcMaxMs'] = this.#maxMs
    this.#count = this.#ms = this.#maxMs = 0
  }

  stop(): void {
    this.#observer.disconnect()
  }
}
