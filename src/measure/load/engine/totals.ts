import type { Note, SlowIteration } from '../../../model/run.ts'
import type { Histogram } from '../../../stats/index.ts'
import { histogramFor } from '../../bench/engine/histograms.ts'
import type { GeneratorEvidence } from './health.ts'
import { type LoadWindow, sumTicks, type Ticks } from './load-window.ts'
import { MergedTally } from './merged-tally.ts'
import { type LaneWindow, WINDOW_MS } from './parts.ts'

/** Slowest iterations kept of the whole run. */
const SLOWEST_KEPT = 10

/** What of the evidence is added up window by window. */
type Read = Pick<
  GeneratorEvidence,
  | 'wallMs'
  | 'eventLoopUtilization'
  | 'eventLoopDelayMs'
  | 'gcMs'
  | 'cpuWaitShare'
  | 'stolenCores'
  | 'foreignCores'
  | 'ticks'
  | 'lateTicks'
>

/** The steady state of one lane in fixed memory, and what was said of the rest. */
export class Totals {
  readonly tally: MergedTally = new MergedTally()
  /** Of everything outside the steady state. */
  readonly other: MergedTally = new MergedTally()
  /** Completed iterations per second, a value a window. */
  readonly throughput: Histogram = histogramFor('perSecond')
  readonly examples: Map<string, string> = new Map()
  slowest: readonly SlowIteration[] = []
  readonly #troubles = new Map<string, { count: number; example: string }>()
  readonly #means = {
    eventLoopUtilization: new Mean(),
    cpuWaitShare: new Mean(),
    stolenCores: new Mean(),
    foreignCores: new Mean(),
  }
  #wallMs = 0
  #endMs = 0
  #gcMs = 0
  #eventLoopDelayMs = 0
  #ticks: Ticks = { ticks: 0, lateTicks: 0 }

  /** What one worker told of a window. */
  addWorker(worker: number, window: LaneWindow): void {
    if (window.steady !== undefined) this.tally.add(window.steady)
    if (window.other !== undefined) this.other.add(window.other)
    for (const { code, example } of window.examples) {
      if (!this.examples.has(code)) this.examples.set(code, example)
    }
    for (const { code, count, example } of window.troubles) {
      const known = this.#troubles.get(code) ?? { count: 0, example }
      this.#troubles.set(code, { count: known.count + count, example: known.example })
    }
    this.slowest = [...this.slowest, ...window.slowest.map((slow) => ({ launch: worker, ...slow }))]
      .toSorted((a, b) => b.latencyNs - a.latencyNs)
      .slice(0, SLOWEST_KEPT)
  }

  /** A window of all workers; of those outside the steady state only the iterations count. */
  addWindow({ startMs, steady, durationMs, health, ticks, tally }: LoadWindow): void {
    this.#endMs = Math.max(this.#endMs, startMs + durationMs)
    if (!steady) return
    this.#ticks = sumTicks([this.#ticks, ticks])
    // What is left of a second is no second.
    if (durationMs >= WINDOW_MS)
      this.throughput.record((tally.counts.completed / durationMs) * 1000)
    this.#wallMs += durationMs
    this.#gcMs += health.gcMs
    this.#means.eventLoopUtilization.add(health.eventLoopUtilization, durationMs)
    this.#means.cpuWaitShare.add(health.cpuWaitShare, durationMs)
    this.#means.stolenCores.add(health.stolenCores, durationMs)
    this.#means.foreignCores.add(health.foreignCores, durationMs)
    this.#eventLoopDelayMs = Math.max(this.#eventLoopDelayMs, health.eventLoopDelayMs)
  }

  /** When the last window ended, in ms from the start. */
  get endMs(): number {
    return this.#endMs
  }

  /** Of all iterations, those that have not ended. */
  get inFlight(): number {
    return this.tally.inFlight + this.other.inFlight
  }

  /** What was read of the generator in the steady state. */
  get read(): Read {
    return {
      ...this.#ticks,
      wallMs: this.#wallMs,
      eventLoopUtilization: this.#means.eventLoopUtilization.value ?? 0,
      eventLoopDelayMs: this.#eventLoopDelayMs,
      gcMs: this.#gcMs,
      cpuWaitShare: this.#means.cpuWaitShare.value,
      stolenCores: this.#means.stolenCores.value,
      foreignCores: this.#means.foreignCores.value,
    }
  }

  /** Iterations that have not ended, and that nobody can tell the end of, have failed. */
  failInFlight(code: string, example: string): void {
    if (this.tally.inFlight > 0) this.examples.set(code, example)
    this.tally.failInFlight(code)
  }

  /** Connections' troubles, as notes. */
  notes(): Note[] {
    return [...this.#troubles].map(([code, { count, example }]) => ({
      code: 'CONNECTION_TROUBLE',
      message: `connections were in trouble between iterations ${count} times with ${code}: ${example}`,
    }))
  }
}

/** A mean weighted by time; `null` until anything was read. */
class Mean {
  #sum = 0
  #weight = 0

  add(value: number | null, weight: number): void {
    if (value === null) return
    this.#sum += value * weight
    this.#weight += weight
  }

  get value(): number | null {
    return this.#weight === 0 ? null : this.#sum / this.#weight
  }
}
