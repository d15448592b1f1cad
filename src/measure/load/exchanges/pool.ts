import type { ExchangeOutcome, LoadClient, LoadConnection } from '../../../model/load.ts'
import { Fifo } from '../engine/fifo.ts'
import { exchangeFailure } from './failure.ts'

/** Exchanges with one target, for code that awaits them. */
export interface Exchanges extends AsyncDisposable {
  /**
   * Does one, as soon as a connection is free for it.
   * @throws Error with the code of what went wrong (`HTTP_503`, `TIMEOUT` …); `REJECTED` when the target's rate limiting did
   */
  exchange(input?: unknown): Promise<void>
}

/** Connections of one client, and who waits for them; the one that has rested longest is next. */
export class ExchangePool implements Exchanges {
  readonly #client: LoadClient
  readonly #timeoutMs: number
  readonly #free = new Fifo<Pooled>()
  readonly #waiting = new Set<Waiting>()

  /** @param timeoutMs for a connection to become free */
  constructor(client: LoadClient, timeoutMs: number) {
    this.#client = client
    this.#timeoutMs = timeoutMs
  }

  /** Resolves once so many are up. @throws Error with the code of what prevents it */
  async connect(count: number): Promise<void> {
    const up = Promise.withResolvers<void>()
    const late = exchangeFailure('CONNECT_TIMEOUT', `not all were up within ${this.#timeoutMs} ms`)
    const timer = setTimeout(() => up.reject(late), this.#timeoutMs)
    let left = Math.max(1, count)
    const onUp = (): void => {
      left--
      if (left === 0) up.resolve()
    }
    for (let made = left; made > 0; made--) this.#add(onUp, up.reject)
    try {
      await up.promise
    } finally {
      clearTimeout(timer)
    }
  }

  exchange(input?: unknown): Promise<void> {
    for (let pooled = this.#free.shift(); pooled !== undefined; pooled = this.#free.shift()) {
      pooled.isQueued = false
      // It may have broken since it was put there; it says when it is free again.
      if (isFree(pooled)) return this.#start(pooled, input)
    }
    return this.#turn(input)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { reject } of this.#waiting)
      reject(exchangeFailure('CLOSED', 'the exchanges were closed'))
    await this.#client[Symbol.asyncDispose]()
  }

  #add(onUp: () => void, onTrouble: (error: Error) => void): void {
    const pooled = new Pooled()
    const freed = (): void => {
      if (!isFree(pooled)) return
      if (!pooled.wasUp) onUp()
      pooled.wasUp = true
      this.#freed(pooled)
    }
    pooled.connection = this.#client.connect({
      onFree: freed,
      // Later it fails the exchange that it carries, or is made anew by itself.
      onTrouble: (code, example) => onTrouble(exchangeFailure(code, example)),
    })
    // It may have been free at once, before anybody knew it.
    freed()
  }

  #freed(pooled: Pooled): void {
    for (const next of this.#waiting) {
      if (!isFree(pooled)) return
      this.#waiting.delete(next)
      next.resolve(this.#start(pooled, next.input))
    }
    this.#queue(pooled)
  }

  #queue(pooled: Pooled): void {
    if (pooled.isQueued || !isFree(pooled)) return
    pooled.isQueued = true
    this.#free.push(pooled)
  }

  #start(pooled: Pooled, input: unknown): Promise<void> {
    const started = new Promise<void>((resolve, reject) => {
      pooled.connection?.exchange(input, (outcome) => settle(outcome, resolve, reject))
    })
    this.#queue(pooled)
    return started
  }

  async #turn(input: unknown): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const waiting = { input, resolve, reject }
    this.#waiting.add(waiting)
    const late = exchangeFailure(
      'CONNECT_TIMEOUT',
      `no connection was free within ${this.#timeoutMs} ms`,
    )
    const timer = setTimeout(() => {
      // Once it is started, it has a time-out of its own.
      if (this.#waiting.delete(waiting)) reject(late)
    }, this.#timeoutMs)
    try {
      await promise
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(waiting)
    }
  }
}

interface Waiting {
  readonly input: unknown
  readonly resolve: (started: Promise<void>) => void
  readonly reject: (error: Error) => void
}

class Pooled {
  connection: LoadConnection | undefined
  isQueued = false
  wasUp = false
}

const isFree = ({ connection }: Pooled): boolean => connection !== undefined && connection.free > 0

function settle(
  { kind, code, example }: ExchangeOutcome,
  resolve: () => void,
  reject: (error: Error) => void,
): void {
  if (kind === 'ok') resolve()
  else reject(exchangeFailure(kind === 'rejected' ? 'REJECTED' : code, example))
}
