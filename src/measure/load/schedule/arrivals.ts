import type { Random } from '../../../kernel/random.ts'
import type { LoadSchedule } from '../../../model/load.ts'
import { RateCursor, ratePieces } from './rate-line.ts'
import { type LoadShare, requireShare } from './share.ts'

/**
 * Arrival times, one after the other: nothing is kept but the place in the schedule, so that a day takes no more memory
 * than a minute.
 *
 *   unit-rate process  ─ 0, 1, 2 … (uniform) or a Poisson process ─▶  N⁻¹ of the rate line  ─▶  ms
 *
 * A Poisson process of any rate is the unit-rate one seen through N⁻¹: E. Çinlar, Introduction to Stochastic Processes
 * (1975), §4.7. Workers share by number: the union of their arrivals is the schedule, to the last one.
 */

/** Hands out arrival times. */
export interface ArrivalTimes {
  /** The next one in ms from the start of the run, never before the one before it; Infinity when there are no more. */
  next(): number
}

/** Schedules that start iterations at times of their own. */
export type TimedSchedule = Extract<LoadSchedule, { kind: 'open' | 'replay' }>

/** Who wants the arrivals. */
export interface ArrivalOptions {
  /** Every worker's has the same seed: they number the same arrivals. How far it was drawn makes no difference. */
  readonly random: Random
  readonly share: LoadShare
}

/** One worker's arrivals. The same seed gives the same times, however many workers share them. */
export function arrivalTimes(
  schedule: TimedSchedule,
  { random, share }: ArrivalOptions,
): ArrivalTimes {
  requireShare(share)
  if (schedule.kind === 'replay') return new RecordedArrivals(schedule.arrivalsMs, share)
  const cursor = new RateCursor(ratePieces(schedule.stages))
  if (schedule.arrivals === 'uniform') return new UniformArrivals(cursor, share)
  return new PoissonArrivals(cursor, share, random.split('arrivals'))
}

/** Arrival k, from 0, is where N passes k: the first at once, and each stretch of rate r evenly 1/r apart. */
class UniformArrivals implements ArrivalTimes {
  readonly #cursor: RateCursor
  readonly #step: number
  #count: number

  constructor(cursor: RateCursor, { worker, workers }: LoadShare) {
    this.#cursor = cursor
    this.#count = worker
    this.#step = workers
  }

  next(): number {
    const timeMs = this.#cursor.timeOf(this.#count)
    this.#count += this.#step
    return timeMs
  }
}

/** Steps of N are exponential with mean 1; every worker draws all of them, and solves for its own. */
class PoissonArrivals implements ArrivalTimes {
  readonly #cursor: RateCursor
  readonly #random: Random
  readonly #step: number
  #skip: number
  #count = 0

  constructor(cursor: RateCursor, { worker, workers }: LoadShare, random: Random) {
    this.#cursor = cursor
    this.#random = random
    this.#skip = worker + 1
    this.#step = workers
  }

  next(): number {
    for (let draws = this.#skip; draws > 0; draws--) {
      this.#count -= Math.log(1 - this.#random.float())
    }
    this.#skip = this.#step
    return this.#cursor.timeOf(this.#count)
  }
}

class RecordedArrivals implements ArrivalTimes {
  readonly #arrivalsMs: readonly number[]
  readonly #step: number
  #index: number

  constructor(arrivalsMs: readonly number[], { worker, workers }: LoadShare) {
    this.#arrivalsMs = arrivalsMs
    this.#index = worker
    this.#step = workers
  }

  next(): number {
    const timeMs = this.#arrivalsMs[this.#index] ?? Number.POSITIVE_INFINITY
    this.#index += this.#step
    return timeMs
  }
}
