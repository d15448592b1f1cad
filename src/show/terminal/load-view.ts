import type { LoadPhase, LoadSchedule } from '../../model/load.ts'
import type { Metric, Window } from '../../model/run.ts'
import { formatCount, formatQuantity, formatTogether, plural } from '../text/quantity.ts'

/** What progress of load tests shows, in place or as plain lines. */

/** One load test, as far as its progress shows it. */
export interface LoadView {
  /** What goes on side by side; at least one. */
  readonly lanes: readonly LoadViewLane[]
  readonly durationMs: number
}

/** One scenario among them. */
export interface LoadViewLane {
  readonly name: string
  readonly schedule: LoadSchedule
  readonly phases?: readonly LoadPhase[]
}

/** What happens in it. */
export type LoadViewEvent =
  | { readonly kind: 'window'; readonly lanes: readonly LaneView[] }
  | { readonly kind: 'draining'; readonly running: number }
  /** Time has gone by. */
  | { readonly kind: 'tick' }
  /** The user has asked for an end. */
  | { readonly kind: 'interrupted' }

/** The window of one lane. */
export interface LaneView {
  readonly key: string
  readonly window: Window
}

/** Where the windows of a moment end, from the start. */
export const endOf = (lanes: readonly LaneView[]): number =>
  Math.max(0, ...lanes.map(({ window }) => window.startMs + window.durationMs))

/** `[12/30 s]`. */
export const positionText = (atMs: number, { durationMs }: LoadView): string =>
  `[${Math.round(Math.min(atMs, durationMs) / 1000)}/${Math.round(durationMs / 1000)} s]`

/** What is still to be waited for. */
export function drainingText(running: number, interrupted: boolean): string {
  return interrupted
    ? `draining ${formatCount(running)} in flight; again to stop at once`
    : `waiting for ${plural(running, 'iteration')} still running`
}

/** What one window saw: asked for, done, how fast, what went wrong, and whether the generator kept up. */
export function windowText(window: Window): string {
  const { failed, rejected, dropped } = window
  const latency = window.metrics['latency']
  const parts = [
    rateText(window),
    ...(latency === undefined ? [] : [latencyText(latency)]),
    ...named(failed, 'failed'),
    ...named(rejected, 'rejected'),
    ...named(dropped, 'dropped'),
    ...(window.health.generator === 'ok' ? [] : ['the generator is late']),
  ]
  return parts.join('  ')
}

/** `498 /s of 500 /s`: what completed, of what was due. */
export function rateText({ completed, scheduled, durationMs }: Window): string {
  const perSecond = (count: number): string =>
    formatQuantity((1000 * count) / Math.max(1, durationMs), 'perSecond')
  return `${perSecond(completed)} of ${perSecond(scheduled)}`
}

/** Of few iterations there is no p99: the longest then. */
function latencyText({ p50, p99, max }: Metric): string {
  const [middle = '', high = ''] = formatTogether([p50, p99 ?? max], 'ns')
  return `p50 ${middle}  ${p99 === undefined ? 'max' : 'p99'} ${high}`
}

const named = (count: number, what: string): readonly string[] =>
  count > 0 ? [`${formatCount(count)} ${what}`] : []
