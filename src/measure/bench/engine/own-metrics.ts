import type { OwnMetric, OwnRecorder, OwnRecorders } from '../../../model/scenario.ts'
import type { Histogram } from '../../../stats/index.ts'
import { histogramFor } from './histograms.ts'

/** Highest value of an own metric: 2⁵³ of the histograms' steps, of 1/1024 or 1/1000, rounded down. */
const HIGHEST = 8e12

/** What was recorded of one own metric, in its unit. */
export interface RecordedMetric extends OwnMetric {
  readonly name: string
  /** Counters: what each sample's iterations added, on average. Gauges and trends: each value. */
  readonly histogram: Histogram
  /** Exact, where the histogram knows its buckets only. */
  readonly min: number
  readonly max: number
  /** Counters: the sum of all that was added. */
  readonly total: number
}

/** Collects a scenario's own metrics, straight into histograms: a busy trend must not fill the memory. */
export class OwnMetricRecorder {
  readonly recorders: OwnRecorders
  readonly #columns: readonly Column[]

  constructor(metrics: Readonly<Record<string, OwnMetric>>) {
    this.#columns = Object.entries(metrics).map(([name, metric]) => new Column(name, metric))
    this.recorders = Object.fromEntries(this.#columns.map((column) => [column.name, column.record]))
  }

  /** Whether there is any. */
  get used(): boolean {
    return this.#columns.length > 0
  }

  /** Closes a sample of so many iterations. */
  endSample(iterations: number): void {
    for (const column of this.#columns) column.close(iterations)
  }

  /** Forgets every value (after the warm-up). */
  clear(): void {
    for (const column of this.#columns) column.clear()
  }

  /** Forgets the samples that are closed; what the open one has counted so far is still to come. */
  clearClosed(): void {
    for (const column of this.#columns) column.clearClosed()
  }

  /** Every metric that has values, as it is now: what is recorded later does not change it. */
  recorded(): RecordedMetric[] {
    return this.#columns
      .filter((column) => column.histogram.count > 0)
      .map((column) => ({
        ...column.metric,
        name: column.name,
        histogram: column.histogram.copy(),
        min: column.min,
        max: column.max,
        total: column.total,
      }))
  }
}

class Column {
  readonly name: string
  readonly metric: OwnMetric
  readonly histogram: Histogram
  readonly record: OwnRecorder
  min = Number.POSITIVE_INFINITY
  max = 0
  total = 0
  #sum = 0

  constructor(name: string, metric: OwnMetric) {
    this.name = name
    this.metric = metric
    this.histogram = histogramFor(metric.unit)
    this.record =
      metric.kind === 'counter' ? (value = 1) => this.#add(value) : (value = 0) => this.#keep(value)
  }

  #add(value: number): void {
    this.#sum += this.#checked(value)
  }

  #keep(value: number): void {
    this.#record(this.#checked(value))
  }

  #record(value: number): void {
    this.histogram.record(value)
    this.min = Math.min(this.min, value)
    this.max = Math.max(this.max, value)
  }

  /** Distributions are kept in histograms, which start at 0 and have an end. */
  #checked(value: number): number {
    if (value >= 0 && value <= HIGHEST) return value
    throw new RangeError(
      `the metric '${this.name}' got ${value}: it takes numbers from 0 to ${HIGHEST}`,
    )
  }

  close(iterations: number): void {
    if (this.metric.kind !== 'counter') return
    this.#record(this.#sum / iterations)
    this.total += this.#sum
    this.#sum = 0
  }

  clear(): void {
    this.clearClosed()
    this.#sum = 0
  }

  clearClosed(): void {
    this.histogram.clear()
    this.min = Number.POSITIVE_INFINITY
    this.max = 0
    this.total = 0
  }
}
