import { setTimeout as pause } from 'node:timers/promises'
import {
  type BreakpointFound,
  type BreakpointObservation,
  type BreakpointPlan,
  type LoadEvent,
  type LoadLane,
  type LoadPlan,
  measureLoad,
  nextStep,
} from '../measure/index.ts'
import type { BudgetVerdict, LoadResult, Metric, Result } from '../model/run.ts'
import type { Budget } from '../model/scenario.ts'
import { packHistogram } from '../record/index.ts'
import type { LoadBeside } from './load-beside.ts'
import { type JudgedMeasurement, LoadLimits } from './load-limits.ts'
import type { Project } from './project.ts'

/** What the search needs. */
export interface BreakpointRequest {
  readonly plan: LoadPlan
  readonly search: BreakpointPlan
  /** What a rate must keep, beside answering nearly everything, and what scenarios declare themselves. */
  readonly budget: Budget
  readonly watch: ((plan: LoadPlan) => (event: LoadEvent) => void) | undefined
  readonly beside: LoadBeside
}

/** Looks for the highest rate that the target carries: one load test after another, until the answer is narrow enough. */
export async function findBreakpoint(
  project: Project,
  request: BreakpointRequest,
): Promise<JudgedMeasurement> {
  const tries: Try[] = []
  for (;;) {
    const move = nextStep(
      tries.map(({ observation }) => observation),
      request.search,
    )
    if (move.kind === 'found') return answer(move, tries)
    // An interrupt ends the pause, and then the search.
    await pause(move.pauseMs, undefined, { signal: project.signal }).catch(() => undefined)
    const { ratePerSecond, durationMs } = move
    const done = await tryRate({ ratePerSecond, durationMs }, project, request)
    tries.push(done)
    if (done.measured.aborted || project.signal.aborted) {
      return { ...done.measured, aborted: true }
    }
    // Nothing can be learnt of a target that can't be reached.
    if (done.measured.results.every(({ counts }) => counts.started === 0)) return done.measured
    project.tell(tryText(done, tries.length))
  }
}

interface Try {
  readonly observation: BreakpointObservation
  readonly measured: JudgedMeasurement
  /** What did not hold, in words; empty when everything did. */
  readonly broken: string
}

interface Rate {
  readonly ratePerSecond: number
  readonly durationMs: number
}

async function tryRate(
  { ratePerSecond, durationMs }: Rate,
  project: Project,
  request: BreakpointRequest,
): Promise<Try> {
  const lanes = request.plan.lanes.map((lane) => atRate(lane, { ratePerSecond, durationMs }))
  const plan: LoadPlan = { ...request.plan, lanes }
  const { budget } = request
  const { loadAbortOn: abortOn } = project.settings
  const limits = new LoadLimits(plan, { budget, abortOn, signal: project.signal })
  const show = request.watch?.(plan)
  const measured = await measureLoad(plan, {
    signal: limits.signal,
    stop: project.stopSignal(),
    onOutput: project.tell,
    packHistogram,
    onEvent: (event) => {
      limits.onEvent(event)
      show?.(event)
    },
    ...request.beside.options(plan),
  })
  const results = limits.noted(request.beside.noted(plan, measured.results))
  const budgets = limits.verdicts(results)
  const said =
    limits.endedBy ?? results.map(unanswered).find((each) => each !== '') ?? brokenOf(budgets)
  const outcome = results.some(({ health }) => health.generator === 'saturated')
    ? 'generator-saturated'
    : said === ''
      ? 'held'
      : 'target-saturated'
  // A limit that ended a try ends that rate, and not the search.
  const aborted = measured.aborted && limits.endedBy === undefined
  return {
    observation: { ratePerSecond, outcome },
    measured: { ...measured, results, budgets, aborted },
    broken: said,
  }
}

function atRate(lane: LoadLane, { ratePerSecond, durationMs }: Rate): LoadLane {
  const stage = { durationMs, fromPerSecond: ratePerSecond, toPerSecond: ratePerSecond }
  const arrivals = lane.schedule.kind === 'open' ? lane.schedule.arrivals : 'uniform'
  return {
    ...lane,
    schedule: { kind: 'open', stages: [stage], arrivals },
    phases: [{ name: `${ratePerSecond}/s`, startMs: 0, durationMs, steady: true }],
  }
}

/** A rate is carried when nearly every arrival is answered. */
const ANSWERED_SHARE = 0.99

function unanswered({ counts: { scheduled, completed } }: Result): string {
  return completed < ANSWERED_SHARE * scheduled
    ? `${completed} of ${scheduled} arrivals were answered`
    : ''
}

const brokenOf = (budgets: readonly BudgetVerdict[]): string =>
  budgets.find(({ verdict }) => verdict === 'broken')?.reason ?? ''

const tryText = ({ observation, broken }: Try, count: number): string => {
  const { ratePerSecond, outcome } = observation
  const said = outcome === 'generator-saturated' ? 'the generator was the limit' : broken
  return `try ${count}: ${rateText(ratePerSecond)} ${said === '' ? 'held' : `did not hold: ${said}`}`
}

/** The result of the highest rate that held, or of the lowest that was tried, with what was found. */
function answer(found: BreakpointFound, tries: readonly Try[]): JudgedMeasurement {
  const at = tries.findLast(
    ({ observation: { ratePerSecond, outcome } }) =>
      ratePerSecond === found.ratePerSecond && outcome === 'held',
  )
  const lowest = tries.toSorted(
    (a, b) => a.observation.ratePerSecond - b.observation.ratePerSecond,
  )[0]
  const shown = at ?? lowest
  if (shown === undefined) throw new RangeError('an answer takes a try')
  const { measured } = shown
  const note = { code: 'BREAKPOINT', message: foundText(found, tries) }
  const tell = (result: LoadResult): LoadResult => ({
    ...result,
    status: found.limit === 'generator-saturated' ? 'invalid' : result.status,
    notes: [...result.notes, note],
    metrics: { ...result.metrics, breakpoint: metricOf(found) },
  })
  return { ...measured, results: measured.results.map(tell) }
}

/** Rates that were tried lie between others: more digits say nothing. */
const rateText = (perSecond: number): string => `${Number(perSecond.toPrecision(3))}/s`

function foundText(found: BreakpointFound, tries: readonly Try[]): string {
  const { ratePerSecond, interval, limit } = found
  const [low, high] = interval
  if (limit === 'none-reached') {
    return `it carries ${rateText(ratePerSecond)}, the highest rate that was to be tried`
  }
  const limited = tries.findLast(({ observation }) => observation.ratePerSecond === high)
  const why = limited === undefined || limited.broken === '' ? '' : `: ${limited.broken}`
  if (ratePerSecond === 0) return `not even the lowest rate, ${rateText(high ?? 0)}, holds${why}`
  const between =
    high === null ? '' : ` (the limit lies between ${rateText(low)} and ${rateText(high)})`
  if (limit === 'generator-saturated') {
    return `it carries at least ${rateText(ratePerSecond)}; beyond, the generator was the limit: use more --workers, or another machine`
  }
  return `it carries ${rateText(ratePerSecond)}${between}; beyond, it did not hold${why}`
}

function metricOf({ ratePerSecond, interval: [low, high] }: BreakpointFound): Metric {
  return {
    unit: 'perSecond',
    kind: 'gauge',
    better: 'higher',
    count: 1,
    samples: 1,
    batchSize: 1,
    min: low,
    mean: ratePerSecond,
    stddev: 0,
    p50: ratePerSecond,
    max: high ?? ratePerSecond,
  }
}
