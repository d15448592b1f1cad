import type { Metric, StageResult, Window } from '../../../model/run.ts'
import type { OwnMetric } from '../../../model/scenario.ts'
import { describeHistogram, encodeHistogram, type Histogram } from '../../../stats/index.ts'
import type { LoadWindow } from './load-window.ts'
import type { MergedTally } from './merged-tally.ts'

/** HdrHistogram V2 bytes → the text that a record keeps. */
export type PackHistogram = (encoded: Uint8Array) => string

/** A window as a record has it: percentiles of everything, the whole histogram of latency alone. */
export function describeWindow(window: LoadWindow, pack?: PackHistogram): Window {
  const { tally } = window
  return {
    startMs: window.startMs,
    durationMs: window.durationMs,
    steady: window.steady,
    ...tally.counts,
    errors: [...tally.errors].map(([code, count]) => ({ code, count })),
    metrics: describeMetrics(tally, (name) => (name === 'latency' ? pack : undefined)),
    stages: describeStages(tally),
    health: window.health,
    ...tally.bytes,
    ...(window.sources === undefined ? {} : { sources: window.sources }),
  }
}

/** Every metric of a tally; that nothing waited for a connection goes without saying. @param packOf how to keep a metric's whole histogram; `undefined` = not at all */
export function describeMetrics(
  tally: MergedTally,
  packOf: (name: string) => PackHistogram | undefined,
): Record<string, Metric> {
  const times = [...tally.histograms]
    .filter(([name, histogram]) => name !== 'connectionWait' || histogram.max > 0)
    .map(([name, histogram]): [string, Metric] => [
      name,
      { unit: 'ns', ...describe(histogram, packOf(name)) },
    ])
  const own = [...tally.own].map(([name, { metric, total, histogram }]): [string, Metric] => [
    name,
    { ...describeOwn(metric, total), ...describe(histogram, packOf(name)) },
  ])
  return Object.fromEntries([...own, ...times])
}

/** Every stage of a tally. */
export function describeStages(tally: MergedTally, pack?: PackHistogram): StageResult[] {
  return [...tally.stages].map(([name, { calls, histogram }]) => ({
    name,
    calls,
    metrics: { latency: { unit: 'ns', ...describe(histogram, pack) } },
  }))
}

/** A histogram that holds anything, as a metric of single iterations. */
export function describe(histogram: Histogram, pack?: PackHistogram): Omit<Metric, 'unit'> {
  return {
    count: histogram.count,
    batchSize: 1,
    ...describeHistogram(histogram, 1),
    ...(pack === undefined ? {} : { histogram: pack(encodeHistogram(histogram)) }),
  }
}

function describeOwn(
  { kind, unit, better }: OwnMetric,
  total: number,
): Pick<Metric, 'kind' | 'unit' | 'better' | 'total'> {
  return {
    kind,
    unit,
    ...(better === undefined ? {} : { better }),
    ...(kind === 'counter' ? { total } : {}),
  }
}
