import type { LoadObservations, ObservationSink, ObservedMetric } from '../../../../model/load.ts'
import { createHistogram, type Histogram } from '../../../../stats/index.ts'

/** Values of trends above this one are kept as this one: 2⁵³ steps of 1 ns would be 104 days. */
const HIGHEST = 2 ** 53 - 1

/**
 * What a transport sees beside its exchanges, until the engine asks for it: a number for each counter, a histogram for
 * each trend. Fixed memory, however much is seen.
 */
export class Observed<C extends string, T extends string = never> implements LoadObservations {
  readonly metrics: Readonly<Record<string, ObservedMetric>>
  readonly #counters: Map<C, number>
  readonly #trends: Map<T, Histogram>
  readonly #settle: (() => void) | undefined

  /** @param names of counters, and of trends in ns @param settle counts what is only known when it is asked for */
  constructor(
    names: { readonly counters: readonly C[]; readonly trendsNs: readonly T[] },
    settle?: () => void,
  ) {
    this.#counters = new Map(names.counters.map((name) => [name, 0]))
    this.#trends = new Map(names.trendsNs.map((name) => [name, createHistogram()]))
    this.#settle = settle
    this.metrics = Object.fromEntries([
      ...names.counters.map((name) => [name, COUNTER] as const),
      ...names.trendsNs.map((name) => [name, TREND_NS] as const),
    ])
  }

  /** Adds to a counter. */
  count(name: C, added = 1): void {
    this.#counters.set(name, (this.#counters.get(name) ?? 0) + added)
  }

  /** Adds a value ≥ 0 to a trend. */
  value(name: T, valueNs: number): void {
    this.#trends.get(name)?.record(Math.min(valueNs, HIGHEST))
  }

  /** Counts what is only known when it is asked for, while it can still be asked for. */
  settle(): void {
    this.#settle?.()
  }

  drain(sink: ObservationSink): void {
    this.settle()
    for (const [name, count] of this.#counters) {
      if (count > 0) sink.count(name, count)
      this.#counters.set(name, 0)
    }
    for (const [name, histogram] of this.#trends) {
      for (const { from, to, count } of histogram.buckets()) {
        sink.value(name, Math.floor((from + to) / 2), count)
      }
      histogram.clear()
    }
  }
}

const COUNTER: ObservedMetric = { kind: 'counter', unit: 'count' }
const TREND_NS: ObservedMetric = { kind: 'trend', unit: 'ns' }
