import { usageError } from '../../kernel/errors.ts'
import type {
  Counts,
  ErrorCount,
  Health,
  Launch,
  Note,
  Profile,
  Result,
  SlowIteration,
  StageResult,
} from '../../model/run.ts'
import { mergeMetrics, stageOfLaunches } from './metrics.ts'

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
  const launches = repeats.flatMap((result) => result.launches)
  const { metrics, lost } = mergeMetrics(
    repeats.map((result) => result.metrics),
    launches.map((launch) => launch.metrics),
  )
  return {
    scenario: first.scenario,
    profile: mergeProfiles(first, repeats),
    status: worstOf(repeats.map(({ status }) => status)),
    notes: uniqueNotes([...repeats.flatMap(({ notes }) => notes), ...lossNote(lost)]),
    counts: addCounts(repeats.map(({ counts }) => counts)),
    metrics,
    stages: mergeStages(repeats, launches),
    launches,
    slowest: mergeSlowest(repeats),
    timeline: repeats.flatMap(({ timeline }) => timeline),
    errors: mergeErrors(repeats.flatMap(({ errors }) => errors)),
    health: mergeHealth(repeats.map(({ health }) => health)),
    ...(first.budget === undefined ? {} : { budget: first.budget }),
  }
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
  const launches = repeats.reduce((sum, other) => sum + other.profile.launches, 0)
  return { ...profile, launches, timeMs: Math.max(...repeats.map((one) => one.profile.timeMs)) }
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
