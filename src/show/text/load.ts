import type {
  Counts,
  LoadProfile,
  LoadResult,
  Mark,
  Metric,
  Result,
  StageResult,
} from '../../model/run.ts'
import {
  formatCount,
  formatInterval,
  formatPercent,
  formatQuantity,
  formatTogether,
  MISSING,
  plural,
} from './quantity.ts'

/** What load tests have that benchmarks do not, in words that several media share. */

/** Whether a result is one of a load test. */
export function isLoadResult(result: Result): result is LoadResult {
  return result.profile.kind === 'load'
}

/** `sustained: 500/s for 10.0 s, evenly, on 100 connections, 2 workers`; `mixed: 25 % of 40 users, thinking 2.00 s, …`. */
export function scheduleSentence(profile: LoadProfile): string {
  const { name, connections, pipelining, launches } = profile
  const parts = [
    `${name}: ${partText(profile)}${levelText(profile)} for ${formatQuantity(profile.timeMs * 1e6, 'ns')}`,
    ...pauseTexts(profile),
    ...(connections > 0 ? [`on ${plural(connections, 'connection')}${sharedText(profile)}`] : []),
    ...(connections > 0 && pipelining > 1 ? [`up to ${pipelining} at a time on each`] : []),
    ...(launches > 1 ? [`${launches} workers`] : []),
  ]
  return parts.join(', ')
}

/** Users that find no room on a connection wait for one, and that is latency: nobody is to take it for the target's. */
function sharedText({ schedule, share = 1, connections, pipelining }: LoadProfile): string {
  if (schedule.kind !== 'closed') return ''
  const most = Math.max(...schedule.stages.flatMap((each) => [each.fromUsers, each.toUsers]))
  return most * share > connections * pipelining
    ? ` that they wait for (--connections ${most}: one each)`
    : ''
}

/** Where several scenarios share a schedule. */
const partText = ({ share }: LoadProfile): string =>
  share === undefined ? '' : `${formatPercent(100 * share)} of `

function pauseTexts({ schedule }: LoadProfile): readonly string[] {
  if (schedule.kind !== 'closed') return []
  const timed = (what: string, timeMs: number): readonly string[] =>
    timeMs > 0 ? [`${what} ${formatQuantity(timeMs * 1e6, 'ns')}`] : []
  return [
    ...timed('thinking', schedule.thinkTimeMs),
    ...timed('starting at most every', schedule.pacingMs),
  ]
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
    ...named(dropped, `dropped: ${whyDropped(counts)}`),
    ...named(late, 'started late'),
    ...named(running, 'still running'),
    ...named(scheduled - started - dropped, 'never started'),
  ]
  if (scheduled === 0) return 'no iteration was started'
  return `${plural(scheduled, 'iteration')}: ${parts.join(', ')}`
}

/** An arrival is dropped too when the generator gets to it only as nobody would wait any more: it was late then. */
const whyDropped = ({ dropped, late }: Counts): string =>
  late < dropped
    ? 'too many were in flight'
    : 'too many were in flight, or their time was long over'

const named = (count: number, what: string): readonly string[] =>
  count > 0 ? [`${formatCount(count)} ${what}`] : []

/** `498 /s completed on average, 410 … 512 /s by the second; 0.2 % of what ended failed`; empty without any. */
export function throughputSentence({ counts, metrics }: Result): string {
  const throughput = metrics['throughput']
  if (throughput === undefined) return ''
  const { min, mean, max } = throughput
  const ended = counts.completed + counts.failed + counts.rejected
  const share = ended === 0 ? 0 : (100 * counts.failed) / ended
  const failed = counts.failed === 0 ? '' : `; ${formatPercent(share)} of what ended failed`
  const range =
    throughput.samples > 1 ? `, ${formatInterval([min, max], 'perSecond')} by the second` : ''
  return `${formatQuantity(mean, 'perSecond')} completed on average${range}${failed}`
}

/** `The generator kept up …`, with what it took; empty when nothing was started. */
export function generatorSentence(result: Result): string {
  const { generator, sendLagP99Ms } = result.health
  if (result.counts.started === 0) return ''
  if (!hasTimes(result)) {
    const kept = generator === 'ok' ? 'kept up' : 'did not keep up'
    return `The generator ${kept}${generatorUse(result)}`
  }
  const lag = formatQuantity(sendLagP99Ms * 1e6, 'ns')
  const said =
    generator === 'ok'
      ? `The generator kept up: 99 of 100 iterations started within ${lag} of their time`
      : `The generator did not keep up: 1 of 100 iterations started more than ${lag} late`
  return `${said}${generatorUse(result)}`
}

/** Users without pauses have no times at which they should start. */
function hasTimes({ profile }: Result): boolean {
  if (profile.kind !== 'load' || profile.schedule.kind !== 'closed') return true
  return profile.schedule.thinkTimeMs > 0 || profile.schedule.pacingMs > 0
}

function generatorUse({ timeline }: Result): string {
  if (timeline.length === 0) return ''
  const totalMs = timeline.reduce((sum, { durationMs }) => sum + durationMs, 0)
  const cores =
    timeline.reduce((sum, { health, durationMs }) => sum + health.ownCpuCores * durationMs, 0) /
    Math.max(1, totalMs)
  const busiest = Math.max(...timeline.map(({ health }) => health.eventLoopUtilization))
  return `; it took ${coresText(cores)}, its event loop was busy ${formatPercent(100 * busiest)} at most`
}

/** `0.42 cores`. */
export const coresText = (cores: number): string =>
  `${Number(cores.toPrecision(2))} ${cores === 1 ? 'core' : 'cores'}`

/** Time on a run's axis: `12 s`, `12.5 s`; its marks and windows are named by it. */
export const secondText = (atMs: number): string => `${Number((atMs / 1000).toFixed(1))} s`

/** A stage's time as a share of all latency, 0–1; `undefined` without latency. */
export function stageShare(result: Result, stage: StageResult): number | undefined {
  const [whole, part] = [result.metrics['latency'], stage.metrics['latency']]
  if (whole === undefined || part === undefined) return undefined
  const total = whole.mean * whole.count
  return total > 0 ? (part.mean * part.count) / total : undefined
}

/** Statistics of stages, in columns, beside their share. */
export const STAGE_COLUMNS = ['share', 'p50', 'p95', 'p99', 'max'] as const

/** The cells of {@link STAGE_COLUMNS}. */
export function stageCells(result: Result, stage: StageResult): readonly string[] {
  const share = stageShare(result, stage)
  const latency = stage.metrics['latency']
  const { p50, p95, p99, max } = latency ?? {}
  return [
    share === undefined ? MISSING : formatPercent(100 * share),
    ...formatTogether([p50, p95, p99, max], 'ns'),
  ]
}

/** What happened at one moment: `interrupted at 12 s`. Why a limit ended the run stands in its notes. */
export function markSentence({ kind, atMs, text }: Mark): string {
  const when = `at ${secondText(atMs)}`
  if (kind === 'abort') return `ended by a limit ${when}`
  return kind === 'interrupt' ? `interrupted ${when}` : `${when}: ${text}`
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
  connectionWait: 'connection wait',
  firstByte: 'first byte',
  connect: 'connect',
  tls: 'TLS',
  pushLatency: 'push latency',
  fanOutSkew: 'fan-out skew',
} as const
