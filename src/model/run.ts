import type { Budget } from './budget.ts'
import type { LoadPhase, LoadSchedule } from './load.ts'
import type { Counts, ErrorCount, Health, Interval, Metric, Note, StageResult } from './measured.ts'
import type { Unit } from './unit.ts'
import type { Mark, Window } from './window.ts'

/**
 * `plimsoll/run@1`: what one execution measured. Every way of driving a scenario produces this record, and judging and
 * showing read nothing else. Numbers inside `metrics` are floats in the metric's `unit`; every other number has its
 * unit in its name.
 */

/** The version that readers check. */
export const RUN_SCHEMA = 'plimsoll/run@1'

/** What was executed. Only `bench` and `load` are produced today; the others are named so that readers know them. */
export type RunKind = 'bench' | 'duet' | 'load' | 'soak' | 'fault' | 'monitor' | 'noise'

/** `aborted`: interrupted, kept, never a baseline. `invalid`: the generator, not the target, was the bottleneck. */
export type RunStatus = 'complete' | 'aborted' | 'failed' | 'invalid'

export type {
  Counts,
  ErrorCount,
  Health,
  Interval,
  Metric,
  Note,
  OwnMetricKind,
  StageResult,
} from './measured.ts'
export type { Unit } from './unit.ts'
export type { Mark, SourceKind, SourceReading, Window, WindowHealth } from './window.ts'

/** One execution. */
export interface Run {
  readonly schema: typeof RUN_SCHEMA
  /** ULID: sorts by start. */
  readonly id: string
  readonly kind: RunKind
  readonly status: RunStatus
  /** ISO 8601, UTC, milliseconds. */
  readonly startedAt: string
  readonly finishedAt: string
  /** What every random choice of this run was derived from. */
  readonly seed: number
  readonly labels: Readonly<Record<string, string>>
  readonly note: string
  /** `null` outside a git repository. */
  readonly revision: Revision | null
  readonly environment: Environment
  readonly results: readonly Result[]
  readonly budgets: readonly BudgetVerdict[]
  /** The runs that this one was merged from; empty unless `merge` made it. */
  readonly mergedFrom: readonly string[]
}

/** The code that was measured. */
export interface Revision {
  /** Full hash. */
  readonly commit: string
  /** `null` on a detached head. */
  readonly branch: string | null
  /** Whether tracked files differed from the commit. */
  readonly dirty: boolean
  /** ISO 8601. */
  readonly committedAt: string
  /** First line of the commit's message. */
  readonly subject: string
}

/** Where a run happened. Only what enters `fingerprint` decides whether two runs may be compared. */
export interface Environment {
  /** Hash of CPU model, cores, memory in GiB, os, arch, container limits and Node major. */
  readonly fingerprint: string
  readonly cpuModel: string
  readonly cores: number
  readonly memoryBytes: number
  /** `linux`, `darwin`, `win32` … */
  readonly os: string
  readonly arch: string
  readonly kernel: string
  /** The limits set on this process's container; `null` where there are none, or none can be read. */
  readonly container: ContainerLimits | null
  /** Without the leading `v`. */
  readonly node: string
  readonly v8: string
  /** Node's own flags (`process.execArgv`, `NODE_OPTIONS`), secrets redacted. */
  readonly flags: readonly string[]
  /** The name of the CI service; `null` elsewhere. */
  readonly ci: string | null
  /** Two reference kernels measured beside the scenarios: how fast this machine was at that time. */
  readonly calibration: Calibration
  readonly load: MachineLoad
}

/** Limits from cgroups. */
export interface ContainerLimits {
  /** CPUs' worth of time; `null` = unlimited. */
  readonly cpus: number | null
  /** `null` = unlimited. */
  readonly memoryBytes: number | null
}

/** Time of one iteration of each reference kernel. */
export interface Calibration {
  /** Integer arithmetic that stays in registers. */
  readonly aluNs: number
  /** Allocation of short-lived objects. */
  readonly allocNs: number
}

/** How busy the machine was. */
export interface MachineLoad {
  /** One-minute load average before the run. */
  readonly before: number
  readonly after: number
  /** CPU time that the hypervisor gave to others during the run; `null` where it can't be read. */
  readonly stealPercent: number | null
}

/** What one scenario (with one set of params) did. */
export interface Result {
  readonly scenario: ScenarioIdentity
  readonly profile: Profile
  /** `invalid`: measured, but not to be trusted. */
  readonly status: 'ok' | 'failed' | 'invalid'
  readonly notes: readonly Note[]
  readonly counts: Counts
  /** By name. `latency` is there whenever an iteration completed; own metrics stand beside it. */
  readonly metrics: Readonly<Record<string, Metric>>
  readonly stages: readonly StageResult[]
  readonly launches: readonly Launch[]
  /** The slowest single iterations seen, slowest first. */
  readonly slowest: readonly SlowIteration[]
  /** Empty for benchmarks. */
  readonly timeline: readonly Window[]
  readonly errors: readonly ErrorCount[]
  readonly health: Health
  /** Load only: what was sent and received, of the iterations in `counts`; absent where nobody counts it. */
  readonly bytesOut?: number
  readonly bytesIn?: number
  /** Load only: what happened at single moments; absent = nothing. */
  readonly marks?: readonly Mark[]
  /** The limits declared for it, as written, so that a stored run can be judged again; absent = none. */
  readonly budget?: Budget
}

