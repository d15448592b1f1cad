/** What one generator did in one turn. */
export interface Measured {
  /** Answered, all of them with 200. */
  readonly requests: number
  readonly seconds: number
  /** CPU time of the generator's process, user and system, all its threads. */
  readonly cpuSeconds: number
  /** Of the latencies that it recorded, as it tells them. */
  readonly p99Ms: number
}

/** How to drive. */
export interface Turn {
  readonly url: string
  readonly connections: number
  readonly pipelining: number
  readonly seconds: number
  /** Before it, in the same process: not counted. */
  readonly warmUpSeconds: number
}

/** A span of time, and the CPU time that this process spends in it. */
export class Spending {
  readonly #began = performance.now()
  readonly #cpu = process.cpuUsage()

  /** From its start until now. */
  end(): Pick<Measured, 'seconds' | 'cpuSeconds'> {
    const { user, system } = process.cpuUsage(this.#cpu)
    return { seconds: (performance.now() - this.#began) / 1e3, cpuSeconds: (user + system) / 1e6 }
  }
}
