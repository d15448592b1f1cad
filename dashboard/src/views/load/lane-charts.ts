import type { Counts, Metric, Window } from '../../../../src/model/run.ts'
import { LOAD_METRICS } from '../../../../src/show/text/load.ts'
import type { ChartUnit } from '../../charts/axis.ts'
import { lookOf } from '../../charts/axis-ink.ts'
import type {
  ChartContent,
  ChartCurve,
  ChartLimit,
  ChartScene,
  ChartSeries,
} from '../../charts/time-chart-content.ts'
import type { ReadWindow, WatchedSource, WindowColumns } from './columns.ts'
import type { CourseLane } from './course.tsx'
import { latencyLimits, stageLimits, throughputLimits } from './limit-lines.ts'
import { schedulePoints } from './schedule.ts'
import { shownName } from '../run/names.ts'
import { meaningOf, type SeriesGroup } from './series-name.ts'

/** What each chart of a lane shows: its columns, named and coloured. */

/** What charts are made of. */
export interface LaneCharts {
  readonly lane: CourseLane
  readonly columns: WindowColumns
  readonly scene: ChartScene
}

/** One line, before it is known whether it holds anything. */
export interface Line {
  readonly name: string
  /** Of its column. */
  readonly key: string
  readonly read: ReadWindow
  /** Of the theme; so that the same thing looks the same in every chart. */
  readonly look?: number
}

/** Lines that hold anything; those that are 0 throughout are left out unless they are the first. */
export function seriesOf(columns: WindowColumns, lines: readonly Line[]): readonly ChartSeries[] {
  return lines.flatMap(({ name, key, read, look }, index) => {
    const values = columns.column(key, read)
    const isTold = index === 0 || values.some((value) => value !== null && value !== 0)
    return isTold ? [{ name, look: lookOf(look ?? index), values }] : []
  })
}

/** Less than this, in which the last answers came, is too short for a rate. */
const SHORTEST_MS = 500
const OF_SCHEDULE: ReadonlySet<keyof Counts> = new Set(['completed', 'scheduled', 'started'])

const perSecond =
  (name: keyof Counts): ReadWindow =>
  ({ durationMs, [name]: count }) =>
    durationMs < SHORTEST_MS && OF_SCHEDULE.has(name)
      ? null
      : (1000 * count) / Math.max(durationMs, 1000)

const RATES: readonly (readonly [name: keyof Counts, label: string, look: number])[] = [
  ['completed', 'completed', 2],
  ['scheduled', 'due', 7],
  ['started', 'started', 0],
  ['failed', 'failed', 4],
  ['rejected', 'rejected', 3],
  ['dropped', 'dropped', 1],
  ['late', 'started late', 6],
]

/** What was to be, and what became of it. */
export function throughputContent({ lane, columns, scene }: LaneCharts): ChartContent {
  const lines = RATES.map(([key, name, look]): Line => ({ name, key, look, read: perSecond(key) }))
  return {
    xs: columns.xs,
    series: seriesOf(columns, lines),
    unit: 'perSecond',
    limits: throughputLimits(lane.budget),
    curves: lane.schedule.kind === 'open' ? curveOf(lane, 'schedule') : [],
    scene,
  }
}

/** Users have a scale of their own. `undefined` = there are none. */
export function usersContent({ lane, columns, scene }: LaneCharts): ChartContent | undefined {
  if (lane.schedule.kind !== 'closed') return undefined
  return { xs: columns.xs, series: [], unit: 'count', curves: curveOf(lane, 'users'), scene }
}

function curveOf({ schedule, share }: CourseLane, name: string): readonly ChartCurve[] {
  const points = schedulePoints(schedule, share)
  return points.length === 0 ? [] : [{ name, look: { colour: 'text', dash: [6, 4] }, points }]
}

type Statistic = 'p50' | 'p95' | 'p99' | 'max' | 'mean'

const metricOf =
  (metric: string, statistic: Statistic): ReadWindow =>
  ({ metrics }) =>
    metrics[metric]?.[statistic] ?? null

const LATENCIES: readonly (readonly [metric: string, statistic: Statistic, look: number])[] = [
  ['latency', 'p50', 0],
  ['latency', 'p95', 3],
  ['latency', 'p99', 1],
  ['latency', 'max', 7],
  ['service', 'p50', 8],
  ['service', 'p99', 9],
]

/** Latency, and the time of the service itself beside it; percentiles that windows have too few iterations for are absent. */
export function latencyContent({ lane, columns, scene }: LaneCharts): ChartContent {
  const known = LATENCIES.filter(([metric]) => columns.contents.metrics.has(metric))
  const lines = known.map(
    ([metric, statistic, look]): Line => ({
      name: metric === 'latency' ? statistic : `service ${statistic}`,
      key: `${metric} ${statistic}`,
      read: metricOf(metric, statistic),
      look,
    }),
  )
  return {
    xs: columns.xs,
    series: seriesOf(columns, lines).filter(({ values }) => values.some((each) => each !== null)),
    unit: 'ns',
    scale: 'log',
    limits: latencyLimits(lane.budget),
    scene,
  }
}

