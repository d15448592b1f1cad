import { usageError } from '../../kernel/errors.ts'
import type {
  Counts,
  ErrorCount,
  Health,
  Launch,
  Metric,
  Note,
  Profile,
  Result,
  SlowIteration,
  StageResult,
} from '../../model/run.ts'
import { mergeMetrics, type Metrics, stageOfLaunches } from './metrics.ts'

/** The results of one scenario in several runs, as one. */

/** Slowest iterations kept of all launches: as many as a single run keeps. */
const SLOWEST_KEPT = 10

/** Results of different scenarios stay as they are; those of one scenario are repeats. */
export function mergeResults(all: readonly Result[]): Result[] {
  const byKey = Map.groupBy(all, ({ scenario }) => scenario.key)
  return [...byKey.values()].flatMap((repeats) => {
    const [first, ...others] = repeats
    if (first === undefined) return []
    return others.length === 0 ? [first] : [mergeRepeats(first, repeats)]
  })
}

function mergeRepeats(first: Result, repeats: readonly Result[]): Result {
  const launches = repeats.flatMap(launchesOf)
  const { metrics, lost } = mergeMetrics(
    repeats.map((result) => result.metrics),
    launches.map((launch) => launch.metrics),
  )
  return {
    scenario: first.scenario,
    profile: mergeProfiles(first, repeats),
    status: worstOf(repeats.map(({ status }) => status)),
    notes: uniqueNotes([
      ...repeats.flatMap(({ notes }) => notes),
      ...lossNote(lost),
      ...timelineNote(repeats),
    ]),
    counts: addCounts(repeats.map(({ counts }) => counts)),
    metrics,
    stages: mergeStages(repeats, launches),
    launches,
    slowest: mergeSlowest(repeats),
    // Each has a time axis of its own.
    timeline: [],
    errors: mergeErrors(repeats.flatMap(({ errors }) => errors)),
    health: mergeHealth(repeats.map(({ health }) => health)),
    ...(first.budget === undefined ? {} : { budget: first.budget }),
  }
}

/** Of a load test, which has no launches, the whole is one: load tests are replicated by load tests. */
function launchesOf({ profile, launches, metrics, stages }: Result): readonly Launch[] {
  if (profile.kind !== 'load' || launches.length > 0) return launches
  const alone = (all: Metrics): Metrics =>
    Object.fromEntries(
      Object.entries(all).map(([name, metric]) => [name, withoutHistogram(metric)]),
    )
  const own = stages.map((stage) => ({ ...stage, metrics: alone(stage.metrics) }))
  const unknown = { gcCount: 0, gcMs: 0, heapDeltaBytesPerIteration: null, warmUpMs: 0 }
  return [{ metrics: alone(metrics), stages: own, ...unknown, eventLoopUtilization: 0 }]
}

/** The merged record has the whole one. */
function withoutHistogram(metric: Metric): Metric {
  const { histogram: _, ...rest } = metric
  return rest
}

function timelineNote(repeats: readonly Result[]): Note[] {
  if (repeats.every(({ timeline }) => timeline.length === 0)) return []
  const message =
    'the timelines of the merged load tests are left out: see the runs it was merged from'
  return [{ code: 'TIMELINES_APART', message }]
}

function mergeProfiles({ profile, scenario }: Result, repeats: readonly Result[]): Profile {
  const odd = repeats.find(
    (other) => other.profile.mode !== profile.mode || other.profile.loader !== profile.loader,
  )
  if (odd !== undefined) {
    const ways = [profile, odd.profile].map(({ mode, loader }) => `${mode}, ${loader}`)
    throw usageError(
      'MERGE_PROFILES',
      `${JSON.stringify(scenario.key)} was measured in two ways: ${ways.join(' and ')}`,
      'Merge runs that loaded and called the scenario in the same way.',
    )
  }
  requireOneSchedule(scenario.key, repeats)
  // Its launches are its workers, side by side.
  if (profile.kind === 'load') return profile
  const launches = repeats.reduce((sum, other) => sum + other.profile.launches, 0)
  return { ...profile, launches, timeMs: Math.max(...repeats.map((one) => one.profile.timeMs)) }
}

function requireOneSchedule(key: string, repeats: readonly Result[]): void {
  const schedules = new Set(
    repeats.map(({ profile }) => (profile.kind === 'load' ? JSON.stringify(profile.schedule) : '')),
  )
  if (schedules.size === 1) return
  throw usageError(
    'MERGE_PROFILES',
    `${JSON.stringify(key)} was loaded by ${schedules.size} schedules`,
    'Merge load tests of one schedule: latencies under unlike loads do not add up.',
  )
}

const SEVERITY: readonly Result['status'][] = ['failed', 'invalid', 'ok']

function worstOf(statuses: readonly Result['status'][]): Result['status'] {
  return SEVERITY.find((status) => statuses.includes(status)) ?? 'ok'
}

function uniqueNotes(notes: readonly Note[]): Note[] {
  return [...new Map(notes.map((note) => [`${note.code}\n${note.message}`, note])).values()]
}

function lossNote(lost: readonly string[]): Note[] {
  if (lost.length === 0) return []
  const message = `Left out, as not every run has its histogram: ${lost.join(', ')}.`
  return [{ code: 'METRIC_NOT_MERGED', message }]
}

function addCounts(all: readonly Counts[]): Counts {
  const sum = (name: keyof Counts): number => all.reduce((total, counts) => total + counts[name], 0)
  return {
    scheduled: sum('scheduled'),
    started: sum('started'),
    completed: sum('completed'),
    failed: sum('failed'),
    rejected: sum('rejected'),
    late: sum('late'),
    dropped: sum('dropped'),
  }
}

function mergeStages(repeats: readonly Result[], launches: readonly Launch[]): StageResult[] {
  const byName = Map.groupBy(
    repeats.flatMap(({ stages }) => stages),
    ({ name }) => name,
  )
  return [...byName].map(([name, stages]) => ({
    name,
    calls: stages.reduce((sum, { calls }) => sum + calls, 0),
    metrics: mergeMetrics(
      stages.map(({ metrics }) => metrics),
      stageOfLaunches(launches, name),
    ).metrics,
  }))
}

/** Launches are numbered through: those of the second run follow those of the first. */
function mergeSlowest(repeats: readonly Result[]): SlowIteration[] {
  let before = 0
  const all = repeats.flatMap(({ slowest, launches }) => {
    const shifted = slowest.map((one) => ({ ...one, launch: one.launch + before }))
    before += launches.length
    return shifted
  })
  return all.toSorted((a, b) => b.latencyNs - a.latencyNs).slice(0, SLOWEST_KEPT)
}

function mergeErrors(errors: readonly ErrorCount[]): ErrorCount[] {
  const alike = Map.groupBy(errors, ({ code, where = '' }) => `${code}\n${where}`)
  return [...alike.values()].flatMap((same) => {
    const [first] = same
    const count = same.reduce((sum, error) => sum + error.count, 0)
    return first === undefined ? [] : [{ ...first, count }]
  })
}

function mergeHealth(all: readonly Health[]): Health {
  return {
    generator: all.some(({ generator }) => generator === 'saturated') ? 'saturated' : 'ok',
    sendLagP99Ms: Math.max(...all.map(({ sendLagP99Ms }) => sendLagP99Ms)),
    notes: [...new Set(all.flatMap(({ notes }) => notes))],
  }
}
