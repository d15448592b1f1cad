/** Messages on their way out, each delayed by its own time but never before the one ahead of it. */
export interface Outbox {
  push(message: string, delayMs: number): void
  /** Forgets what has not left, and frees the timer. */
  close(): void
}

interface Parcel {
  readonly message: string
  readonly dueMs: number
}

/** @param deliver called for each message, in order */
export function createOutbox(deliver: (message: string) => void): Outbox {
  const waiting: Parcel[] = []
  let timer: NodeJS.Timeout | undefined

  // Only the head is looked at: whoever is due behind it waits for it.
  const pump = (): void => {
    timer = undefined
    const now = performance.now()
    while (waiting[0] !== undefined && waiting[0].dueMs <= now)
      deliver(waiting.shift()?.message ?? '')
    if (waiting[0] !== undefined) timer = setTimeout(pump, waiting[0].dueMs - now)
  }
  return {
    push(message, delayMs) {
      if (delayMs === 0 && waiting.length === 0) return deliver(message)
      waiting.push({ message, dueMs: performance.now() + delayMs })
      timer ??= setTimeout(pump, delayMs)
    },
    close() {
      clearTimeout(timer)
      timer = undefined
      waiting.length = 0
    },
  }
}
