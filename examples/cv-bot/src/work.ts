import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'

/** Work that must be over before the bot may stop. */
export class Work {
  readonly #idle = new EventTarget()
  #open = 0
  #closed = false

  /** Whether no new work is taken. */
  get closed(): boolean {
    return this.#closed
  }

  /** Does it, unless no new work is taken. */
  async run<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    if (this.#closed) return otherwise
    this.#open++
    try {
      return await work()
    } finally {
      if (--this.#open === 0) this.#idle.dispatchEvent(new Event('idle'))
    }
  }

  /** Takes no new work, and waits for what is open, but no longer than that. */
  async close(timeoutMs: number): Promise<void> {
    this.#closed = true
    if (this.#open === 0) return
    await once(this.#idle, 'idle', { signal: AbortSignal.timeout(timeoutMs) }).catch(() => {})
    // Whoever waited for the last of it still answers for it.
    await turn()
  }
}
