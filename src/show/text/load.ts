import type { Counts, LoadProfile, LoadResult, Metric, Result } from '../../model/run.ts'
import { formatCount, formatPercent, formatQuantity, formatTogether, plural } from './quantity.ts'

/** What load tests have that benchmarks do not, in words that several media share. */

/** Whether a result is one of a load test. */
export function isLoadResult(result: Result): result is LoadResult {
  return result.profile.kind === 'load'
}

/** `sustained: 500/s for 10.0 s, evenly, on 100 connections, 2 workers`. */
export function scheduleSentence(profile: LoadProfile): string {
  const { name, connections, launches } = profile
  const parts = [
    `${name}: ${levelText(profile)} for ${formatQuantity(profile.timeMs * 1e6, 'ns')}`,
    ...(connections > 0 ? [`on ${plural(connections, 'connection')}`] : []),
    ...(launches > 1 ? [`${launches} workers`] : []),
  ]
  return parts.join(', ')
}

function levelText({ schedule }: LoadProfile): string {
  if (schedule.kind === 'replay') return `${formatCount(schedule.arrivals)} recorded arrivals`
  if (schedule.kind === 'open') {
    const levels = schedule.stages.flatMap((each) => [each.fromPerSecond, each.toPerSecond])
    const spread = schedule.arrivals === 'poisson' ? ' (Poisson)' : ''
    return `${rangeText(levels, (level) => `${quantityText(level)}/s`)}${spread}`
  }
  const levels = schedule.stages.flatMap((each) => [each.fromUsers, each.toUsers])
  return `${rangeText(levels, quantityText)} ${Math.max(...levels) === 1 ? 'user' : 'users'}`
}

function rangeText(levels: readonly number[], text: (level: number) => string): string {
  const [least, most] = [Math.min(...levels), Math.max(...levels)]
  return least === most ? text(most) : `${text(least)} … ${text(most)}`
}

const quantityText = (value: number): string =>
  Number.isInteger(value) ? formatCount(value) : formatQuantity(value, 'count')

/** `5,000 arrivals: 4,990 completed, 8 failed, 2 rejected`; what did not happen is left out. */
export function countsSentence(counts: Counts): string {
  const { scheduled, started, completed, failed, rejected, dropped, late } = counts
  const running = started - completed - failed - rejected
  const parts = [
    `${formatCount(completed)} completed`,
    ...named(failed, 'failed'),
    ...named(rejected, 'rejected'),
    ...named(dropped, 'dropped: too many were in flight'),
    ...named(late, 'started late'),
    ...named(running, 'still running'),
    ...named(scheduled - started - dropped, 'never started'),
  ]
  return `${plural(scheduled, 'iteration')}: ${parts.join(', ')}`
}

const named = (count: number, what: string): readonly string[] =>
  count > 0 ? [`${formatCount(count)} ${what}`] : []

/** `499 /s completed, 0.2 % of iterations failed`; empty without any. */
export function throughputSentence({ counts, metrics }: Result): string {
  const throughput = metrics['throughput']
  if (throughput === undefined) return ''
  const share = counts.started === 0 ? 0 : (100 * counts.failed) / counts.started
  const failed = counts.failed === 0 ? '' : `; ${formatPercent(share)} of what started failed`
  return `${formatQuantity(throughput.mean, 'perSecond')} completed on average${failed}`
}

/** `The generator kept up …`; empty when nothing was started. */
export function generatorSentence({ counts, health }: Result): string {
  const { generator, sendLagP99Ms } = health
  if (counts.started === 0) return ''
  const lag = formatQuantity(sendLagP99Ms * 1e6, 'ns')
  return generator === 'ok'
    ? `The generator kept up: 99 of 100 iterations started within ${lag} of their time`
    : `The generator did not keep up: 1 of 100 iterations started more than ${lag} late`
}

/** Statistics of a distribution that load tests show, in columns. */
export const LOAD_COLUMNS = ['p50', 'p90', 'p95', 'p99', 'p99.9', 'max'] as const

/** The numbers of {@link LOAD_COLUMNS}, each in the unit of the smallest as far as that stays readable. */
export function loadCells(metric: Metric): readonly string[] {
  const { p50, p90, p95, p99, p999, max, unit } = metric
  return formatTogether([p50, p90, p95, p99, p999, max], unit)
}

/** Distributions that every load test has, in the order in which they are read, with what they are. */
export const LOAD_METRICS = {
  latency: 'latency',
  service: 'service time',
  sendLag: 'send lag',
  firstByte: 'first byte',
} as const
