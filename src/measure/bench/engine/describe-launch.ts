import { ns, nsToMs } from '../../../kernel/units.ts'
import { withTail } from '../../../model/metric.ts'
import type { Calibration, Metric, SlowIteration, StageResult, Unit } from '../../../model/run.ts'
import { describeHistogram, type Description, encodeHistogram } from '../../../stats/index.ts'
import type { LaunchMeasurement } from '../launch/protocol.ts'
import { histogramFor } from './histograms.ts'
import { describeSamples } from './describe-samples.ts'
import type { RecordedMetric } from './own-metrics.ts'
import type { MainPass, MainPassPlan } from './passes.ts'
import type { RecordedStage } from './stages.ts'
import { COARSE_STEP_NS, testClock, threadCpuNs } from './timers.ts'
import type { WarmUp } from './warm-up.ts'

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
  const own = parts.own.map((metric) => [metric.name, metric] as const)
  const usage = process.cpuUsage()
  return {
    mode: parts.mode,
    batchSize: parts.plan.batchSize,
    iterations: parts.main.iterations,
    launch: {
      metrics: Object.fromEntries([
        ...columns.map((column) => [column.name, describeColumn(column, parts)] as const),
        ...own.map(([name, metric]) => [name, describeOwn(metric, parts)] as const),
      ]),
      stages: parts.stages.map(describeStage),
      gcCount: parts.collections.count,
      gcMs: parts.collections.ms,
      heapDeltaBytesPerIteration: medianOrNull(parts.main.heap),
      eventLoopUtilization: parts.main.eventLoopUtilization,
      warmUpMs: nsToMs(ns(parts.warm.tookNs)),
    },
    histograms: Object.fromEntries([
      ...columns.map((column) => [column.name, histogramOf(column)] as const),
      ...own.map(([name, { histogram }]) => [name, encodeHistogram(histogram)] as const),
    ]),
    stageHistograms: Object.fromEntries(
      parts.stages.map((stage) => [
        stage.name,
        histogramOf({ unit: 'ns', samples: stage.samples }),
      ]),
    ),
    slowest: parts.slowest,
    notes: [...parts.warm.notes, ...parts.main.notes],
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
  return columns
}

function describeOwn(metric: RecordedMetric, parts: LaunchParts): Metric {
  const isCounter = metric.kind === 'counter'
  const batchSize = isCounter ? parts.plan.batchSize : 1
  return {
    unit: metric.unit,
    count: isCounter ? parts.main.iterations : metric.histogram.count,
    batchSize,
    ...within(metric, describeHistogram(metric.histogram, batchSize)),
    kind: metric.kind,
    ...(metric.better === undefined ? {} : { better: metric.better }),
    ...(isCounter ? { total: metric.total } : {}),
  }
}

/** A histogram says the end of a bucket, which may lie beyond the largest value; the extremes are known exactly. */
function within({ min, max }: RecordedMetric, description: Description): Description {
  const inside = (value: number): number => Math.min(max, Math.max(min, value))
  const { p90, p95, p99, p999 } = description
  return {
    ...description,
    min,
    mean: inside(description.mean),
    p50: inside(description.p50),
    ...(p90 === undefined ? {} : { p90: inside(p90) }),
    ...(p95 === undefined ? {} : { p95: inside(p95) }),
    ...(p99 === undefined ? {} : { p99: inside(p99) }),
    ...(p999 === undefined ? {} : { p999: inside(p999) }),
    max,
  }
}

function describeColumn(column: Column, parts: LaunchParts): Metric {
  const metric = describeSamples(column.samples, column)
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
  const histogram = histogramFor(column.unit)
  for (const sample of column.samples) histogram.record(sample)
  return encodeHistogram(histogram)
}

function medianOrNull(values: Float64Array): number | null {
  return values.length === 0 ? null : (values.slice().sort()[values.length >> 1] ?? null)
}