/** Metrics that have a chart of their own, or none. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set(['latency', 'service', 'throughput'])

/** The other times of every load test, at their p95: waits, first bytes. `undefined` = there are none. */
export function partsContent({ columns, scene }: LaneCharts): ChartContent | undefined {
  const lines = Object.entries(LOAD_METRICS)
    .filter(([name]) => columns.contents.metrics.has(name) && !SHOWN_ELSEWHERE.has(name))
    .map(
      ([metric, name]): Line => ({
        name: `${name} p95`,
        key: `${metric} p95`,
        read: metricOf(metric, 'p95'),
      }),
    )
  return contentOf({ columns, lines, unit: 'ns', scene, scale: 'log' })
}

/** Each code by itself. `undefined` = there were no errors. */
export function errorsContent({ columns, scene }: LaneCharts): ChartContent | undefined {
  const lines = [...columns.contents.codes].map(
    (code): Line => ({
      name: shownName(code),
      key: `error ${code}`,
      read: ({ errors, durationMs }) =>
        (1000 * (errors.find((each) => each.code === code)?.count ?? 0)) /
        Math.max(durationMs, 1000),
    }),
  )
  return contentOf({ columns, lines, unit: 'perSecond', scene })
}

/** The mean time of each stage. `undefined` = there are none. */
export function stagesContent({ lane, columns, scene }: LaneCharts): ChartContent | undefined {
  const lines = [...columns.contents.stages].map(
    (stage): Line => ({
      name: shownName(stage),
      key: `stage ${stage}`,
      read: ({ stages }) =>
        stages.find(({ name }) => name === stage)?.metrics['latency']?.mean ?? null,
    }),
  )
  return contentOf({ columns, lines, unit: 'ns', scene, limits: stageLimits(lane.budget) })
}

/** What went over the wire. `undefined` = nobody counted it. */
export function bytesContent({ lane, columns, scene }: LaneCharts): ChartContent | undefined {
  if (lane.windows.every(({ bytesIn }) => bytesIn === undefined)) return undefined
  const read =
    (name: 'bytesIn' | 'bytesOut'): ReadWindow =>
    (window) => {
      const bytes = window[name]
      return bytes === undefined ? null : (1000 * bytes) / Math.max(window.durationMs, 1000)
    }
  const lines: readonly Line[] = [
    { name: 'received', key: 'bytesIn', read: read('bytesIn') },
    { name: 'sent', key: 'bytesOut', read: read('bytesOut') },
  ]
  return contentOf({ columns, lines, unit: 'bytesPerSecond', scene })
}

/** Own metrics that are recorded over time: their mean, and what a counter added. */
export function ownContents({ columns, scene }: LaneCharts): readonly NamedContent[] {
  const names = [...columns.contents.metrics].filter(
    (name) => !SHOWN_ELSEWHERE.has(name) && !(name in LOAD_METRICS),
  )
  return names.flatMap((name) => {
    const lines: readonly Line[] = [
      { name: shownName(name), key: `own ${name}`, read: ({ metrics }) => valueOf(metrics[name]) },
    ]
    const content = contentOf({ columns, lines, unit: 'count', scene })
    return content === undefined ? [] : [{ name: shownName(name), content }]
  })
}

const valueOf = (metric: Metric | undefined): number | null => metric?.total ?? metric?.mean ?? null

/** A chart with its heading. */
export interface NamedContent {
  readonly name: string
  readonly content: ChartContent
}

/** One chart of a source. */
export function sourceContent(
  { columns, scene }: LaneCharts,
  { source, kind }: WatchedSource,
  { unit, names }: SeriesGroup,
): ChartContent {
  const series = names.map((name, index): ChartSeries => {
    const { label, factor } = meaningOf(name)
    const read = (window: Window): number | null => {
      const reading = window.sources?.find((each) => each.source === source && each.kind === kind)
      const value = reading?.values[name]
      return value === undefined ? null : value * factor
    }
    return {
      name: label,
      look: lookOf(index),
      values: columns.column(`${kind} ${source} ${name}`, read),
    }
  })
  return { xs: columns.xs, series, unit, scene }
}

/** `undefined` where there is nothing to draw. */
function contentOf(of: {
  readonly columns: WindowColumns
  readonly lines: readonly Line[]
  readonly unit: ChartUnit
  readonly scene: ChartScene
  readonly scale?: 'log'
  readonly limits?: readonly ChartLimit[]
}): ChartContent | undefined {
  const { columns, lines, unit, scene, scale, limits } = of
  if (lines.length === 0) return undefined
  return {
    xs: columns.xs,
    series: seriesOf(columns, lines),
    unit,
    scene,
    ...(scale === undefined ? {} : { scale }),
    ...(limits === undefined ? {} : { limits }),
  }
}
