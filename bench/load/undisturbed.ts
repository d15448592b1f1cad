import { setTimeout as delay } from 'node:timers/promises'
import { readCpuTimes } from '../../src/measure/environment/cpu-times.ts'

/** Others may use so much of the machine during a turn, in cores; with more it is taken again, this often at most. */
const MOST_FOREIGN_CORES = 0.15
const MOST_TRIES = 8

/** Before a turn, others are waited for until they used less than that for a second, but no longer than this. */
const PATIENCE_MS = 60_000
const LOOK_MS = 1_000

/** What can be told of a turn beside its numbers. */
export interface Witnessed {
  /** CPU time of everything that is no part of the turn ÷ time. */
  readonly foreignCores: number
}

/** Takes turns while the machine is quiet, and takes those again during which other programs used the machine. */
export class Undisturbed {
  /** Turns that were taken again. */
  repeated = 0
  /** Turns that are disturbed all the same. */
  disturbed = 0

  async take<T extends Witnessed>(name: string, turn: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      await quiet()
      const taken = await turn()
      process.stderr.write(`${name}: ${JSON.stringify(taken)}\n`)
      const isDisturbed = taken.foreignCores > MOST_FOREIGN_CORES
      if (isDisturbed && tries < MOST_TRIES) {
        this.repeated++
        continue
      }
      if (isDisturbed) this.disturbed++
      return taken
    }
  }

  /** A line for below the table. */
  toString(): string {
    return `${this.repeated} turns were taken again, since others used the machine meanwhile; ${this.disturbed} that are in the table were disturbed, too`
  }
}

/** Resolves once others have used hardly anything for a second, or the patience is over. */
export async function quiet(): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  while (performance.now() < until) {
    const before = readCpuTimes()
    await delay(LOOK_MS)
    const after = readCpuTimes()
    if (before === undefined || after === undefined) return
    if (after.busyMs - before.busyMs < MOST_FOREIGN_CORES * (after.atMs - before.atMs)) return
  }
}
