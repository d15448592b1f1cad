import type { Values } from '../reader.ts'
import { precede } from './precede.ts'

/** What a pool of `pg-pool` 3 tells of itself. */
interface Pool {
  readonly totalCount: number
  readonly idleCount: number
  readonly waitingCount: number
  readonly ended: boolean
}

/**
 * How full the pools are: as every call found them that asked for a client, and as they are when it is told. One look a
 * second would miss a queue that comes and goes.
 */
export class PoolWatch {
  readonly #pools = new Set<WeakRef<Pool>>()
  readonly #known = new WeakSet<Pool>()
  #looks = 0
  #waiting = 0
  #waitingMax = 0
  #busy = 0

  /** @param prototype of the class of pools; `undefined`: there is none after all */
  watch(prototype: object | undefined): void {
    precede(prototype, 'connect', (self) => {
      const pool = self as Pool
      if (!this.#known.has(pool)) this.#remember(pool)
      this.#add(pool.waitingCount, pool.totalCount - pool.idleCount)
    })
  }

  /** Nothing until there is a pool. */
  read(values: Values): void {
    const pools = this.#open()
    if (pools.length === 0) return
    const now = { waiting: 0, busy: 0 }
    for (const { waitingCount, totalCount, idleCount } of pools) {
      now.waiting += waitingCount
      now.busy += totalCount - idleCount
    }
    this.#add(now.waiting, now.busy)
    values['pgPoolWaiting'] = this.#waiting / this.#looks
    values['pgPoolWaitingMax'] = this.#waitingMax
    values['pgPoolBusy'] = this.#busy / this.#looks
    this.#looks = this.#waiting = this.#waitingMax = this.#busy = 0
  }

  #add(waiting: number, busy: number): void {
    this.#looks++
    this.#waiting += waiting
    this.#busy += busy
    if (waiting > this.#waitingMax) this.#waitingMax = waiting
  }

  #remember(pool: Pool): void {
    this.#known.add(pool)
    this.#pools.add(new WeakRef(pool))
  }

  #open(): readonly Pool[] {
    const open: Pool[] = []
    for (const reference of this.#pools) {
      const pool = reference.deref()
      if (pool === undefined || pool.ended) this.#pools.delete(reference)
      else open.push(pool)
    }
    return open
  }
}
