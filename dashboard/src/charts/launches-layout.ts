import type { Interval, Launch, Metric } from '../../../src/model/run.ts'
import { detectModes, type Mode } from '../../../src/stats/index.ts'

/** Launches side by side: how far fresh processes of the same code agree. */

/** One launch's place on the axis, 0–1. */
export interface LaunchRow {
  /** 1-based, as people count. */
  readonly number: number
  readonly launch: Launch
  /** `undefined` where it measured nothing. */
  readonly latency: Metric | undefined
  /** Its median. */
  readonly at: number | null
  /** Of the median within this launch; where none is known, a standard deviation either way. */
  readonly interval: Interval | null
  readonly from: number | null
  readonly to: number | null
  /** By its place in {@link LaunchChart.modes}; `null` = all launches are of one. */
  readonly mode: number | null
}

/** Launches on one axis. */
export interface LaunchChart {
  readonly rows: readonly LaunchRow[]
  /** Of the axis, in the metric's unit. */
  readonly from: number
  readonly to: number
  readonly modes: readonly (Mode & { readonly at: number })[]
}

/** Room at either end of the axis, as a share of what is shown. */
const MARGIN = 0.05

/** Lays out launches; `undefined` where none measured a latency. */
export function layOutLaunches(launches: readonly Launch[]): LaunchChart | undefined {
  const measured = launches.map((launch) => ({ launch, latency: launch.metrics['latency'] }))
  const medians = measured.flatMap(({ latency }) => latency?.p50 ?? [])
  if (medians.length === 0) return undefined
  const reaches = measured.flatMap(({ latency }) =>
    latency === undefined ? [] : intervalOf(latency),
  )
  const [least, most] = [Math.min(...medians, ...reaches), Math.max(...medians, ...reaches)]
  const room = (most - least) * MARGIN || most * MARGIN || 1
  const from = Math.max(0, least - room)
  const to = most + room
  const place = (value: number): number => Math.min(1, Math.max(0, (value - from) / (to - from)))
  const modes = modesOf(medians)
  const rows = measured.map(({ launch, latency }, index) => {
    const interval = latency === undefined ? null : intervalOf(latency)
    return {
      number: index + 1,
      launch,
      latency,
      at: latency === undefined ? null : place(latency.p50),
      interval,
      from: interval === null ? null : place(interval[0]),
      to: interval === null ? null : place(interval[1]),
      mode: latency === undefined || modes.length < 2 ? null : nearest(modes, latency.p50),
    }
  })
  return { rows, from, to, modes: modes.map((mode) => ({ ...mode, at: place(mode.centre) })) }
}

const intervalOf = ({ medianCi95, p50, stddev }: Metric): Interval =>
  medianCi95 ?? [Math.max(0, p50 - stddev), p50 + stddev]

const modesOf = (medians: readonly number[]): readonly Mode[] =>
  medians.every((median) => median > 0) ? detectModes(medians) : []

/** Modes lie factors apart. */
function nearest(modes: readonly Mode[], median: number): number {
  const distances = modes.map(({ centre }) => Math.abs(Math.log(centre / median)))
  return distances.indexOf(Math.min(...distances))
}
