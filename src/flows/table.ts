import { ns, nsToMs } from '../kernel/units.ts'
import type { Metric, Run } from '../model/run.ts'

/** One scenario of a {@link BenchmarkTable}. */
export interface BenchmarkEntry {
  /** One number a launch: its median latency in ms. The launch is the unit of replication, so these are what to test. */
  readonly samples: readonly number[]
  /** The latency of all launches together, in ns. */
  readonly summary: Metric
}

/** `{ category: { scenario: { samples, summary } } }`. */
export type BenchmarkTable = Readonly<Record<string, Readonly<Record<string, BenchmarkEntry>>>>

/** A run as a table. Scenarios that gave no samples are not in it. */
export function allBenchmarks(run: Run): BenchmarkTable {
  const table: Record<string, Record<string, BenchmarkEntry>> = {}
  for (const { scenario, metrics, launches } of run.results) {
    const summary = metrics['latency']
    if (summary === undefined) continue
    const samples = launches.flatMap((launch) => launch.metrics['latency']?.p50 ?? [])
    const category = (table[scenario.category] ??= {})
    category[scenario.key] = { samples: samples.map((sample) => nsToMs(ns(sample))), summary }
  }
  return table
}
