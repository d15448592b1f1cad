import type { LoadSchedule } from '../../../model/load.ts'
import type {
  ErrorCount,
  Health,
  LoadProfile,
  LoadResult,
  Mark,
  Metric,
  Note,
  RecordedSchedule,
  Result,
  Window,
} from '../../../model/run.ts'
import { p99Ms } from './close-window.ts'
import { describe, describeMetrics, describeStages, type PackHistogram } from './describe-window.ts'
import { judgeGenerator } from './health.ts'
import type { ResolvedLane, ResolvedPlan } from './plan.ts'
import { shareOfMix } from '../schedule/lane.ts'
import { steadyMs } from './steady.ts'
import type { Totals } from './totals.ts'

/** What the result of one lane is made of. */
export interface LoadResultParts {
  readonly plan: ResolvedPlan
  readonly lane: ResolvedLane
  readonly totals: Totals
  readonly timeline: readonly Window[]
  /** Beside those of the totals. */
  readonly notes: readonly Note[]
  /** What ended the run before its time; empty = nothing did. */
  readonly failures: readonly ErrorCount[]
  readonly marks: readonly Mark[]
  readonly pack: PackHistogram
}

/** The result of one lane. Without a completed iteration it is `failed`. */
export function loadResult(parts: LoadResultParts): LoadResult {
  const { lane, totals, failures, marks, pack } = parts
  const health = healthOf(parts)
  const { counts } = totals.tally
  return {
    scenario: lane.identity,
    profile: profileOf(lane, parts.plan),
    status: statusOf(counts.completed, failures, health),
    notes: [...notDue(parts), ...allRejected(parts), ...totals.notes(), ...parts.notes],
    counts,
    metrics: {
      ...describeMetrics(totals.tally, () => pack),
      ...throughputOf(lane, totals, pack),
    },
    stages: describeStages(totals.tally, pack),
    launches: [],
    slowest: totals.slowest,
    timeline: parts.timeline,
    errors: [...failures, ...errorsOf(totals)],
    health,
    ...totals.tally.bytes,
    ...(marks.length === 0 ? {} : { marks }),
    ...(Object.keys(lane.budget).length === 0 ? {} : { budget: lane.budget }),
  }
}

/** Independent arrivals may all stay away, or be of other scenarios: nothing failed then, and nothing was measured. */
function notDue({ lane, totals, failures }: LoadResultParts): Note[] {
  if (totals.tally.counts.scheduled > 0 || failures.length > 0) return []
  const countedMs = steadyMs(lane, totals.endMs)
  const message =
    countedMs === 0
      ? 'it ended before the time that counts began: nothing was measured'
      : `nothing was due in the ${(countedMs / 1000).toFixed(2)} s that count, so nothing was measured: a longer --duration or a higher rate would tell`
  return [{ code: 'NOTHING_DUE', message }]
}

/** No error says then why it has failed. */
function allRejected({ totals }: LoadResultParts): Note[] {
  const { completed, failed, rejected } = totals.tally.counts
  if (completed + failed > 0 || rejected === 0) return []
  const message =
    'all that ended was refused by the target’s own rate limiting, so nothing was measured: a lower rate would tell'
  return [{ code: 'ALL_REJECTED', message }]
}

function healthOf({ plan, lane, totals }: LoadResultParts): Health {
  const { tally } = totals
  return judgeGenerator({
    ...totals.read,
    isPaced: lane.isPaced,
    scheduled: tally.counts.scheduled,
    late: tally.counts.late,
    lateBeyondMs: plan.lateBeyondMs,
    sendLagP99Ms: p99Ms(tally, 'sendLag') ?? 0,
    latencyP99Ms: p99Ms(tally, 'latency'),
  })
}

function statusOf(
  completed: number,
  failures: readonly ErrorCount[],
  { generator }: Health,
): Result['status'] {
  if (failures.length > 0 || completed === 0) return 'failed'
  return generator === 'saturated' ? 'invalid' : 'ok'
}

function profileOf(lane: ResolvedLane, plan: ResolvedPlan): LoadProfile {
  return {
    kind: 'load',
    name: lane.profile,
    launches: lane.workers,
    timeMs: lane.durationMs,
    mode: 'async',
    loader: 'native',
    schedule: recordedSchedule(lane.schedule),
    ...(lane.mix === undefined ? {} : { share: shareOfMix(lane.mix) }),
    phases: lane.phases,
    connections: lane.work.kind === 'code' ? 0 : lane.connections,
    pipelining: lane.pipelining,
    maxInFlight: plan.maxInFlight,
    timeoutMs: plan.timeoutMs,
    lateBeyondMs: plan.lateBeyondMs,
  }
}

/** As a record keeps it. */
export function recordedSchedule(schedule: LoadSchedule): RecordedSchedule {
  if (schedule.kind !== 'replay') return schedule
  return { kind: 'replay', arrivals: schedule.arrivalsMs.length }
}

/** A run of less than a second, or one that ended in its first, has no whole window: its rate is all of it over its time. */
function throughputOf(
  lane: ResolvedLane,
  { throughput, tally, endMs }: Totals,
  pack: PackHistogram,
): Record<string, Metric> {
  const { completed } = tally.counts
  if (completed === 0) return {}
  const wholeMs = steadyMs(lane, endMs)
  if (throughput.count === 0 && wholeMs > 0) throughput.record((completed / wholeMs) * 1000)
  if (throughput.count === 0) return {}
  return {
    throughput: { unit: 'perSecond', ...describe(throughput, pack), count: completed },
  }
}

/** Of the steady state, the most frequent first. */
function errorsOf({ tally, examples }: Totals): ErrorCount[] {
  return [...tally.errors]
    .map(([code, count]) => ({ code, count, example: examples.get(code) ?? '' }))
    .toSorted((a, b) => b.count - a.count)
}
