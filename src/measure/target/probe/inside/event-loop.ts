import { type EventLoopMonitorOptions, monitorEventLoopDelay, performance } from 'node:perf_hooks'
import type { Reader, Values } from './reader.ts'

const NS_PER_MS = 1e6

/** Where only a timer can ask: seldom, since each asking wakes the process. Shorter delays are not seen. */
const COARSE_MS = 20

/**
 * How long the event loop was held, turn by turn: what anything that became due had to wait at most, without the time in
 * which there was nothing to do. Where Node can't see single turns, by how much a timer was late.
 */
export class EventLoopReader implements Reader {
  readonly #perTurn = seesTurns()
  readonly #delay = monitorEventLoopDelay(optionsFor(this.#perTurn))
  #before = performance.eventLoopUtilization()

  constructor() {
    this.#delay.enable()
  }

  read(values: Values): void {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, this.#before)
    this.#before = now
    if (Number.isFinite(utilization)) values['eventLoopUtilization'] = within01(utilization)
    if (this.#delay.count === 0) return
    values['eventLoopDelayP50Ms'] = this.#ms(this.#delay.percentile(50))
    values['eventLoopDelayP99Ms'] = this.#ms(this.#delay.percentile(99))
    values['eventLoopDelayMaxMs'] = this.#ms(this.#delay.max)
    this.#delay.reset()
  }

  /** Forgets what was seen: the first turn is told with the idle time before it. */
  skip(): void {
    this.#before = performance.eventLoopUtilization()
    this.#delay.reset()
  }

  stop(): void {
    this.#delay.disable()
  }

  /** A timer's period is in what it tells. */
  #ms(ns: number): number {
    return this.#perTurn ? ns / NS_PER_MS : Math.max(0, ns / NS_PER_MS - COARSE_MS)
  }
}

function optionsFor(perTurn: boolean): EventLoopMonitorOptions {
  return perTurn ? { samplePerIteration: true } : { resolution: COARSE_MS }
}

/** An older Node ignores the option without a word; its own text is what tells (Node ≥ 24.20 and ≥ 26.5 know it). */
function seesTurns(): boolean {
  return Function.prototype.toString.call(monitorEventLoopDelay).includes('samplePerIteration')
}

const within01 = (share: number): number => Math.min(1, Math.max(0, share))
