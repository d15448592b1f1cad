import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { GcWatcher } from '../../bench/engine/gc.ts'
import { monotonicNs } from '../transports/exchanging/monotonic.ts'
import type { WorkerReading } from './parts.ts'

/** Reads what this process can say of itself, since the last reading: some 30 µs. */
export class GeneratorMonitor implements Disposable {
  readonly #gc = new GcWatcher()
  readonly #ticking: TickingClock
  #last: Reading
  #told: WorkerReading | undefined

  readonly #heldNs: () => number

  /**
   * @param lateBeyondMs from here on a tick of its clock counts as late
   * @param heldNs so far, time in which the loop was kept turning, and had nothing to do: it was not busy then
   */
  constructor(lateBeyondMs: number, heldNs: () => number) {
    this.#heldNs = heldNs
    this.#ticking = new TickingClock(lateBeyondMs)
    this.#last = this.#read()
  }

  /** Windows that were missed in one long turn are closed together: they share what was read over all of it. */
  read(): WorkerReading {
    const isSoon = (monotonicNs() - this.#last.wallNs) / 1e6 < SHORTEST_MS
    if (this.#told === undefined || !isSoon) return (this.#told = this.#tell())
    return { ...this.#told, gcMs: 0, ticks: 0, lateTicks: 0 }
  }

  #tell(): WorkerReading {
    const last = this.#last
    const now = this.#read()
    this.#last = now
    const wallNs = now.wallNs - last.wallNs
    const turning = share(performance.eventLoopUtilization(now.loop, last.loop))
    return {
      wallMs: wallNs / 1e6,
      eventLoopUtilization: Math.max(0, turning - (now.heldNs - last.heldNs) / wallNs),
      ...this.#ticking.take(),
      gcMs: now.gcMs - last.gcMs,
      cpuMs: now.cpuMs - last.cpuMs,
      cpuWaitMs:
        now.cpuWaitMs === undefined || last.cpuWaitMs === undefined
          ? null
          : now.cpuWaitMs - last.cpuWaitMs,
    }
  }

  [Symbol.dispose](): void {
    this.#gc[Symbol.dispose]()
    this.#ticking[Symbol.dispose]()
  }

  #read(): Reading {
    const { user, system } = process.cpuUsage()
    return {
      wallNs: monotonicNs(),
      loop: performance.eventLoopUtilization(),
      heldNs: this.#heldNs(),
      gcMs: this.#gc.totals.ms,
      cpuMs: (user + system) / 1e3,
      cpuWaitMs: readCpuWaitMs(),
    }
  }
}

/** A shorter time says nothing. */
const SHORTEST_MS = 50

/** Everything that is counted up, at one time. */
interface Reading {
  readonly wallNs: number
  readonly loop: ReturnType<typeof performance.eventLoopUtilization>
  readonly heldNs: number
  readonly gcMs: number
  readonly cpuMs: number
  readonly cpuWaitMs: number | undefined
}

/** Of no time at all it is NaN. */
const share = ({ utilization }: { readonly utilization: number }): number =>
  Number.isFinite(utilization) ? Math.min(1, Math.max(0, utilization)) : 0

/**
 * Time in which this process's main thread was ready to run and waited for a CPU: the second number of `schedstat`
 * (Documentation/scheduler/sched-stats.rst). `undefined` where there is none.
 */
function readCpuWaitMs(): number | undefined {
  try {
    const [, waitedNs] = readFileSync('/proc/self/schedstat', 'utf8').split(' ').map(Number)
    return waitedNs === undefined || Number.isNaN(waitedNs) ? undefined : waitedNs / 1e6
  } catch {
    return undefined
  }
}

/** How often the clock ticks: 50 times a second cost less than 0.1 % of a core. */
const TICK_MS = 20

/**
 * How late the event loop got to the ticks of a clock, and so to whatever was ready at those times. A tick that was missed
 * while the loop was held up counts as late as it would have been. (`monitorEventLoopDelay` needs ten times as many
 * wake-ups, and with `samplePerIteration` counts the time in which the loop had nothing to do.)
 */
export class TickingClock implements Disposable {
  readonly #lateBeyondMs: number
  readonly #now: () => number
  #longestMs = 0
  #ticks = 0
  #lateTicks = 0
  #dueMs: number
  readonly #timer: NodeJS.Timeout

  constructor(lateBeyondMs: number, now: () => number = () => performance.now()) {
    this.#lateBeyondMs = lateBeyondMs
    this.#now = now
    this.#dueMs = now() + TICK_MS
    this.#timer = setInterval(() => this.tick(), TICK_MS)
  }

  /** The loop has got to it. */
  tick(): void {
    const nowMs = this.#now()
    this.#longestMs = Math.max(this.#longestMs, nowMs - this.#dueMs)
    for (let dueMs = this.#dueMs; dueMs <= nowMs; dueMs += TICK_MS) {
      this.#ticks++
      if (nowMs - dueMs > this.#lateBeyondMs) this.#lateTicks++
    }
    this.#dueMs = nowMs + TICK_MS
  }

  /** In a long turn it is asked before the loop has got to the ticks that were due. */
  take(): Pick<WorkerReading, 'eventLoopDelayMs' | 'ticks' | 'lateTicks'> {
    if (this.#now() >= this.#dueMs) this.tick()
    const taken = {
      eventLoopDelayMs: this.#longestMs,
      ticks: this.#ticks,
      lateTicks: this.#lateTicks,
    }
    this.#longestMs = 0
    this.#ticks = 0
    this.#lateTicks = 0
    return taken
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }
}