/** The result of a load test. */
export interface LoadResult extends Result {
  readonly profile: LoadProfile
}

/** What a scenario is called. */
export interface ScenarioIdentity {
  /** Name, plus ` [param=value …]`: what runs are matched by. */
  readonly key: string
  readonly name: string
  readonly category: string
  readonly tags: readonly string[]
  readonly params: Readonly<Record<string, ParamValue>>
  /** The perf file, relative to the project, with `/`. */
  readonly file: string
}

/** A value that tells one result of a parameterised scenario from another. */
export type ParamValue = string | number | boolean

/** How the scenario was driven. */
export type Profile = BenchProfile | LoadProfile

/** One iteration after the other, in fresh processes. */
export interface BenchProfile {
  readonly kind: 'bench'
  /** Fresh processes asked for. */
  readonly launches: number
  /** Measured time asked for in each. */
  readonly timeMs: number
  /** Whether `run` was awaited. */
  readonly mode: 'sync' | 'async'
  /** Who loaded the perf file. */
  readonly loader: 'native' | 'vitest'
}

/** By a schedule, many at a time. */
export interface LoadProfile {
  readonly kind: 'load'
  /** `sustained`, `burst` …, or what the user calls it. */
  readonly name: string
  /** Processes that made the load, side by side. */
  readonly launches: number
  /** Length of the schedule. */
  readonly timeMs: number
  readonly mode: 'async'
  readonly loader: 'native'
  readonly schedule: RecordedSchedule
  /** Its part of the schedule's arrivals or users, 0–1, where several scenarios share it; absent = all of it. */
  readonly share?: number
  /** `metrics`, `counts` and `stages` speak of the steady ones; without any, of all. The timeline has everything. */
  readonly phases: readonly LoadPhase[]
  /** Connections asked for, of all processes; 0 for code that makes its own. */
  readonly connections: number
  /** Exchanges that one connection may carry at a time. */
  readonly pipelining: number
  /** Iterations that may wait or run at a time; an arrival beyond is dropped. */
  readonly maxInFlight: number
  /** Of one exchange. */
  readonly timeoutMs: number
  /** Send lag beyond which an iteration counts as late. */
  readonly lateBeyondMs: number
}

/** A schedule as records keep it: recorded arrivals may be millions, so only their number is kept. */
export type RecordedSchedule =
  | Exclude<LoadSchedule, { readonly kind: 'replay' }>
  | { readonly kind: 'replay'; readonly arrivals: number }

/** What one fresh process measured: the unit of replication. */
export interface Launch {
  readonly metrics: Readonly<Record<string, Metric>>
  readonly stages: readonly StageResult[]
  readonly gcCount: number
  readonly gcMs: number
  /** `null` when no stretch without garbage collection was seen. */
  readonly heapDeltaBytesPerIteration: number | null
  /** Share of the measured time in which the event loop was busy, 0–1. */
  readonly eventLoopUtilization: number
  readonly warmUpMs: number
}

/** One slow iteration. */
export interface SlowIteration {
  /** 0-based index of the launch. */
  readonly launch: number
  /** 0-based index of the iteration among the measured ones of its launch. */
  readonly iteration: number
  readonly latencyNs: number
  readonly stages: readonly { readonly name: string; readonly latencyNs: number }[]
  /** Load only: its intended start, from the start of the schedule. */
  readonly atMs?: number
}

/** What judging said of one declared limit. */
export interface BudgetVerdict {
  readonly scenario: string
  readonly stage?: string
  /** `latency`, or an own metric; of a load test `errors`, `rejected`, `dropped` and `throughput` too. */
  readonly metric: string
  /** `p50`, `p95`, `p99`, `mean`, `max` …; `share` of what counts in percent of all. */
  readonly statistic: string
  /** Of `limit`, `value` and `interval`. A budget relative to the baseline is in percent of change. */
  readonly unit: Unit
  readonly limit: number
  /** `null` when nothing was measured. */
  readonly value: number | null
  /** 95 %, over launches; `null` when there are too few. */
  readonly interval: Interval | null
  /** Of the interval, 0–1. */
  readonly confidence?: number
  /** Judged on every window of this length, slid over the run; `value` is that of the worst one. Absent = on all of it. */
  readonly withinMs?: number
  /** Where the worst window begins, from the start of the schedule. */
  readonly atMs?: number
  readonly verdict: 'met' | 'broken' | 'inconclusive'
  /** Why, in words. */
  readonly reason: string
}
