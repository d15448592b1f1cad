import { ns, nsToMs } from '../../../kernel/units.ts'
import { withTail } from '../../../model/metric.ts'
import type { Calibration, Metric, SlowIteration, StageResult, Unit } from '../../../model/run.ts'
import { createHistogram, encodeHistogram } from '../../../stats/index.ts'
import type { LaunchMeasurement } from '../launch/protocol.ts'
import { describeSamples } from './describe-samples.ts'
import type { RecordedMetric } from './own-metrics.ts'
import type { MainPass, MainPassPlan } from './passes.ts'
import type { RecordedStage } from './stages.ts'
import { COARSE_STEP_NS, testClock, threadCpuNs } from './timers.ts'
import type { WarmUp } from './warm-up.ts'

/** Steps of the histograms of benchmarks: 1 ps in a metric of ns, so that 0.31 ns is not 0. */
const PICOSECONDS = 0.001

/** Everything that a launch took. */
export interface LaunchParts {
  readonly mode: 'sync' | 'async'
  readonly plan: MainPassPlan
  readonly main: MainPass
  readonly tail: Float64Array
  readonly collections: { readonly count: number; readonly ms: number }
  readonly warm: WarmUp
  readonly stages: readonly RecordedStage[]
  readonly own: readonly RecordedMetric[]
  readonly slowest: readonly Omit<SlowIteration, 'launch'>[]
  readonly calibration: Calibration
}

/** Turns samples into a launch's record and the histograms that it is merged by. */
export function describeLaunch(parts: LaunchParts): LaunchMeasurement {
  const columns = columnsOf(parts)
  const usage = process.cpuUsage()
  return {
    mode: parts.mode,
    batchSize: parts.plan.batchSize,
    iterations: parts.main.iterations,
    launch: {
      metrics: Object.fromEntries(
        columns.map((column) => [column.name, describeColumn(column, parts)]),
      ),
      stages: parts.stages.map(describeStage),
      gcCount: parts.collections.count,
      gcMs: parts.collections.ms,
      heapDeltaBytesPerIteration: medianOrNull(parts.main.heap),
      eventLoopUtilization: parts.main.eventLoopUtilization,
      warmUpMs: nsToMs(ns(parts.warm.tookNs)),
    },
    histograms: Object.fromEntries(columns.map((column) => [column.name, histogramOf(column)])),
    stageHistograms: Object.fromEntries(
      parts.stages.map((stage) => [
        stage.name,
        histogramOf({ unit: 'ns', samples: stage.samples }),
      ]),
    ),
    slowest: parts.slowest,
    notes: parts.warm.notes,
    calibration: parts.calibration,
    processCpuMs: (usage.user + usage.system) / 1e3,
  }
}

/** A metric's samples, on their way into the record. */
interface Column {
  readonly name: string
  readonly unit: Unit
  readonly samples: Float64Array
  /** Iterations that the samples stand for. */
  readonly count: number
  readonly batchSize: number
  readonly extra?: Pick<Metric, 'kind' | 'better' | 'total'>
}

function columnsOf(parts: LaunchParts): Column[] {
  const { main, plan, tail } = parts
  const columns: Column[] = [
    {
      name: 'latency',
      unit: 'ns',
      samples: main.wall,
      count: main.iterations,
      batchSize: plan.batchSize,
    },
  ]
  if (tail.length > 0) {
    columns.push({ name: 'tail', unit: 'ns', samples: tail, count: tail.length, batchSize: 1 })
  }
  if (testClock(threadCpuNs).stepNs <= COARSE_STEP_NS) {
    const batchSize = Math.max(1, Math.round(main.iterations / Math.max(1, main.cpu.length)))
    columns.push({ name: 'cpu', unit: 'ns', samples: main.cpu, count: main.iterations, batchSize })
  }
  return [...columns, ...parts.own.map((metric) => ownColumn(metric, parts))]
}

function ownColumn(metric: RecordedMetric, parts: LaunchParts): Column {
  const isCounter = metric.kind === 'counter'
  return {
    name: metric.name,
    unit: metric.unit,
    samples: metric.samples,
    count: isCounter ? parts.main.iterations : metric.samples.length,
    batchSize: isCounter ? parts.plan.batchSize : 1,
    extra: {
      kind: metric.kind,
      ...(metric.better === undefined ? {} : { better: metric.better }),
      ...(isCounter ? { total: metric.total } : {}),
    },
  }
}

function describeColumn(column: Column, parts: LaunchParts): Metric {
  const metric = { ...describeSamples(column.samples, column), ...column.extra }
  // The upper percentiles of a batched scenario come from its unbatched pass.
  if (column.name !== 'latency' || parts.tail.length === 0) return metric
  const tail = describeSamples(parts.tail, { unit: 'ns', count: parts.tail.length, batchSize: 1 })
  return withTail(metric, tail)
}

function describeStage(stage: RecordedStage): StageResult {
  const shape = { unit: 'ns', count: stage.calls, batchSize: 1 } as const
  return {
    name: stage.name,
    calls: stage.calls,
    metrics: { latency: describeSamples(stage.samples, shape) },
  }
}

function histogramOf(column: { readonly unit: Unit; readonly samples: Float64Array }): Uint8Array {
  const histogram = createHistogram({ ratio: column.unit === 'count' ? 1 / 1024 : PICOSECONDS })
  for (const sample of column.samples) histogram.record(sample)
  return encodeHistogram(histogram)
}

function medianOrNull(values: Float64Array): number | null {
  return values.length === 0 ? null : (values.slice().sort()[values.length >> 1] ?? null)
}
