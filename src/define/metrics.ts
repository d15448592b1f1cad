import type { OwnMetric } from '../model/scenario.ts'
import type { OwnMetricKind, Unit } from '../model/run.ts'

/** How an own metric is shown and judged. */
export interface OwnMetricOptions {
  /** Of the recorded values. Default: `count`. */
  readonly unit?: Unit
  /** Which way is good; absent = neither. */
  readonly better?: 'lower' | 'higher'
}

/** Names that plimsoll records under by itself; an own metric needs another one. */
export const BUILT_IN_METRICS: readonly string[] = [
  'latency',
  'cpu',
  'service',
  'sendLag',
  'throughput',
  'tail',
]

/** Adds up: `metrics.hits()` adds 1, `metrics.hits(3)` adds 3. */
export const counter = (options: OwnMetricOptions = {}): OwnMetric<'counter'> =>
  ownMetric('counter', options)

/** Keeps a level: the values it was set to. */
export const gauge = (options: OwnMetricOptions = {}): OwnMetric<'gauge'> =>
  ownMetric('gauge', options)

/** Keeps a distribution: every value counts, as latency does. */
export const trend = (options: OwnMetricOptions = {}): OwnMetric<'trend'> =>
  ownMetric('trend', options)

function ownMetric<K extends OwnMetricKind>(kind: K, options: OwnMetricOptions): OwnMetric<K> {
  return Object.freeze({ unit: 'count', ...options, kind } satisfies OwnMetric<K>)
}
