import { createHistogram, type RecordableHistogram, performance } from 'node:perf_hooks'
import type { Values } from '../reader.ts'

/** Names of the series of one client library. */
export interface OperationSeries {
  readonly perSecond: string
  /** Beginning of the times' names: `redisCommand` → `redisCommandMeanMs`. */
  readonly time: string
  readonly errorsPerSecond: string
  /** Absent where not every end of an operation is seen. */
  readonly inFlight?: string
}

/** In µs: times from 1 µs to an hour, to two digits (37 KB), at 30 ns a record. */
const HISTOGRAM = { lowest: 1, highest: 3.6e9, figures: 2 } as const

/**
 * Counts the operations of one library, and their times. Called inside its every operation: nothing here throws, and an
 * operation costs some 300 ns, most of it for reading the clock twice and finding where it started.
 */
export class OperationTally {
  readonly #series: OperationSeries
  #times: RecordableHistogram | undefined
  #inFlight = 0
  #ended = 0
  #failed = 0
  #sumMs = 0

  constructor(series: OperationSeries) {
    this.#series = series
  }

  /** @returns when, in ms: what {@link OperationTally.ended} is to be told */
  started(): number {
    this.#times ??= createHistogram(HISTOGRAM)
    this.#inFlight++
    return performance.now()
  }

  ended(startedMs: number): void {
    const ms = performance.now() - startedMs
    this.#inFlight--
    this.#ended++
    this.#sumMs += ms
    this.#times?.record(Math.min(HISTOGRAM.highest, Math.max(1, Math.round(ms * 1e3))))
  }

  failed(startedMs: number): void {
    this.#failed++
    this.ended(startedMs)
  }

  /** Nothing until the library is used; no times when nothing has ended. */
  read(values: Values, elapsedMs: number): void {
    if (this.#times === undefined) return
    const { perSecond, time, errorsPerSecond, inFlight } = this.#series
    values[perSecond] = (this.#ended / elapsedMs) * 1e3
    values[errorsPerSecond] = (this.#failed / elapsedMs) * 1e3
    if (inFlight !== undefined) values[inFlight] = Math.max(0, this.#inFlight)
    if (this.#ended === 0) return
    values[`${time}MeanMs`] = this.#sumMs / this.#ended
    values[`${time}P99Ms`] = this.#times.percentile(99) / 1e3
    values[`${time}MaxMs`] = this.#times.max / 1e3
    this.#times.reset()
    this.#ended = this.#failed = this.#sumMs = 0
  }
}
