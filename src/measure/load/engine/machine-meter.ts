import { type CpuTimes, readCpuTimes } from '../../environment/cpu-times.ts'

/** What the rest of the machine did during a window, in cores. `null` = can't be read here. */
export interface MachineShares {
  readonly stolenCores: number | null
  readonly foreignCores: number | null
}

/** The kernel counts in ticks of 10 ms: a shorter time says nothing. */
const SHORTEST_MS = 200

/** Reads the machine's CPU times as windows close. */
export class MachineMeter {
  readonly #read: () => CpuTimes | undefined
  #last: CpuTimes | undefined
  #ownMs = 0
  #shares: MachineShares = { stolenCores: null, foreignCores: null }

  constructor(read: () => CpuTimes | undefined = readCpuTimes) {
    this.#read = read
    this.#last = read()
  }

  /** @param ownCpuMs CPU time of the generator's own processes since the last call */
  read(ownCpuMs: number): MachineShares {
    this.#ownMs += ownCpuMs
    const now = this.#read()
    const last = this.#last
    if (now === undefined || last === undefined) return this.#shares
    const wallMs = now.atMs - last.atMs
    // Windows that were waited for arrive together.
    if (wallMs < SHORTEST_MS) return this.#shares
    this.#shares = {
      stolenCores: Math.max(0, now.stealMs - last.stealMs) / wallMs,
      foreignCores: Math.max(0, now.busyMs - last.busyMs - this.#ownMs) / wallMs,
    }
    this.#last = now
    this.#ownMs = 0
    return this.#shares
  }
}
