import { setTimeout as delay } from 'node:timers/promises'

/** Writes rows somewhere: all of them, or it rejects. Rows that it already has are no error. */
export type WriteRows<Row> = (rows: readonly Row[]) => Promise<void>

export interface HistoryOptions {
  /** Rows that may wait to be written. */
  readonly capacity: number
  /** Rows written at a time. */
  readonly batchRows: number
  /** How long rows may wait for company. */
  readonly gatherMs: number
}

/** How well it goes. */
export interface HistoryHealth {
  readonly waiting: number
  readonly written: number
  /** Rows that found no room: they are lost, and this is what tells. */
  readonly refused: number
  /** Attempts to write that failed; what they held waits for the next one. */
  readonly failures: number
}

const SHORTEST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2000

/**
 *   add ─▶ waiting rows (bounded) ─▶ batch ─▶ write ┐
 *                  ▲ nobody waits     ▲─ again ◀────┘ failed
 *
 * Nobody who adds a row ever waits: rows gather and are written in batches, one at a time, and again until they are
 * written.
 */
export class History<Row> {
  readonly #options: HistoryOptions
  readonly #write: WriteRows<Row>
  readonly #waiting: Row[] = []
  readonly #closing = new AbortController()
  #gathering: NodeJS.Timeout | undefined
  #pumping: Promise<void> | undefined
  #written = 0
  #refused = 0
  #failures = 0

  constructor(options: HistoryOptions, write: WriteRows<Row>) {
    this.#options = options
    this.#write = write
  }

  get health(): HistoryHealth {
    return {
      waiting: this.#waiting.length,
      written: this.#written,
      refused: this.#refused,
      failures: this.#failures,
    }
  }

  /** @returns whether there was room */
  add(row: Row): boolean {
    if (this.#waiting.length >= this.#options.capacity) {
      this.#refused++
      return false
    }
    this.#waiting.push(row)
    if (this.#waiting.length >= this.#options.batchRows) this.#start()
    else this.#gathering ??= setTimeout(() => this.#start(), this.#options.gatherMs)
    return true
  }

  /** Writes what waits, and ends. @returns how many rows could not be written in that time */
  async drain(timeoutMs: number): Promise<number> {
    this.#start()
    const deadline = setTimeout(() => this.#closing.abort(), timeoutMs)
    await this.#pumping
    clearTimeout(deadline)
    this.#closing.abort()
    return this.#waiting.length
  }

  #start(): void {
    clearTimeout(this.#gathering)
    this.#gathering = undefined
    this.#pumping ??= this.#pump().finally(() => {
      this.#pumping = undefined
    })
  }

  async #pump(): Promise<void> {
    let pauseMs = SHORTEST_PAUSE_MS
    const { signal } = this.#closing
    while (this.#waiting.length > 0 && !signal.aborted) {
      if (await this.#writeBatch()) pauseMs = SHORTEST_PAUSE_MS
      else {
        await delay(pauseMs, undefined, { signal }).catch(() => {})
        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)
      }
    }
  }

  /** Rows leave the buffer when they are written, not before. */
  async #writeBatch(): Promise<boolean> {
    const batch = this.#waiting.slice(0, this.#options.batchRows)
    try {
      await this.#write(batch)
    } catch {
      this.#failures++
      return false
    }
    this.#waiting.splice(0, batch.length)
    this.#written += batch.length
    return true
  }
}
