import type {
  ErrorCount,
  Health,
  LoadProfile,
  LoadResult,
  Metric,
  Note,
  RecordedSchedule,
  Result,
  Window,
} from '../../../model/run.ts'
import { p99Ms } from './close-window.ts'
import { describe, describeMetrics, describeStages, type PackHistogram } from './describe-window.ts'
import { judgeGenerator } from './health.ts'
import type { ResolvedPlan } from './plan.ts'
import { steadyMs } from './steady.ts'
import type { Totals } from './totals.ts'

/** What a load test's result is made of. */
export interface LoadResultParts {
  readonly plan: ResolvedPlan
  readonly totals: Totals
  readonly timeline: readonly Window[]
  /** Beside those of the totals. */
  readonly notes: readonly Note[]
  /** What ended the run before its time; empty = nothing did. */
  readonly failures: readonly ErrorCount[]
  readonly pack: PackHistogram
}

/** The result of one load test. Without a completed iteration it is `failed`. */
export function loadResult(parts: LoadResultParts): LoadResult {
  const { plan, totals, failures, pack } = parts
  const health = healthOf(plan, totals)
  const { counts } = totals.tally
  return {
    scenario: plan.identity,
    profile: profileOf(plan),
    status: statusOf(counts.completed, failures, health),
    notes: [...totals.notes(), ...parts.notes],
    counts,
    metrics: {
      ...describeMetrics(totals.tally, () => pack),
      ...throughputOf(plan, totals, pack),
    },
    stages: describeStages(totals.tally, pack),
    launches: [],
    slowest: totals.slowest,
    timeline: parts.timeline,
    errors: [...failures, ...errorsOf(totals)],
    health,
    ...(Object.keys(plan.budget).length === 0 ? {} : { budget: plan.budget }),
  }
}

function healthOf(plan: ResolvedPlan, totals: Totals): Health {
  const { tally } = totals
  return judgeGenerator({
    ...totals.read,
    isPaced: plan.isPaced,
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

function profileOf(plan: ResolvedPlan): LoadProfile {
  return {
    kind: 'load',
    name: plan.profile,
    launches: plan.workers,
    timeMs: plan.durationMs,
    mode: 'async',
    loader: 'native',
    schedule: recordedSchedule(plan),
    phases: plan.phases,
    connections: plan.work.kind === 'code' ? 0 : plan.connections,
    pipelining: plan.pipelining,
    maxInFlight: plan.maxInFlight,
    timeoutMs: plan.timeoutMs,
    lateBeyondMs: plan.lateBeyondMs,
  }
}

function recordedSchedule({ schedule }: ResolvedPlan): RecordedSchedule {
  if (schedule.kind !== 'replay') return schedule
  return { kind: 'replay', arrivals: schedule.arrivalsMs.length }
}

/** A run of less than a second has no whole window: its rate is all of it over its time. */
function throughputOf(
  plan: ResolvedPlan,
  { throughput, tally }: Totals,
  pack: PackHistogram,
): Record<string, Metric> {
  const { completed } = tally.counts
  if (completed === 0) return {}
  const wholeMs = steadyMs(plan)
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
