import { messageOf } from '../../../kernel/errors.ts'
import type {
  ExchangeOutcome,
  LoadClient,
  LoadConnection,
  LoadConnectionEvents,
} from '../../../model/load.ts'
import { Fifo } from './fifo.ts'
import type { Iteration } from './iteration.ts'
import { MadeOutcome } from './outcomes.ts'
import { NOBODY, type Trouble, type Work, type WorkEvents } from './work.ts'

/** Connections that are made at a time: a listener's queue (511 in Node) is not to overflow. */
const CONNECTING_AT_ONCE = 128

/** Iterations over the connections of one client; the connection that has rested longest is next. */
export class ClientWork implements Work {
  events: WorkEvents = NOBODY
  readonly #client: LoadClient
  readonly #now: () => number
  readonly #all: Pooled[] = []
  readonly #free = new Fifo<Pooled>()
  #carrying = 0
  #onSettled: () => void = () => undefined
  #settled = 0
  #trouble: Trouble | undefined

  constructor(client: LoadClient, now: () => number) {
    this.#client = client
    this.#now = now
  }

  /**
   * Makes so many connections, some at a time. Resolves once each was free or in trouble, or the time is over.
   * @returns the last trouble, when none of them is up; `undefined` when any is
   */
  async connect(count: number, limitMs: number): Promise<Trouble | undefined> {
    const { promise: over, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, limitMs)
    let filling = false
    this.#onSettled = () => {
      // Connections that are free at once would have this call itself, once for each of them.
      if (filling) return
      filling = true
      while (this.#all.length < Math.min(count, this.#settled + CONNECTING_AT_ONCE)) this.#add()
      filling = false
      if (this.#settled >= count) resolve()
    }
    this.#onSettled()
    await over
    clearTimeout(timer)
    this.#onSettled = () => undefined
    while (this.#all.length < count) this.#add()
    if (this.#hasFree()) return undefined
    return this.#trouble ?? { code: 'CONNECT_TIMEOUT', example: noneIn(limitMs) }
  }

  prepare(iteration: Iteration): void {
    iteration.onEnd = (outcome) => this.#end(iteration, outcome)
  }

  start(iteration: Iteration): boolean {
    for (let pooled = this.#free.shift(); pooled !== undefined; pooled = this.#free.shift()) {
      pooled.isQueued = false
      // It may have broken since it was put there; it says when it is free again.
      if (!isFree(pooled)) continue
      this.#exchange(pooled, iteration)
      return true
    }
    return false
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { connection } of this.#all) connection?.close()
    await this.#client[Symbol.asyncDispose]()
  }

  #exchange(pooled: Pooled, iteration: Iteration): void {
    pooled.carrying++
    this.#carrying++
    iteration.carrier = pooled
    try {
      pooled.connection?.exchange(iteration.input, iteration.onEnd)
    } catch (thrown) {
      const parts = { code: 'TRANSPORT_THREW', example: () => messageOf(thrown) }
      const nowNs = this.#now()
      iteration.onEnd(new MadeOutcome({ kind: 'failed', ...parts, sentNs: nowNs, endedNs: nowNs }))
    }
    this.#queue(pooled)
  }

  #end(iteration: Iteration, outcome: ExchangeOutcome): void {
    const pooled = iteration.carrier
    // Each exchange ends once; a transport that says so twice must not end someone else's.
    if (!(pooled instanceof Pooled)) return
    iteration.carrier = undefined
    pooled.carrying--
    this.#carrying--
    this.#queue(pooled)
    this.events.onEnded(iteration, outcome)
    this.events.onReleased(iteration)
  }

  #add(): void {
    const pooled = new Pooled()
    this.#all.push(pooled)
    const events: LoadConnectionEvents = {
      onFree: () => this.#freed(pooled),
      onTrouble: (code, example) => this.#troubled(pooled, { code, example }),
    }
    pooled.connection = this.#client.connect(events)
    this.#freed(pooled)
  }

  #freed(pooled: Pooled): void {
    if (!isFree(pooled)) return
    this.#queue(pooled)
    this.#settle(pooled)
    this.events.onFree()
  }

  #troubled(pooled: Pooled, trouble: Trouble): void {
    this.#trouble = trouble
    this.#settle(pooled)
    this.events.onTrouble(trouble, this.#carrying === 0 && !this.#hasFree())
  }

  #settle(pooled: Pooled): void {
    if (pooled.isSettled) return
    pooled.isSettled = true
    this.#settled++
    this.#onSettled()
  }

  #queue(pooled: Pooled): void {
    if (pooled.isQueued || !isFree(pooled)) return
    pooled.isQueued = true
    this.#free.push(pooled)
  }

  /** Whatever is free is in the queue, beside what broke since it was put there. */
  #hasFree(): boolean {
    for (let head = this.#free.peek(); head !== undefined; head = this.#free.peek()) {
      if (isFree(head)) return true
      this.#free.shift()
      head.isQueued = false
    }
    return false
  }
}

/** A connection among others. */
class Pooled {
  connection: LoadConnection | undefined
  isQueued = false
  /** It was free once, or in trouble. */
  isSettled = false
  carrying = 0
}

const isFree = ({ connection }: Pooled): boolean => connection !== undefined && connection.free > 0

const noneIn = (limitMs: number): string => `no connection was made within ${limitMs} ms`
