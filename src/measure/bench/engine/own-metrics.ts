import type { OwnMetric, OwnRecorder, OwnRecorders } from '../../../model/scenario.ts'
import { Series } from './series.ts'

/** Highest value of an own metric: 2⁵³ of the histograms' steps, of 1/1024 or 1/1000, rounded down. */
const HIGHEST = 8e12

/** What was recorded of one own metric, in its unit. */
export interface RecordedMetric extends OwnMetric {
  readonly name: string
  /** Counters: what a sample's iterations added, on average. Gauges and trends: each value. */
  readonly samples: Float64Array
  /** Counters: the sum of all that was added. */
  readonly total: number
}

/** Collects a scenario's own metrics. */
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

  /** Every metric that has values. */
  recorded(): RecordedMetric[] {
    return this.#columns
      .filter((column) => column.samples.length > 0)
      .map((column) => ({
        ...column.metric,
        name: column.name,
        samples: column.samples.values(),
        total: column.total,
      }))
  }
}

class Column {
  readonly name: string
  readonly metric: OwnMetric
  readonly samples: Series = new Series()
  readonly record: OwnRecorder
  total = 0
  #sum = 0

  constructor(name: string, metric: OwnMetric) {
    this.name = name
    this.metric = metric
    this.record =
      metric.kind === 'counter' ? (value = 1) => this.#add(value) : (value = 0) => this.#keep(value)
  }

  #add(value: number): void {
    this.#sum += this.#checked(value)
  }

  #keep(value: number): void {
    this.samples.push(this.#checked(value))
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
    this.samples.push(this.#sum / iterations)
    this.total += this.#sum
    this.#sum = 0
  }

  clear(): void {
    this.samples.clear()
    this.total = 0
    this.#sum = 0
  }
}
